"""Which time a login carries, and whether a refused one may be followed by another.

A device compares the login's time with its own clock and answers a wrong time as it answers a
wrong password.  One wrong login a camera and night is all that we allow ourselves, so a second
is sent only where the password cannot be what was wrong: the device's own words blame the time,
or its stream took the same login tonight.  There is never a third.  docs/adr/0007 has the table.  What the password is, and how it is
hashed, is left to the login.
"""

import enum
from dataclasses import dataclass
from datetime import timedelta

from probes.onvif.clock import ClockAnswer, zone_offset
from probes.onvif.envelope import Refusal

__all__ = ["Rung", "TimeBase", "first_rung", "second_rung"]

# Devices allow between 5 s and 5 min: bases closer than the least of these are one.
_SAME = timedelta(seconds=5)
# A zone was mistaken when the offset is whole quarters of an hour, give or take a clock's drift.
_QUARTER = timedelta(minutes=15)
_DRIFT = timedelta(seconds=60)
_LARGEST_ZONE = timedelta(hours=14)


class TimeBase(enum.StrEnum):
    """Whose time a login carries.

    ``blind`` is ours because the device's is not known, ``ours`` is ours instead of the one
    that the device told, ``zone`` the told one less the device's own zone.
    """

    BLIND = "blind"
    DEVICE = "device"
    OURS = "ours"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Rung:
    """A way to log in by token: our clock plus ``offset``."""

    base: TimeBase
    offset: timedelta


def first_rung(offset: timedelta | None) -> Rung:
    """The device's clock as it told it anonymously, ours when it told none."""
    if offset is None:
        return Rung(TimeBase.BLIND, timedelta(0))
    return Rung(TimeBase.DEVICE, offset)


def second_rung(
    clock: ClockAnswer, offset: timedelta | None, refusal: Refusal, *, proved: bool
) -> Rung | None:
    """The one other time worth trying after ``refusal`` of the first; None to stop.

    ``proved``: another service of the device took this login tonight.  A refusal that counts
    attempts has judged the password.  Otherwise the time is doubted when the refusal names it,
    or when the told clock bears the mark of local time given as UTC: it is ahead of us by the
    device's own zone, or by whole quarters of an hour where the device's zone is unknown.
    """
    if offset is None or refusal.counts_attempts or not (proved or refusal.blames_time):
        return None
    zone = zone_offset(clock.zone) or clock.told_zone_offset
    if zone and _is_ahead_by(zone, offset, contradicts=not clock.told_zone_offset):
        return Rung(TimeBase.ZONE, offset - zone)
    if refusal.blames_time or (not zone and _is_whole_quarters(offset)):
        return Rung(TimeBase.OURS, timedelta(0)) if abs(offset) > _SAME else None
    return None


def _is_ahead_by(zone: timedelta, offset: timedelta, *, contradicts: bool) -> bool:
    """Whether "UTC" is ahead by the zone.

    A device that tells the same time as local and as UTC contradicts its zone: there the
    clock may have drifted beside, as long as the zone explains most of the offset.
    """
    rest = abs(offset - zone)
    return rest <= _DRIFT or (contradicts and rest < abs(offset) / 2)


def _is_whole_quarters(offset: timedelta) -> bool:
    quarters = round(offset / _QUARTER)
    near = abs(offset - quarters * _QUARTER) <= _DRIFT
    return quarters != 0 and near and abs(offset) <= _LARGEST_ZONE + _DRIFT
