"""The nouns of history: nights, points of a rate, and how each camera fared.

A night runs from noon to noon, Beijing time, and is called by the day on which it begins.
History is shown beside the figures of a round; no verdict depends on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from auditor.answers import CameraState, RateVerdict

__all__ = [
    "ABSENT",
    "BAD",
    "GOOD",
    "LETTERS",
    "NIGHTS",
    "CameraTrend",
    "History",
    "Night",
    "Past",
    "PastNight",
    "PastRate",
    "RateChange",
    "RatePoint",
    "RateTrend",
]

NIGHTS = 30
"""How many nights a report looks back, its own among them."""

LETTERS: Mapping[CameraState, str] = MappingProxyType(
    {
        CameraState.PICTURE_OK: "o",
        CameraState.PICTURE_ABNORMAL: "a",
        CameraState.ONLINE_NO_STREAM: "n",
        CameraState.OFFLINE: "x",
        CameraState.NOT_PROBED: "-",
        CameraState.PROBE_BLOCKED: "b",
    }
)
"""One letter a state: a thousand cameras over a month stay readable."""
ABSENT = "."
"""No round that night, or no camera of this code in it."""
GOOD = frozenset("o")
BAD = frozenset("anx")
"""What is in neither is unknown: it neither counts nor breaks a series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePoint:
    """A rate as it was counted and judged in one night."""

    version: int
    of: int
    met: int
    unknown: int
    excluded: int
    threshold: int | None
    verdict: RateVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRate:
    """Which rate a point belongs to."""

    indicator: str
    scope: str
    point: RatePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class PastNight:
    """The round that speaks for a night."""

    night: date
    round_id: str
    complete: bool
    rates: tuple[PastRate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Nights that had a round, in order; ``cameras`` has one letter a night for each code.

    Codes that are empty, or another camera's too in that night, are left out.
    """

    nights: tuple[PastNight, ...] = ()
    cameras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A night of the calendar; ``round_id`` and ``complete`` are None where no round ended."""

    night: date
    round_id: str | None
    complete: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """The last night less the one ``since``, the last before it that counted the same way."""

    since: date
    of: int
    met: int
    unknown: int
    verdict_before: RateVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTrend:
    """A rate over the nights of the history, None where it was not counted."""

    indicator: str
    scope: str
    title: str
    points: tuple[RatePoint | None, ...]
    change: RateChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraTrend:
    """A camera over the nights: ``states`` has one letter (`LETTERS`, `ABSENT`) a night.

    ``changes`` counts changes between good and not good among its last known nights.
    ``failing_nights`` known nights in a row, the last known one among them, were not good;
    ``failing_since`` is the first of them.  Both begin at the earliest night of the history.
    """

    row: int
    device_code: str
    states: str
    known: int
    changes: int
    flapping: bool
    failing_nights: int
    failing_since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """``flapping`` are the rows of the cameras that are now good, now not."""

    nights: tuple[Night, ...]
    rates: tuple[RateTrend, ...]
    cameras: tuple[CameraTrend, ...]
    flapping: tuple[int, ...]
