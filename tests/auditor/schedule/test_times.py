"""Which times a round has: by the service, and by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.cli.deadline import given_deadline
from auditor.config import Schedule
from auditor.errors import ConfigError
from auditor.schedule.spread import Pace
from auditor.schedule.times import Times, given_times, nightly_times

NIGHT = date(2026, 1, 5)
BEGINS = datetime(2026, 1, 5, 14, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=7)
NOON = BEGINS - timedelta(hours=10)
SCHEDULE = Schedule(reprobe_at="04:00", pace=Pace.SPREAD)
REPROBE = BEGINS + timedelta(hours=6)


def test_a_night_s_round_ends_with_the_window() -> None:
    assert nightly_times(SCHEDULE, NIGHT) == Times(
        night=NIGHT, deadline=ENDS, reprobe_at=REPROBE, pace=Pace.SPREAD
    )


def test_a_night_s_round_ends_with_its_deadline() -> None:
    times = nightly_times(Schedule(deadline="04:30"), NIGHT)
    assert times == Times(night=NIGHT, deadline=ENDS - timedelta(minutes=30))


def test_a_round_at_noon_is_of_no_night_and_waits_for_none() -> None:
    deadline = NOON + timedelta(hours=1)
    assert given_times(SCHEDULE, now=NOON, deadline=deadline) == Times(
        deadline=deadline, pace=Pace.SPREAD
    )


def test_a_round_by_hand_in_the_window_is_of_that_night() -> None:
    assert given_times(SCHEDULE, now=BEGINS, deadline=None) == Times(
        night=NIGHT, reprobe_at=REPROBE, pace=Pace.SPREAD
    )


@pytest.mark.parametrize(
    ("until", "within", "deadline"),
    [
        (None, None, None),
        ("05:00", None, ENDS),
        ("22:00", None, BEGINS + timedelta(days=1)),
        (None, "6h", BEGINS + timedelta(hours=6)),
        (None, "90m", BEGINS + timedelta(minutes=90)),
        (None, "1h30m10s", BEGINS + timedelta(hours=1, minutes=30, seconds=10)),
    ],
)
def test_a_deadline_by_hand(
    until: str | None, within: str | None, deadline: datetime | None
) -> None:
    assert given_deadline(until, within, SCHEDULE, now=BEGINS) == deadline


@pytest.mark.parametrize(
    ("until", "within", "message"),
    [
        ("05:00", "6h", "give one of them"),
        ("5", None, "--until: '5' is no time of day"),
        (None, "", "--within: '' is no duration"),
        (None, "6", "--within: '6' is no duration"),
        (None, "0h", "--within: '0h' is no duration"),
        (None, "-6h", "--within: '-6h' is no duration"),
        (None, "99999h", "--within: '99999h' is no duration"),
    ],
)
def test_what_is_no_deadline_is_refused(
    until: str | None, within: str | None, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        given_deadline(until, within, SCHEDULE, now=BEGINS)
