"""What a report shows of the nights before it: lines and joins, no figure of its own."""

from collections.abc import Mapping

from auditor.history.model import BAD, CameraTrend, History
from auditor.history.words import trend_text
from auditor.model import Report

__all__ = ["lasting", "trend_texts", "trends"]


def trends(report: Report) -> Mapping[int, CameraTrend]:
    """By row; empty without a history."""
    return {one.row: one for one in report.history.cameras} if report.history else {}


def trend_texts(report: Report) -> Mapping[int, str]:
    """What there is to say of a camera (Chinese), by row."""
    return {row: text for row, one in trends(report).items() if (text := trend_text(one))}


def lasting(history: History) -> int:
    """How many cameras were not good in this night and in one known night before it or more."""
    return sum(one.failing_nights > 1 and one.states[-1] in BAD for one in history.cameras)
