"""Redaction of whole columns: what the redaction of single texts says, for every cell."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.registry.redaction import mapped, redact_address, redact_frame, redact_text

PART = st.sampled_from(
    ["//", "@", ":", "/", "?", "=", "%3D", "%3d", "rtsp:", "admin", "Zq9", "pass", "PASSWORD", "paſs",
     "toKen", "usr", "channel", "10.0.0.1", "&", " ", "\n", "#", "\\", "[", "]", "_", "***", "北门", "user_"]
)  # fmt: skip
TEXT = st.one_of(st.lists(PART, max_size=9).map("".join), st.text(max_size=12))
ADDRESS = st.builds("rtsp://{}:{}@{}{}".format, TEXT, TEXT, TEXT, TEXT)
CELLS = st.lists(st.one_of(TEXT, ADDRESS, st.none()), max_size=6)


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_a_column_is_redacted_as_its_cells_are(cells: list[str | None]) -> None:
    frame = pl.DataFrame(
        {"uri": cells, "name": cells}, schema=dict.fromkeys(("uri", "name"), pl.String)
    )
    found = redact_frame(frame, ("uri",))
    assert found["uri"].to_list() == [c if c is None else redact_address(c) for c in cells]
    assert found["name"].to_list() == [c if c is None else redact_text(c) for c in cells]


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_an_at_in_front_of_the_host_leaves_no_user_before_it(text: str) -> None:
    head = redact_address(text).split("//", maxsplit=1)[0]
    assert "@" not in head or head.startswith("***@")


@pytest.mark.parametrize(
    ("written", "address", "text"),
    [
        ("rtsp://admin:Zq9@10.0.0.1/a", "rtsp://***@10.0.0.1/a", "rtsp://***@10.0.0.1/a"),
        ("rtsp://admin:Zq9@10.0.0.1/a?channel=1", "rtsp://***@10.0.0.1/a?channel=1", "rtsp://***@10.0.0.1/a?channel=1"),
        ("rtsp://admin:Zq9@10.0.0.1/a?pwd=Zq9", "rtsp://***@10.0.0.1/a?pwd=***", "rtsp://***@10.0.0.1/a?pwd=***"),
        ("admin:Zq9@10.0.0.1:554", "***@10.0.0.1:554", "admin:Zq9@10.0.0.1:554"),
        ("admin@10.0.0.1/a?pwd=Zq9", "***@10.0.0.1/a?pwd=***", "admin@10.0.0.1/a?pwd=Zq9"),
        ("10.0.0.1/a?paſs=Zq9", "10.0.0.1/a?paſs=***", "10.0.0.1/a?paſs=Zq9"),
        ("rtsp://10.0.0.1/cam/realmonitor?channel=1&subtype=0",) * 3,
        ("admin:Zq9@10.0.0.1//a", "***@10.0.0.1//a", "admin:Zq9@10.0.0.1//a"),
        ("pass=// Zq9@10.0.0.1", "***@10.0.0.1", "pass=*** Zq9@10.0.0.1"),
        ("@usr=//", "***@usr=***", "@usr=***"),
        ("someone@example.org", "***@example.org", "someone@example.org"),
        ("北门", "北门", "北门"),
    ],
)  # fmt: skip
def test_what_is_taken_out(written: str, address: str, text: str) -> None:
    found = redact_frame(pl.DataFrame({"uri": [written], "name": [written]}), ["uri"])
    assert found.row(0) == (address, text)


def test_other_columns_and_empty_frames_stay_as_they_are() -> None:
    for frame in (
        pl.DataFrame({"row": [1]}),
        pl.DataFrame({"name": []}, schema={"name": pl.String}),
    ):
        assert redact_frame(frame).equals(frame)


def test_each_distinct_text_is_changed_once_and_only_where_chosen() -> None:
    seen: list[str] = []

    def change(text: str) -> str:
        seen.append(text)
        return text.upper()

    column = pl.Series(["a", "a", None, "b", "a"])
    chosen = pl.Series([True, False, None, False, True])
    assert mapped(column, change, chosen).to_list() == ["A", "a", None, "b", "A"]
    assert seen == ["a"]
