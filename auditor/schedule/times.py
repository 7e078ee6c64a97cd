"""The times of one round: its night, its deadline, when its last pass is made.  Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from auditor.config import Schedule
from auditor.schedule.spread import Pace
from auditor.schedule.window import Night

__all__ = ["Times", "given_times", "nightly_times"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """``night`` is None outside of the window; without a ``deadline`` nothing is spread."""

    night: date | None = None
    deadline: datetime | None = None
    reprobe_at: datetime | None = None
    pace: Pace = Pace.FAST


def nightly_times(schedule: Schedule, day: date) -> Times:
    """Of the round of the night that begins on ``day``, which ends with it."""
    night = schedule.hours.night(day)
    clock = schedule.ends_by
    deadline = schedule.hours.within(night, clock) if clock else None
    return _times(schedule, night, deadline or night.ends)


def given_times(schedule: Schedule, *, now: datetime, deadline: datetime | None) -> Times:
    """Of a round that somebody begins now; its night is none unless it is night."""
    night = schedule.hours.night_at(now)
    return _times(schedule, night if night.contains(now) else None, deadline)


def _times(schedule: Schedule, night: Night | None, deadline: datetime | None) -> Times:
    clock = schedule.reprobes_at
    return Times(
        night=night.date if night else None,
        deadline=deadline,
        reprobe_at=schedule.hours.within(night, clock) if night and clock else None,
        pace=schedule.pace,
    )
