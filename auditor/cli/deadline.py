"""When a round that is begun by hand has to end: ``--until 05:00`` or ``--within 6h``."""

import re
from datetime import datetime, timedelta

from auditor.config import Schedule
from auditor.errors import ConfigError
from auditor.schedule.window import clock_time, next_at

__all__ = ["given_deadline"]

_SPAN = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?")


def given_deadline(
    until: str | None, within: str | None, schedule: Schedule, *, now: datetime
) -> datetime | None:
    """The deadline, None where none was given; ConfigError with one clear message."""
    if until is not None and within is not None:
        raise ConfigError("--until and --within: give one of them")
    if within is not None:
        return now + _span(within)
    if until is None:
        return None
    try:
        return next_at(clock_time(until), schedule.hours.zone, after=now)
    except ValueError as error:
        raise ConfigError(f"--until: {error}") from error


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    hours, minutes, seconds = (int(one or 0) for one in (found.groups() if found else ("",) * 3))
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not span:
        raise ConfigError(f"--within: {text!r} is no duration; write one such as 6h, 90m or 6h30m")
    return span
