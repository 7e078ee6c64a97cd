"""Figures as a reader sees them: shares, tolerance, times.  Integers in, text out.

Nothing here decides anything: verdicts come with the report.
"""

from datetime import datetime, timedelta, timezone

from auditor.model import IndicatorResult, Rate, RateVerdict

__all__ = [
    "SHANGHAI",
    "counts_locations",
    "interval",
    "judged_threshold",
    "percent",
    "permille",
    "seconds",
    "shanghai_time",
    "threshold",
    "tolerance",
    "unit",
]

# China has kept no summer time since 1991; a fixed offset needs no time zone database.
SHANGHAI = timezone(timedelta(hours=8), "+08:00")

_LOCATION_INDICATORS = frozenset({"coverage_rate", "proved_coverage_rate"})


def permille(part: int, whole: int) -> int:
    """``part`` of ``whole`` in thousandths, rounded down; 0 for an empty whole."""
    return part * 1000 // whole if whole else 0


def percent(part: int, whole: int) -> str:
    """A share with one decimal, rounded down so that it never looks better than it is.

    >>> percent(94_999, 100_000)
    '94.9%'
    """
    if not whole:
        return "－"
    tenths = permille(part, whole)
    return f"{tenths // 10}.{tenths % 10}%"


def interval(rate: Rate) -> str:
    """The share, or from the lowest to the highest possible share when members are unknown."""
    lowest = percent(rate.met, rate.of)
    if not rate.unknown or not rate.of:
        return lowest
    return f"{lowest} ～ {percent(rate.met + rate.unknown, rate.of)}"


def judged_threshold(result: IndicatorResult) -> str:
    """The threshold; beside one that the profile loosened stands the standard's own."""
    text = threshold(result.threshold)
    if result.standard_threshold is None:
        return text
    return f"{text}（低于标准的 {result.standard_threshold}%）"


def threshold(value: int | None) -> str:
    """A threshold in whole percent."""
    return "未规定" if value is None else f"{value}%"


def counts_locations(rate: Rate) -> bool:
    """Whether the rate's members are planned key locations and not cameras."""
    return rate.indicator in _LOCATION_INDICATORS


def unit(rate: Rate) -> str:
    """What one member of the rate is called: 处 for key locations, 路 for cameras."""
    return "处" if counts_locations(rate) else "路"


def tolerance(result: IndicatorResult) -> str:
    """How many more failures the threshold allows, in words."""
    left, name = result.tolerance, unit(result.rate)
    if left is None or result.verdict in (RateVerdict.NOT_APPLICABLE, RateVerdict.NO_DATA):
        return "－"
    if left < 0:
        return f"已超出 {-left} {name}"
    return f"还可再有 {left} {name}不合格"


def seconds(milliseconds: int | None) -> str:
    """A time in seconds with one decimal, rounded up so that a slow picture never looks fast."""
    if milliseconds is None:
        return "－"
    tenths = -(-milliseconds // 100)
    return f"{tenths // 10}.{tenths % 10} 秒"


def shanghai_time(moment: datetime) -> str:
    """An aware time as Beijing time, to the second, with its offset."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} +08:00"
