"""The nights before, on the page and in the camera table."""

from dataclasses import replace

from auditor.history.build import report_history
from auditor.history.model import History
from auditor.model import Report
from auditor.render.history import cut_short, lasting, tone, trend_texts
from auditor.render.html import render_html
from auditor.render.page_trend import changes, restless, trend
from tests.auditor.history.nights import night_report, past
from tests.auditor.render.rows import camera_rows


def told(*nights: str) -> Report:
    tonight = night_report(len(nights) - 1, nights[-1])
    return replace(tonight, history=report_history(past(*nights[:-1]), tonight))


def history(*nights: str) -> History:
    found = told(*nights).history
    assert found is not None
    return found


def test_cameras_are_told_what_lasts_and_what_flaps() -> None:
    report = told("oxo", "xxo", "oxo", "xx-")
    assert trend_texts(report) == {
        1: "失败第 1 晚（自 2026-01-08 起）；时好时坏：最近 4 个有结果的夜晚好坏变化 3 次",
        2: "失败第 4 晚（自 2026-01-05 起）",
    }
    assert report.history is not None
    assert lasting(report.history) == 1


def test_the_page_s_arrangement_reads_a_real_history() -> None:
    report = told("oxo", "xxo", "", "oxo", "xx-")
    past_nights = report.history
    assert past_nights is not None
    days, lines = trend(past_nights)

    assert days == ("01-05", "01-06", "01-07", "01-08", "01-09")
    assert [line.counts for line in lines] == [("2/3", "1/3", "－", "2/3", "0/3（1）")]
    assert [(one.result.camera.row, one.changes) for one in restless(past_nights, report)] == [
        (1, 3)
    ]
    (change,) = changes(past_nights).values()
    assert (change.since.isoformat(), change.met, change.unknown) == ("2026-01-08", -2, 1)


def test_the_page_shows_them() -> None:
    page = render_html(told("oxo", "xxo", "", "oxo", "xx-"), {})
    assert "共 5 晚，其中 1 晚没有检测。" in page
    assert '<a href="#camera-1">第 1 行</a>' in page
    assert "失败第 4 晚（自 2026-01-05 起）" in page
    assert "没有更早的夜晚可比" not in page
    assert page.count('id="trend"') == 1


def test_a_first_night_says_so() -> None:
    assert "没有更早的夜晚可比" in render_html(told("o"), {})
    assert "没有更早的夜晚可比" in render_html(night_report(0, "o"), {})


def test_the_camera_table_has_them() -> None:
    rows = camera_rows(told("ox", "xx", "-o"))
    assert [row[-4:] for row in rows] == [
        (1, "2026-01-06", False, "ox-"),
        (0, None, False, "xxo"),
    ]


def test_nights_that_were_cut_short_are_counted() -> None:
    report = told("oxo", "xxo")
    assert report.history is not None
    first, last = report.history.nights
    short = replace(report.history, nights=(replace(first, complete=False), last))

    assert (cut_short(report.history), cut_short(short)) == (0, 1)
    assert "，1 晚没有测完。" in render_html(replace(report, history=short), {})


def test_each_letter_has_a_tone() -> None:
    assert [tone(one) for one in "oanx-b."] == ["good", "warn", "bad", "bad", *["neutral"] * 3]
