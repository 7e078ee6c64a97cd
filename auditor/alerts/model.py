"""The nouns of alerting: what went wrong with a night, one alert, and the notice that is sent.

A notice is plain text without addresses of cameras; markup is left to `auditor.alerts.forms`.
"""

import enum
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Alert", "AlertKind", "NightFault", "NightFaultKind", "Notice", "RateLine"]


class NightFaultKind(enum.StrEnum):
    """How a night went wrong as a whole."""

    MISSED = "missed"
    PARTIAL = "partial"
    BLIND = "blind"
    LATE = "late"
    OVERRUN = "overrun"
    FAILED = "failed"


class AlertKind(enum.StrEnum):
    """What an alert is about: a night's fault, or a change against the night before."""

    MISSED = "missed"
    PARTIAL = "partial"
    BLIND = "blind"
    LATE = "late"
    OVERRUN = "overrun"
    FAILED = "failed"
    VERDICT = "verdict"
    RECOVERED = "recovered"
    DROP = "drop"
    CAMERAS = "cameras"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class NightFault:
    """``night`` is the day on which it began; ``detail`` (Chinese) may say why."""

    kind: NightFaultKind
    night: date
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """``key`` is the same when the same thing is told again; ``text`` is Chinese."""

    kind: AlertKind
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One indicator tonight; ``before`` is its verdict of the night before, None without one."""

    indicator: str
    title: str
    met: int
    of: int
    unknown: int
    threshold: int | None
    verdict: str
    before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one night has to tell; ``round_id`` is empty for a night without a round."""

    community: str
    round_id: str
    at: datetime
    alerts: tuple[Alert, ...]
    rates: tuple[RateLine, ...] = ()
    repairs: tuple[str, ...] = ()
