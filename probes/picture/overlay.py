"""The values of what is written in a picture: strips of it, and the lines read there.

Pure.  Cutting and reading are left to :mod:`probes.picture.strips` and
:mod:`probes.picture.reading`; what a line means is left to the rules.
"""

import enum
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["MAX_CHARACTERS", "MAX_LINES", "Place", "Strip", "TextLine", "bounded", "clean"]

MAX_LINES = 8
"""Of one strip; an overlay has two or three, a wall of posters is no overlay."""
MAX_CHARACTERS = 64


class Place(enum.StrEnum):
    """Where overlays stand."""

    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A part of the full-size picture as a gray JPEG."""

    place: Place
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line as it was read; ``score`` is the reader's own confidence (0-1).

    ``height_share`` is the height of its letters as a share of the strip's.
    """

    place: Place
    text: str
    score: float
    height_share: float


def clean(text: str) -> str:
    """Without control, format and private characters, in single blanks, cut to a length."""
    kept = (" " if char.isspace() else char for char in text[: MAX_CHARACTERS * 4])
    plain = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(plain.split())[:MAX_CHARACTERS]


def bounded(lines: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """The surest lines of a strip, in their order; empty ones are none."""
    told = [line for line in lines if line.text]
    surest = sorted(told, key=lambda line: line.score, reverse=True)[:MAX_LINES]
    return tuple(line for line in told if line in surest)
