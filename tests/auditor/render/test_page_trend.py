from dataclasses import dataclass
from datetime import date

import lxml.html

from auditor.model import RateVerdict
from auditor.render.html import render_page
from auditor.render.page_trend import Restless, TrendLine, changes, restless, trend
from tests.auditor.render import builders
from tests.auditor.render.parsing import select, texts


@dataclass(frozen=True)
class Night:
    night: date


@dataclass(frozen=True)
class Point:
    of: int
    met: int
    unknown: int = 0


@dataclass(frozen=True)
class Change:
    since: date
    of: int
    met: int
    unknown: int
    verdict_before: RateVerdict


@dataclass(frozen=True)
class Rate:
    indicator: str
    scope: str
    title: str
    points: tuple[Point | None, ...]
    change: Change | None


@dataclass(frozen=True)
class Camera:
    row: int
    states: str
    changes: int
    flapping: bool


@dataclass(frozen=True)
class History:
    nights: tuple[Night, ...]
    rates: tuple[Rate, ...]
    cameras: tuple[Camera, ...]


CHANGE = Change(date(2026, 11, 22), 1, -2, 0, RateVerdict.MEETS)
RATE = Rate("health_rate", "all", "完好率", (Point(20, 19, 1), None, Point(0, 0)), CHANGE)
HISTORY = History(
    nights=tuple(Night(date(2026, 11, day)) for day in (22, 23, 24)),
    rates=(RATE, Rate("health_rate", "main_road", "完好率", (None, None, None), CHANGE)),
    cameras=(
        Camera(1, "ox.", 2, flapping=True),
        Camera(2, "oxo", 5, flapping=True),
        Camera(3, "ooo", 0, flapping=False),
    ),
)
REPORT = builders.report(cameras=tuple(builders.camera_result(row) for row in (1, 2, 3)))


def test_total_rates_have_a_line_and_a_change() -> None:
    days, lines = trend(HISTORY)

    assert days == ("11-22", "11-23", "11-24")
    assert lines == (TrendLine("完好率", (950, None, None), ("19/20（1）", "－", "0/0")),)
    assert changes(HISTORY) == {"health_rate": CHANGE}


def test_the_most_restless_camera_comes_first() -> None:
    first, second, _ = REPORT.cameras

    assert restless(HISTORY, REPORT) == (Restless(second, 5, "oxo"), Restless(first, 2, "ox."))


def test_without_a_history_or_with_one_night_nothing_is_said() -> None:
    single = History(HISTORY.nights[:1], (), ())

    assert (changes(None), trend(None), restless(None, REPORT)) == ({}, ((), ()), ())
    assert trend(single) == ((), ())


def test_the_page_shows_change_trend_and_restless_cameras() -> None:
    page = lxml.html.document_fromstring(render_page(REPORT, {}, history=HISTORY).html)

    (cell,) = texts(select(page, "//td[@data-label='较上轮']"))
    assert cell == "合格 −2 路，分母 +1上轮 2026-11-22：达标"
    assert (
        len(select(page, "//*[@id='trend']//table[2]/tbody/tr | //*[@id='trend']/table/tbody/tr"))
        == 2
    )
    silent = lxml.html.document_fromstring(render_page(REPORT, {}).html)
    assert select(silent, "//*[@id='trend']//table | //td[@data-label='较上轮']") == []
