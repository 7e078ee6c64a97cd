"""What the lines read in a picture say: which is the clock, which may be the name.

Pure.  A reader mistakes one digit for another, and a shop's sign is a text too: what is sure
enough to be held against a camera is left to the rules, which get the material for it here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from probes.picture.overlay import TextLine

__all__ = ["Clock", "clocks", "digits_differ", "names"]

_DATE = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d\d(?=\d\d[:时])|\d{1,2}(?!\d))"
    r"\D{0,16}?(?P<h>\d{1,2})[:时](?P<min>\d{2})(?![\d])"
)
_AFTERNOON = re.compile(r"下午|晚上|pm", re.IGNORECASE)
_HALF_DAY = 12
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_FEWEST = 4
_TIME = re.compile(r"\d{1,2}[:时]\d{2}|\d{4}\s?年|星期")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as it was read: local time without a zone, and the lines that it stands in."""

    time: datetime
    score: float
    heights: tuple[float, ...]


def clocks(lines: Iterable[TextLine]) -> tuple[Clock, ...]:
    """Every clock that can be made out; date and time may be two lines beside each other."""
    return tuple(
        found
        for _, group in groupby(lines, key=lambda line: line.place)
        for found in _in_strip(tuple(group))
    )


def names(lines: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """The lines with enough ideographs to name a place; a maker's mark has none."""
    words = (line for line in lines if not _TIME.search(_plain(line)))
    return tuple(line for line in words if len(_IDEOGRAPH.findall(line.text)) >= _FEWEST)


def digits_differ(first: datetime, second: datetime) -> int:
    """How many digits of date, hour and minute differ; ``second`` may be a minute off."""
    shown = f"{first:%Y%m%d%H%M}"
    others = (f"{second + _MINUTE * step:%Y%m%d%H%M}" for step in (-1, 0, 1))
    return min(sum(a != b for a, b in zip(shown, other, strict=True)) for other in others)


def _in_strip(lines: tuple[TextLine, ...]) -> Iterator[Clock]:
    """In single lines first, then in neighbours."""
    alone = [clock for line in lines if (clock := _clock((line,))) is not None]
    if alone:
        yield from alone
        return
    pairs = (_clock(pair) for pair in pairwise(lines))
    yield from (clock for clock in pairs if clock is not None)


def _clock(lines: tuple[TextLine, ...]) -> Clock | None:
    text = " ".join(map(_plain, lines))
    found = _DATE.search(text)
    if found is None:
        return None
    year, month, day, hour, minute = (int(found[name]) for name in ("y", "m", "d", "h", "min"))
    if _AFTERNOON.search(text) and hour < _HALF_DAY:
        hour += _HALF_DAY
    try:
        time = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a picture shows no zone
    except ValueError:
        return None
    score = min(line.score for line in lines)
    return Clock(time, score, tuple(line.height_share for line in lines))


def _plain(line: TextLine) -> str:
    return unicodedata.normalize("NFKC", line.text)
