"""When a night is: the hours of the day in which cameras are probed.  Pure.

A night bears the date on which it begins.  Its ends are wall-clock times of a zone, so a night
may last an hour more or less than its times say.  Who wakes up when is left to the service.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["Night", "Window", "clock_time", "next_at"]

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The window that begins on ``date``: from ``begins`` until before ``ends``, in UTC."""

    date: date
    begins: datetime
    ends: datetime

    def contains(self, moment: datetime) -> bool:
        """Whether the night has begun by then and is not over."""
        return self.begins <= moment < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Every day from ``begins`` to ``ends``, over midnight unless ``ends`` is later."""

    begins: time
    ends: time
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str, zone: str) -> "Window":
        """A window such as ``22:00-05:00``; ValueError for anything else.

        >>> Window.parse("22:00-05:00", "Asia/Shanghai").ends
        datetime.time(5, 0)
        """
        first, dash, second = text.partition("-")
        if not dash:
            raise ValueError(f"{text!r} is no window; write one such as 22:00-05:00")
        begins, ends = clock_time(first), clock_time(second)
        if begins == ends:
            raise ValueError(f"{text!r}: the window ends when it begins")
        return cls(begins=begins, ends=ends, zone=_zone(zone))

    def night(self, day: date) -> Night:
        """The night that begins on ``day``."""
        last = day if self.begins < self.ends else day + _DAY
        return Night(
            date=day,
            begins=_moment(day, self.begins, self.zone),
            ends=_moment(last, self.ends, self.zone),
        )

    def night_at(self, moment: datetime) -> Night:
        """The night that contains ``moment``, else the next one."""
        today = moment.astimezone(self.zone).date()
        nights = (self.night(today + days * _DAY) for days in (-1, 0, 1))
        return next(night for night in nights if moment < night.ends)

    def has(self, clock: time) -> bool:
        """Whether ``clock`` is after the beginning of the window and no later than its end."""
        if self.begins < self.ends:
            return self.begins < clock <= self.ends
        return clock > self.begins or clock <= self.ends

    def age(self, clock: time) -> timedelta:
        """How long after the beginning of a window clocks show ``clock``, unless they change."""
        minutes = (clock.hour - self.begins.hour) * 60 + clock.minute - self.begins.minute
        return timedelta(minutes=minutes) % _DAY

    def within(self, night: Night, clock: time) -> datetime | None:
        """The moment of ``night`` at which clocks show ``clock``; None when it is outside."""
        days = (night.date, night.date + _DAY)
        moments = (_moment(day, clock, self.zone) for day in days)
        return next((m for m in moments if night.begins <= m <= night.ends), None)


def clock_time(text: str) -> time:
    """A time of day such as ``05:00``; ValueError for anything else.

    >>> clock_time("04:30")
    datetime.time(4, 30)
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()!r} is no time of day; write one such as 05:00")
    return time(int(found[1]), int(found[2]))


def next_at(clock: time, zone: ZoneInfo, *, after: datetime) -> datetime:
    """The next moment, in UTC, at which clocks of ``zone`` show ``clock``."""
    today = after.astimezone(zone).date()
    moments = (_moment(today + days * _DAY, clock, zone) for days in (0, 1, 2))
    return next(moment for moment in moments if moment > after)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A time that a clock change leaves out is as long after the change as it is written."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; write one such as Asia/Shanghai") from error
