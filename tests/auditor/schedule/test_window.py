"""Nights over midnight, in other zones, and through clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.schedule.window import Night, Window, clock_time, next_at

SHANGHAI = Window.parse("22:00-05:00", "Asia/Shanghai")
BERLIN = Window.parse("22:00-05:00", "Europe/Berlin")
DAYTIME = Window.parse("09:00-17:30", "Asia/Shanghai")
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
WINDOWS = st.sampled_from(
    [SHANGHAI, BERLIN, DAYTIME, Window.parse("02:30-02:00", "America/New_York")]
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


NIGHT = Night(
    date=date(2026, 1, 5),
    begins=datetime(2026, 1, 5, 14, tzinfo=UTC),
    ends=datetime(2026, 1, 5, 21, tzinfo=UTC),
)


@pytest.mark.parametrize(
    "moment",
    ["2026-01-05T05:00", "2026-01-05T12:00", "2026-01-05T22:00", "2026-01-06T04:59:59"],
)
def test_a_night_bears_the_date_on_which_it_begins(moment: str) -> None:
    assert SHANGHAI.night_at(at(moment)) == NIGHT


def test_the_end_belongs_to_the_next_night() -> None:
    assert SHANGHAI.night_at(at("2026-01-06T05:00")).date == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-01-05T21:59:59", False),
        ("2026-01-05T22:00", True),
        ("2026-01-06T04:59:59", True),
        ("2026-01-06T05:00", False),
    ],
)
def test_a_night_contains_its_beginning_and_not_its_end(moment: str, *, inside: bool) -> None:
    assert NIGHT.contains(at(moment)) is inside


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 6), (date(2026, 10, 24), 8), (date(2026, 6, 1), 7)]
)
def test_a_clock_change_makes_a_night_shorter_or_longer(day: date, hours: int) -> None:
    night = BERLIN.night(day)
    assert night.ends - night.begins == timedelta(hours=hours)


def test_a_window_of_one_day() -> None:
    night = DAYTIME.night_at(at("2026-01-05T17:30"))
    assert (night.date, night.begins) == (date(2026, 1, 6), at("2026-01-06T09:00"))


@pytest.mark.parametrize(
    ("clock", "found"),
    [
        ("04:00", "2026-01-06T04:00"),
        ("22:00", "2026-01-05T22:00"),
        ("23:30", "2026-01-05T23:30"),
        ("05:00", "2026-01-06T05:00"),
    ],
)
def test_a_time_of_day_within_a_night(clock: str, found: str) -> None:
    assert SHANGHAI.within(NIGHT, clock_time(clock)) == at(found)


def test_a_time_of_day_outside_of_the_window_is_none() -> None:
    assert SHANGHAI.within(NIGHT, time(12)) is None


@given(WINDOWS, MOMENTS)
def test_the_night_found_is_the_first_that_is_not_over(window: Window, moment: datetime) -> None:
    night = window.night_at(moment)
    before = window.night(night.date - timedelta(days=1))
    assert before.ends <= moment < night.ends
    assert before.begins < before.ends <= night.begins < night.ends


@given(MOMENTS, st.times())
def test_the_next_time_of_day_is_within_two_days(moment: datetime, clock: time) -> None:
    found = next_at(clock.replace(second=0, microsecond=0), BERLIN.zone, after=moment)
    assert moment < found <= moment + timedelta(days=1, hours=2)


@pytest.mark.parametrize(
    ("text", "zone", "message"),
    [
        ("22:00", "Asia/Shanghai", "is no window"),
        ("22:00-25:00", "Asia/Shanghai", "'25:00' is no time of day"),
        ("2200-0500", "Asia/Shanghai", "'2200' is no time of day"),
        ("22:00-22:00", "Asia/Shanghai", "ends when it begins"),
        ("22:00-05:00", "Asia/Nowhere", "'Asia/Nowhere' is no time zone"),
        ("22:00-05:00", "../../etc/passwd", "is no time zone"),
        ("22:00-05:00", "", "is no time zone"),
    ],
)
def test_what_is_no_window_is_refused(text: str, zone: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Window.parse(text, zone)
