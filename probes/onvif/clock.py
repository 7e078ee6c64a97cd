"""The device's clock, read from a GetSystemDateAndTime answer.

A digest login carries a time that the device compares with its own clock (WS-Security
UsernameToken profile 1.0, clause 3.1), so a camera whose clock is wrong rejects a right
password unless its offset is known first.
"""

from datetime import UTC, datetime, timedelta

__all__ = ["clock_offset", "device_time", "is_set"]

_DATE_FIELDS = ("Year", "Month", "Day")
_TIME_FIELDS = ("Hour", "Minute", "Second")
# Dates are kept away from the ends of what datetime can add to.
_YEARS = range(1970, 2100)
# No camera was made before ONVIF (2008): an earlier date is a clock that was never set.
_FIRST_PLAUSIBLE = datetime(2000, 1, 2, tzinfo=UTC)


def device_time(answer: object) -> datetime | None:
    """Aware UTC time of a SystemDateAndTime, None when it gives none that exists.

    Only UTCDateTime counts.  LocalDateTime with a time zone is not converted: POSIX zone
    strings are often wrong in devices, and a wrong offset is worse than an unknown one.
    """
    utc = getattr(answer, "UTCDateTime", None)
    date, time = getattr(utc, "Date", None), getattr(utc, "Time", None)
    numbers = [getattr(date, field, None) for field in _DATE_FIELDS]
    numbers += [getattr(time, field, None) for field in _TIME_FIELDS]
    fields = [number for number in numbers if isinstance(number, int)]
    if len(fields) != len(numbers) or fields[0] not in _YEARS:
        return None
    year, month, day, hour, minute, second = fields
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def is_set(time: datetime) -> bool:
    """Whether somebody ever set the clock: it does not count from 1970 or 2000.

    A clock that was never set has no offset worth reporting.
    """
    return time >= _FIRST_PLAUSIBLE


def clock_offset(device: datetime, *, sent: datetime, received: datetime) -> timedelta:
    """Device minus us, at the middle of the request's round trip (all aware)."""
    return device - (sent + (received - sent) / 2)
