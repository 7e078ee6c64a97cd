"""The device's clock, read from a GetSystemDateAndTime answer.

A digest login carries a time that the device compares with its own clock (WS-Security
UsernameToken profile 1.0, clause 3.1), so a camera whose clock is wrong rejects a right
password unless its offset is known first.  Which time a login carries is left to
:mod:`probes.onvif.ladder`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml.etree import _Element

from probes.onvif.xml import dig, integer, text

__all__ = ["ClockAnswer", "clock_offset", "is_set", "read_clock", "zone_offset"]

_DATE_FIELDS = ("Year", "Month", "Day")
_TIME_FIELDS = ("Hour", "Minute", "Second")
# Dates are kept away from the ends of what datetime can add to.
_YEARS = range(1970, 2100)
# No camera was made before ONVIF (2008): an earlier date is a clock that was never set.
_FIRST_PLAUSIBLE = datetime(2000, 1, 2, tzinfo=UTC)
_LARGEST_ZONE = timedelta(hours=14)
_SOURCES = {"NTP": "ntp", "Manual": "manual"}
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
# POSIX.1 TZ: the sign counts westwards, "CST-8" is eight hours *before* Greenwich's time.
_POSIX_ZONE = re.compile(
    r"(?:([A-Za-z]{3,10})|<[A-Za-z0-9+-]{3,10}>)([+-]?)(\d{1,2})(?::(\d{2}))?(?::\d{2})?(?:,.*)?"
)
# With these names many firmwares mean the everyday sign, so either reading may be meant.
_AMBIGUOUS = frozenset({"GMT", "UTC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAnswer:
    """What a device said of its time; None for what it did not say or said wrongly.

    ``utc`` is aware, ``local`` is not.  ``source`` is ``ntp`` or ``manual``.
    """

    utc: datetime | None = None
    local: datetime | None = None
    zone: str | None = None
    daylight_saving: bool | None = None
    source: str | None = None

    @property
    def told_zone_offset(self) -> timedelta | None:
        """Local minus UTC as both were told, to the quarter of an hour."""
        if self.utc is None or self.local is None:
            return None
        offset = _to_quarters(self.local.replace(tzinfo=UTC) - self.utc)
        return offset if abs(offset) <= _LARGEST_ZONE else None


def read_clock(answer: _Element) -> ClockAnswer:
    """The clock of a GetSystemDateAndTimeResponse.

    LocalDateTime never stands in for UTCDateTime: zone texts are often wrong in devices, and
    a wrong offset is worse than an unknown one.
    """
    clock = dig(answer, "SystemDateAndTime")
    utc = _moment(dig(clock, "UTCDateTime"))
    return ClockAnswer(
        utc=None if utc is None else utc.replace(tzinfo=UTC),
        local=_moment(dig(clock, "LocalDateTime")),
        zone=text(clock, "TimeZone", "TZ", limit=64),
        daylight_saving=_FLAGS.get((text(clock, "DaylightSavings") or "").lower()),
        source=_SOURCES.get(text(clock, "DateTimeType") or ""),
    )


def zone_offset(zone: str | None) -> timedelta | None:
    """The zone's standard offset east of Greenwich; None for a text that could mean two.

    >>> zone_offset("CST-8")
    datetime.timedelta(seconds=28800)
    >>> zone_offset("GMT+08:00") is None
    True
    """
    match = _POSIX_ZONE.fullmatch(zone or "")
    if match is None:
        return None
    name, sign, hours, minutes = match.groups()
    west = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if west and name is not None and name.upper() in _AMBIGUOUS:
        return None
    offset = west if sign == "-" else -west
    return offset if abs(offset) <= _LARGEST_ZONE else None


def is_set(time: datetime) -> bool:
    """Whether somebody ever set the clock: it does not count from 1970 or 2000.

    A clock that was never set has no offset worth reporting.
    """
    return time >= _FIRST_PLAUSIBLE


def clock_offset(device: datetime, *, sent: datetime, received: datetime) -> timedelta:
    """Device minus us, at the middle of the request's round trip (all aware)."""
    return device - (sent + (received - sent) / 2)


def _moment(element: _Element | None) -> datetime | None:
    """A DateTime without zone, None for one that does not exist."""
    date, time = dig(element, "Date"), dig(element, "Time")
    numbers = [integer(date, field) for field in _DATE_FIELDS]
    numbers += [integer(time, field) for field in _TIME_FIELDS]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or known[0] not in _YEARS:
        return None
    year, month, day, hour, minute, second = known
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # see the callers
    except ValueError:
        return None


def _to_quarters(span: timedelta) -> timedelta:
    quarter = timedelta(minutes=15)
    return round(span / quarter) * quarter
