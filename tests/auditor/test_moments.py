"""Times as people write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.moments import BEIJING, Moment, read_moment

DAY = datetime(2026, 1, 5, tzinfo=BEIJING)
NINE = datetime(2026, 1, 5, 9, 30, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05", Moment(at=DAY, is_day=True, zoned=False)),
        (" 2026/1/5 ", Moment(at=DAY, is_day=True, zoned=False)),
        ("2026年1月5日", Moment(at=DAY, is_day=True, zoned=False)),
        ("2026-01-05 09:30", Moment(at=NINE, is_day=False, zoned=False)),
        ("2026-01-05T09:30:00.5+08:00", Moment(at=NINE, is_day=False, zoned=True)),
        ("2026-01-05T01:30Z", Moment(at=NINE, is_day=False, zoned=True)),
        ("2026-01-04 20:30 -0500", Moment(at=NINE, is_day=False, zoned=True)),
    ],
)
def test_a_time_without_a_zone_is_beijing_time(text: str, expected: Moment) -> None:
    assert read_moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "长期", "2026-02-30", "2026-13-01", "2026-01-05 25:00", "46027", "9999-12-31"),
        *("2026-01-05T09:30+99:00", "0001-01-01"),
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_moment(text) is None


def test_until_a_day_means_the_whole_of_it() -> None:
    day, time = read_moment("2026-01-05"), read_moment("2026-01-05 09:30")

    assert day is not None
    assert time is not None
    assert (day.end, time.end) == (DAY + timedelta(days=1), NINE)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - drawn as naive
def test_what_is_written_in_iso_8601_is_read(drawn: datetime) -> None:
    at = drawn.replace(microsecond=0, tzinfo=UTC)

    assert read_moment(at.isoformat()) == Moment(at=at, is_day=False, zoned=True)
