"""A report written piece by piece is the text that would have been written at once."""

import hashlib
import json
import zlib
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from auditor.model import Report
from auditor.store.report_text import packed, report_hash, report_pieces
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.hostile import hostile_report

_LARGE = 2_001


def large_report() -> Report:
    """More findings than one piece holds."""
    finding = sample_report().findings[0]
    return builders.report(findings=tuple(replace(finding, row=n) for n in range(_LARGE)))


REPORTS = {
    "small": builders.report(),
    "empty": builders.report(cameras=(), results=(), findings=(), row_errors=()),
    "sample": sample_report(),
    "hostile": hostile_report(),
    "large": large_report(),
}


def at_once(report: Report) -> bytes:
    cameras = tuple(replace(c, camera=replace(c.camera, credential="")) for c in report.cameras)
    values = TypeAdapter(Report).dump_python(replace(report, cameras=cameras), mode="json")
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_pieces_are_the_whole(report: Report) -> None:
    assert b"".join(report_pieces(report)) == at_once(report)


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_what_is_packed_is_the_text_with_its_hash(report: Report) -> None:
    found = packed(report)
    text = at_once(report)
    assert (zlib.decompress(found.body), found.sha256) == (text, hashlib.sha256(text).hexdigest())
    assert report_hash(report) == found.sha256


def test_no_piece_holds_more_than_a_thousand_elements() -> None:
    counts = [piece.count(b'"device_code"') for piece in report_pieces(large_report())]
    assert max(counts) == 1_000
    assert sum(counts) >= _LARGE
