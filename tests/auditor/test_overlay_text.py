"""Clocks and names among the lines that were read."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.overlay_text import clocks, digits_differ, names
from probes.picture.overlay import Place, TextLine

TIME = datetime.fromisoformat("2026-01-05T22:01")
times = st.datetimes(datetime.fromisoformat("1970-01-02"), datetime.fromisoformat("2099-12-30"))


def line(text: str, place: Place = Place.TOP, score: float = 0.95) -> TextLine:
    return TextLine(place=place, text=text, score=score, height_share=0.3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 22:01:07",
        "2026-01-0522:01:07",
        "2026年01月05日星期一22:01:07",
        "2026年1月5日 22时01分",
        "2026/01/05 Mon 22:01",
        "2026.01.05 22:01:07",
        "２０２６－０１－０５ ２２：０１：０７",
        "2026-01-05 星期一 下午 10:01:07",
        "2026-01-05 10:01:07 PM",
        "北门 2026-01-05 22:01:07",
    ],
)
def test_usual_clocks(text: str) -> None:
    assert [clock.time for clock in clocks([line(text)])] == [TIME]


@pytest.mark.parametrize(
    "text",
    ["", "北门01", "22:01:07", "2026-01-05", "05-01-2026 22:01", "2026-13-05 22:01", "2026-01-05 25:01", "12026-01-05 22:01"],
)  # fmt: skip
def test_what_cannot_be_made_out_is_no_clock(text: str) -> None:
    assert clocks([line(text)]) == ()


def test_date_and_time_may_stand_beside_each_other_but_not_above_and_below() -> None:
    date, time = "2026-01-05", "22:01:07"
    [clock] = clocks([line(date), line(time, score=0.6)])
    assert (clock.time, clock.score, clock.heights) == (TIME, 0.6, (0.3, 0.3))
    assert clocks([line(date), line(time, Place.BOTTOM)]) == ()


@given(times)
def test_every_time_is_read_as_written(time: datetime) -> None:
    [clock] = clocks([line(f"{time:%Y-%m-%d %H:%M:%S}")])
    assert clock.time == time.replace(second=0, microsecond=0)


@given(times)
def test_a_time_has_the_digits_of_its_neighbours(time: datetime) -> None:
    assert digits_differ(time, time + timedelta(minutes=1)) == 0


def test_digits_are_counted() -> None:
    assert digits_differ(datetime.fromisoformat("2026-01-05T12:01"), TIME) == 1
    assert digits_differ(datetime.fromisoformat("2021-03-01T03:47"), TIME) == 7


def test_names_have_ideographs_and_no_time() -> None:
    lines = [line(text) for text in ("星河里北门", "Camera 01", "北门", "2026年01月05日星期一", "小区大门时间22:01")]  # fmt: skip
    assert names(lines) == (lines[0],)
