"""What a report shows of the nights before it: lines and joins, no figure of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.history.model import BAD, CameraTrend, History, RatePoint
from auditor.history.words import change_text, flapping_text, trend_text
from auditor.model import Report

__all__ = ["RateLine", "flapping_lines", "lasting", "rate_lines", "trend_texts", "trends"]


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of the whole: how it changed, and its points with their nights, the last first."""

    title: str
    change: str
    points: tuple[tuple[str, RatePoint | None], ...]


def trends(report: Report) -> Mapping[int, CameraTrend]:
    """By row; empty without a history."""
    return {one.row: one for one in report.history.cameras} if report.history else {}


def trend_texts(report: Report) -> Mapping[int, str]:
    """What there is to say of a camera (Chinese), by row."""
    return {row: text for row, one in trends(report).items() if (text := trend_text(one))}


def rate_lines(history: History) -> tuple[RateLine, ...]:
    """The rates of the whole."""
    nights = [one.night.isoformat() for one in history.nights]
    return tuple(
        RateLine(
            trend.title,
            change_text(trend.change),
            tuple(zip(reversed(nights), reversed(trend.points), strict=True)),
        )
        for trend in history.rates
        if trend.scope == "all"
    )


def flapping_lines(history: History) -> tuple[tuple[int, str], ...]:
    """Row and text (Chinese) of the cameras that are now good, now not."""
    named = set(history.flapping)
    return tuple((one.row, flapping_text(one)) for one in history.cameras if one.row in named)


def lasting(history: History) -> int:
    """How many cameras were not good in this night and in one known night before it or more."""
    return sum(one.failing_nights > 1 and one.states[-1] in BAD for one in history.cameras)
