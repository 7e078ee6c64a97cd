"""What a report shows of the nights before it: lines and joins, no figure of its own."""

from collections.abc import Mapping

from auditor.history.model import BAD, LETTERS, CameraTrend, History
from auditor.history.words import trend_text
from auditor.model import CameraState, Report

__all__ = ["cut_short", "lasting", "tone", "trend_texts", "trends"]

_TONES = {
    LETTERS[CameraState.PICTURE_OK]: "good",
    LETTERS[CameraState.PICTURE_ABNORMAL]: "warn",
    LETTERS[CameraState.ONLINE_NO_STREAM]: "bad",
    LETTERS[CameraState.OFFLINE]: "bad",
}


def trends(report: Report) -> Mapping[int, CameraTrend]:
    """By row; empty without a history."""
    return {one.row: one for one in report.history.cameras} if report.history else {}


def trend_texts(report: Report) -> Mapping[int, str]:
    """What there is to say of a camera (Chinese), by row."""
    return {row: text for row, one in trends(report).items() if (text := trend_text(one))}


def lasting(history: History) -> int:
    """How many cameras were not good in this night and in one known night before it or more."""
    return sum(one.failing_nights > 1 and one.states[-1] in BAD for one in history.cameras)


def cut_short(history: History) -> int:
    """How many nights had a round that was not complete."""
    return sum(night.complete is False for night in history.nights)


def tone(letter: str) -> str:
    """The tone of a night's letter; what is not known has none of its own."""
    return _TONES.get(letter, "neutral")
