"""What may be dialled: an address without user, password and doubt, from the redacted frame."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor import examples
from auditor.records import Camera
from auditor.registry.cameras import camera, is_doubtful
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.registry.redaction import redact_address
from probes.redact import redact_uri, strip_userinfo

EMPTY: dict[str, str | None] = {column.name: None for column in REGISTRY_COLUMNS}
CELLS = EMPTY | examples.record_cells() | {"device_status": "in_use"}


def from_row(stream_uri: str | None) -> Camera:
    """The camera of a correct record whose address was redacted."""
    text = None if stream_uri is None else redact_address(stream_uri)
    doubts = {
        "onvif_uri_doubtful": False,
        "stream_uri_doubtful": is_doubtful(stream_uri or ""),
        "sub_stream_uri_doubtful": is_doubtful(stream_uri or ""),
    }
    absent = dict.fromkeys(("ipv4", "onvif_uri", "networking", "public_video"), None)
    addresses = {"stream_uri": text, "sub_stream_uri": text}
    return camera({"row": 1, **CELLS, **absent, **doubts, **addresses})


@pytest.mark.parametrize("text", [None, "rtsp://u:p@127.0.0.2/a", "pass=// @:@127.0.0.2/"])
def test_the_sub_stream_is_read_as_the_stream_is(text: str | None) -> None:
    found = from_row(text)
    assert found.sub_stream_uri == found.stream_uri


def test_a_column_that_the_file_lacks_says_nothing() -> None:
    found = from_row(None)
    assert (found.stream_uri, found.onvif_uri, found.host) == (None, None, "")
    assert (found.networking, found.public_video) == ("", None)


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("rtsp://127.0.0.2/a", False),
        ("rtsp://u:p@127.0.0.2/a", False),
        ("rtsp://u:p@127.0.0.2/a?mail=a@b.c", True),
        ("rtsp://127.0.0.2/a?mail=a@b.c", False),
        ("u:p@127.0.0.2", False),
        ("u:p@x////@127.0.0.2", True),
        ("u:p@127.0.0.9//127.0.0.2/a", False),
        ("pass=// @:@127.0.0.2/", True),
    ],
)
def test_an_address_is_doubtful_when_an_at_is_left(text: str, *, doubtful: bool) -> None:
    assert is_doubtful(text) is doubtful


def test_a_masked_secret_behind_the_host_is_no_address_to_dial() -> None:
    assert from_row("rtsp://127.0.0.2/a?password=***").stream_uri is None


def test_what_the_mask_left_of_a_password_is_no_host() -> None:
    text = "rtsp://admin:Zq?@ ?9@127.0.0.2/live"
    assert (is_doubtful(text), redact_address(text)) == (True, "rtsp://***@ ?9@127.0.0.2/live")
    assert from_row(text).stream_uri is None


PART = st.sampled_from(
    ["//", "@", ":", "/", "?", "=", "rtsp:", "admin", "Zq9", "pass=", "127.0.0.2", " ", "#", "[", "]"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@example(text="@////@:")
@given(text=st.lists(PART, max_size=10).map("".join))
def test_from_the_redacted_text_nothing_is_dialled_that_the_written_one_does_not_say(
    text: str,
) -> None:
    assert from_row(text).stream_uri in (as_written(text), None)


@pytest.mark.parametrize(
    "text",
    ["rtsp://127.0.0.2/a", "rtsp://u:p@127.0.0.2/a", "u:p@127.0.0.2/a", " x ", "rtsp://u:p/q@h/a"],
)
def test_and_what_the_usual_ones_say_is_dialled(text: str) -> None:
    assert from_row(text).stream_uri == as_written(text)


def as_written(text: str) -> str | None:
    """What the address says before anything is masked."""
    stripped = text.strip()
    if "//" in stripped:
        bare, _ = strip_userinfo(stripped)
    else:
        bare = stripped[stripped.rfind("@") + 1 :]
    doubtful = is_doubtful(text) or redact_uri(bare) != bare
    return bare if bare and not doubtful else None
