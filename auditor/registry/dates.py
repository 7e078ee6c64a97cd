"""Dates that a spreadsheet made of something else, and what that may have been.

Typed as 1/5, a cell becomes 5 January of the year; a number in a cell of date format is shown
as the day of that number.  Which readings a column can have is said by the caller: nobody can
know what was typed, so all of this is for suggestions.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["DATE", "before_date", "readings"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMES = f"(?i:{'|'.join(_MONTHS)})"
_TIME = r"(?:[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)?"

DATE = (
    r"(?:[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
    rf"{_TIME}|[0-9]{{4}}年[0-9]{{1,2}}月|[0-9]{{1,2}}月[0-9]{{1,2}}日"
    rf"|[0-9]{{1,2}}/[0-9]{{1,2}}/(?:19|20)[0-9]{{2}}"
    rf"|[0-9]{{1,2}}-{_NAMES}(?:-[0-9]{{2,4}})?|{_NAMES}-[0-9]{{2}})"
)
"""How spreadsheets write a date, as a regular expression for Python and Polars alike."""

_ISO = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[ T]?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]{1,9})?))?)?"
)
_SHORT = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})-({_NAMES})")
_MONTH_FIRST = re.compile(rf"({_NAMES})-([0-9]{{2}})")
_LEAP_BUG = dt.date(1900, 3, 1)  # spreadsheets believe in 29 February 1900
_EPOCH = dt.date(1899, 12, 30)
_DAY_SECONDS = 86_400
_CENTURY = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A date as written; ``year`` 0 where none is shown, ``second`` of the day."""

    year: int
    month: int
    day: int
    second: float = 0.0


def readings(text: str) -> tuple[str, ...]:
    """What a cell that shows the date ``text`` may have held: a number, a list of two or three.

    >>> readings("1900-01-30"), readings("2006-01-05")
    (('30', '1/30'), ('38722', '1/5', '6/1/5'))
    """
    parts = _parts(text.strip())
    if parts is None:
        return ()
    listed = [f"{parts.month}/{parts.day}"]
    if parts.year in _CENTURY:
        listed.append(f"{parts.year % 100}/{listed[0]}")
    return (*_number(parts), *listed)


def before_date(text: str, is_right: Callable[[str], bool]) -> str:
    """A suggestion (Chinese) with the readings that the column can have; empty when none can."""
    right = [reading for reading in readings(text) if is_right(reading)]
    return f"若原内容为 {' 或 '.join(right)}，核对后改写" if right else ""


def _parts(text: str) -> _Parts | None:
    if match := _ISO.fullmatch(text):
        year, month, day, hour, minute, second = match.groups()
        seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + float(second or 0)
        return _Parts(int(year), int(month), int(day), seconds)
    if match := _SHORT.fullmatch(text):
        return _Parts(0, int(match[1]), int(match[2]))
    if match := _DAY_FIRST.fullmatch(text):
        return _Parts(0, _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _Parts(0, _month(match[1]), int(match[2]))
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name.capitalize()) + 1


def _number(parts: _Parts) -> tuple[str, ...]:
    """The number of the day, with its part of a day as the decimals; none for no real day."""
    try:
        day = dt.date(parts.year, parts.month, parts.day)
    except ValueError:
        return ()
    number = (day - _EPOCH).days - (day < _LEAP_BUG)
    if number < 0:
        return ()
    if not parts.second:
        return (str(number),)
    return (f"{number + parts.second / _DAY_SECONDS:.6f}".rstrip("0"),)
