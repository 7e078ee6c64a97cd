"""The exchange of cameras that failed: on the page, for the first of them, and harmless there."""

import json

from auditor.finding_ids import finding_ids
from auditor.model import CameraResult, CameraState
from auditor.render.camera_data import camera_data
from auditor.render.camera_notes import camera_notes
from auditor.render.html import render_html
from auditor.render.page import EXCHANGES_SHOWN
from tests.auditor.render import builders

SAID = ("> DESCRIBE rtsp://h/<script>\ncseq: 1", "< RTSP 404 No\u202e")


def failed(row: int) -> CameraResult:
    return builders.camera_result(row, state=CameraState.OFFLINE, picture=None, exchange=SAID)


def test_it_is_shown_line_by_line_and_runs_nothing() -> None:
    page = render_html(builders.report(cameras=(failed(1), builders.camera_result(2))), {})
    assert page.count("<summary>协议往来</summary>") == 1
    assert "<code>&gt; DESCRIBE rtsp://h/&lt;script&gt;</code><br><code>cseq: 1</code><br>" in page
    assert "<code>&lt; RTSP 404 No[U+202E]</code>" in page


def test_a_large_page_shows_the_first_ones() -> None:
    cameras = tuple(failed(row) for row in range(1, EXCHANGES_SHOWN + 3))
    page = render_html(builders.report(cameras=cameras), {})
    assert page.count("<summary>协议往来</summary>") == EXCHANGES_SHOWN


def test_the_script_has_what_was_said_so_that_it_stays_when_the_table_is_drawn_anew() -> None:
    report = builders.report(cameras=(failed(1),))
    notes = camera_notes(report, finding_ids(report))
    head = json.loads(camera_data(report, (), notes).head)
    said = [["> DESCRIBE rtsp://h/<script>", "cseq: 1"], ["< RTSP 404 No[U+202E]"]]
    assert head["exchanges"] == {"1": said}
