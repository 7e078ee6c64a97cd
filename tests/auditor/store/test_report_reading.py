"""A report read by pieces is the report that was written, however its text is cut."""

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.changes import changes
from auditor.errors import StoreError
from auditor.model import CameraState, Report
from auditor.store import report_reading
from auditor.store.codec import report_bytes, unpack_report
from auditor.store.report_reading import read_report, unpacked
from auditor.store.report_text import packed
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.test_json_pieces import REPORTS, large

_KEPT = {name: report for name, report in REPORTS.items() if name != "hostile"}


def without_credentials(report: Report) -> Report:
    cameras = (replace(c, camera=replace(c.camera, credential="")) for c in report.cameras)
    return replace(report, cameras=tuple(cameras))


@pytest.mark.parametrize("report", _KEPT.values(), ids=_KEPT)
def test_what_was_packed_is_read_again(report: Report) -> None:
    assert unpack_report(packed(report).body) == without_credentials(report)


@settings(deadline=None, max_examples=25)
@given(size=st.integers(1, 4_000))
def test_pieces_of_any_size_are_the_same_report(size: int) -> None:
    text = report_bytes(builders.report(notes=("说明",)))
    pieces = (text[start : start + size] for start in range(0, len(text), size))
    assert read_report(pieces) == read_report((text,))


def test_any_layout_of_the_text_is_read() -> None:
    report = without_credentials(sample_report())
    values = json.loads(report_bytes(report))
    for layout in (json.dumps(values, indent=3), json.dumps(values, separators=(",", ":"))):
        assert read_report((layout.encode(),)) == report


def test_what_a_comparison_needs_not_is_left_out_while_it_is_read() -> None:
    whole = without_credentials(large())
    said = replace(whole.cameras[0], exchange=("OPTIONS",))
    read = unpack_report(packed(replace(whole, cameras=(said,))).body, lean=True)
    assert [one.rate for one in read.results] == [replace(whole.results[0].rate, members=())]
    assert read.beside == (replace(whole.beside[0], members=()),) * 2
    assert read.cameras == (replace(whole.cameras[0], reason="", exchange=()),)
    assert read.findings == tuple(replace(one, suggestion="") for one in whole.findings)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"community": "x"', "{} {}", '{"cameras": [{}', '{"community" 1}'],
)
def test_a_text_of_another_form_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(StoreError) as caught:
        unpack_report(zlib.compress(text.encode()))
    assert str(caught.value) == "a report in the store cannot be read by this version"


@pytest.mark.parametrize("body", [b"", b"x", packed(builders.report()).body[:-9]])
def test_bytes_that_were_cut_are_refused(body: bytes) -> None:
    with pytest.raises(StoreError, match="cannot be read by this version"):
        unpack_report(body)


def test_a_text_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_reading, "MAX_REPORT_BYTES", 100)
    with pytest.raises(StoreError, match="longer than 8 GB"):
        list(unpacked(packed(builders.report()).body))


@pytest.mark.parametrize("report", _KEPT.values(), ids=_KEPT)
def test_what_is_left_is_compared_as_the_whole(report: Report) -> None:
    whole = without_credentials(report)
    later = replace(
        whole,
        cameras=tuple(replace(one, state=CameraState.OFFLINE) for one in whole.cameras[1:]),
        findings=whole.findings[1:],
    )
    read = unpack_report(packed(whole).body, lean=True)
    assert changes(read, later) == changes(whole, later)
