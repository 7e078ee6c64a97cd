"""Times as people write them in lists: a day or a time, with a zone or without one.

Without a zone it is Beijing time, and the reader is told so.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["BEIJING", "Moment", "read_moment"]

BEIJING = timezone(timedelta(hours=8), "+08:00")

_FORM = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[ T]*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?)?"
    r"\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """``at`` is aware; ``is_day`` when no time of day was written, ``zoned`` when a zone was."""

    at: datetime
    is_day: bool
    zoned: bool

    @property
    def end(self) -> datetime:
        """What "until" means: a day is meant whole, a time to the second."""
        return self.at + timedelta(days=1) if self.is_day else self.at


def read_moment(text: str) -> Moment | None:
    """The moment; None for anything else, also for a day that no calendar has.

    >>> read_moment("2026年1月5日").at.isoformat()
    '2026-01-05T00:00:00+08:00'
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    try:
        at = datetime(int(year), int(month), int(day), *clock, tzinfo=_zone(zone))
        return Moment(at=_representable(at), is_day=hour is None, zoned=zone is not None)
    except (ValueError, OverflowError):
        return None


def _representable(at: datetime) -> datetime:
    """``at``, unless it or the day after it lies outside of what a computer can reckon with."""
    (at + timedelta(days=1)).astimezone(BEIJING)
    at.astimezone(UTC)
    return at


def _zone(text: str | None) -> timezone:
    if text is None:
        return BEIJING
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
