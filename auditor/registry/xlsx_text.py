"""A cell of a workbook as the text that a person reads in it."""

import datetime as dt
from functools import singledispatch

__all__ = ["cell_text"]

_LOST = 1e15  # a spreadsheet keeps 15 digits of a number
_MINUTE = 60


@singledispatch
def cell_text(value: object) -> str:
    """Return the text of ``value``; text itself is kept as it is.

    >>> cell_text(5.0), cell_text(117.661), cell_text(37011600011326000001.0)
    ('5', '117.661', '3.70116E+19')
    """
    return str(value)


@cell_text.register
def _(value: float) -> str:
    """At most 15 digits, which is what a spreadsheet keeps.

    From 1E+15 on the last digits of a whole number are gone: it is written in scientific
    notation with six digits, as a cell of no special format shows it, so that nobody takes
    it for a code.
    """
    if abs(value) < _LOST:
        return format(value or 0.0, ".15G")
    mantissa, mark, exponent = format(value, ".5E").partition("E")
    return (mantissa.rstrip("0").rstrip(".") if mark else mantissa) + mark + exponent


@cell_text.register
def _(value: bool) -> str:  # noqa: FBT001 - the signature is singledispatch's
    return "TRUE" if value else "FALSE"


@cell_text.register
def _(value: dt.date) -> str:  # a datetime too
    return value.isoformat()


@cell_text.register
def _(value: dt.time) -> str:
    return value.isoformat()


@cell_text.register
def _(value: dt.timedelta) -> str:
    """Hours, minutes, seconds; the hours may be more than 24."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    minutes, seconds = divmod(seconds, _MINUTE)
    return f"{sign}{minutes // _MINUTE}:{minutes % _MINUTE:02d}:{seconds:02d}"
