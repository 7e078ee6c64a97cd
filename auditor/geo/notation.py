"""What people write for an angle, as every number of degrees that it can mean.

``117.0536`` may be degrees, degrees and minutes, or degrees, minutes and seconds; a reading is
never chosen here.  Which of them makes sense is left to `auditor.geo.hypotheses`.
"""

import enum
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Angle", "Axis", "Notation", "numbers", "read"]

_LONGEST_TEXT = 40
_MOST_DEGREES = 180.0
_MOST_SCALE = 8
_SIXTY = 60.0
# With fewer decimals a number shows no minutes, and with fewer than three no seconds.
_MINUTE_DECIMALS = 2
_SECOND_DECIMALS = 3

_MARKS = str.maketrans(
    {"º": "°", "˚": "°", "度": "°", "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'", "分": "'"}
    | {"”": '"', "“": '"', "秒": '"', ":": " ", "−": "-", "–": "-", "、": ",", "．": "."}
)
_DIRECTED = re.compile(r"(东经|西经|北纬|南纬|[EWNS])?([^EWNS]*)([EWNS])?", re.IGNORECASE)
_DECIMAL = re.compile(r"([+-]?)([0-9]{1,12})(?:\.([0-9]{0,15}))?")
_SINGLE_COMMA = re.compile(r"([+-]?[0-9]{1,12}),([0-9]{1,15})")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{0,15})?")
_PART = r"([0-9]{1,2}(?:\.[0-9]{1,12})?)"
_SEXAGESIMAL = re.compile(
    rf"([+-]?)([0-9]{{1,3}})(?: ?° ?| ){_PART}(?: ?' ?(?:{_PART} ?\"?)?| {_PART} ?\"?)?"
)


class Notation(enum.StrEnum):
    """How the text was read."""

    DECIMAL = "decimal"
    SEXAGESIMAL = "sexagesimal"
    DMS_DIGITS = "dms_digits"
    MINUTE_DIGITS = "minute_digits"
    NMEA = "nmea"
    SCALED = "scaled"
    ARC_SECONDS = "arc_seconds"


class Axis(enum.StrEnum):
    """Which coordinate a direction letter says it is."""

    LONGITUDE = "longitude"
    LATITUDE = "latitude"


_AXES = dict.fromkeys("EW东西", Axis.LONGITUDE) | dict.fromkeys("NS北南", Axis.LATITUDE)
_NEGATIVE = frozenset("WS西南")


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """One reading: signed ``degrees`` (west and south negative).

    ``scale`` is the power of ten of a SCALED integer, else 0; ``axis`` what a letter tells;
    ``unit_deg`` the worth of the last digit; ``note`` (Chinese) tells an ambiguity, or is empty.
    """

    notation: Notation
    degrees: float
    scale: int = 0
    axis: Axis | None = None
    unit_deg: float
    note: str = ""


class _Raw(NamedTuple):
    """A reading before its text's letter and note are added."""

    notation: Notation
    degrees: float
    unit_deg: float
    scale: int = 0


def read(text: str) -> tuple[Angle, ...]:
    """Every angle of at most 180° that ``text`` can mean, plain decimals first; () for none."""
    body, axis, sign = _undirected(text)
    found = [(raw, note) for number, note in _decimals(body) for raw in _readings(number)]
    found += [(raw, "") for raw in _sexagesimal(body)]
    return tuple(
        Angle(
            notation=raw.notation,
            degrees=sign * raw.degrees,
            scale=raw.scale,
            axis=axis,
            unit_deg=raw.unit_deg,
            note=note,
        )
        for raw, note in found
        if abs(raw.degrees) <= _MOST_DEGREES
    )


def numbers(text: str) -> tuple[float, ...]:
    """Every plain number that ``text`` can mean (a comma may be the decimal sign), unlimited."""
    body, axis, _ = _undirected(text)
    return () if axis else tuple(float(number) for number, _ in _decimals(body))


def _undirected(text: str) -> tuple[str, Axis | None, int]:
    """The text without its letter, which axis the letter means, and the letter's sign."""
    nothing = "", None, 1
    if len(text) > _LONGEST_TEXT:
        return nothing
    # NFKC would tear some marks apart, so they are unified before it and after.
    folded = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS)
    match = _DIRECTED.fullmatch(" ".join(folded.replace("''", '"').split()))
    if match is None:
        return nothing
    before, body, after = match.groups("")
    letter = (before or after)[:1].upper()
    if before and after:
        return nothing
    return body.strip(), _AXES.get(letter), -1 if letter in _NEGATIVE else 1


def _decimals(body: str) -> Iterator[tuple[str, str]]:
    """The plain numbers that the text can be, as text with a point, each with its note."""
    plain = body.removesuffix("°").strip()
    if _DECIMAL.fullmatch(plain):
        yield plain, ""
    comma, grouped = _SINGLE_COMMA.fullmatch(plain), _GROUPED.fullmatch(plain)
    doubt = "逗号可能是小数点，也可能是千位分隔符" if comma and grouped else ""
    if comma:
        yield f"{comma[1]}.{comma[2]}", doubt or "逗号按小数点理解"
    if grouped:
        yield plain.replace(",", ""), doubt or "逗号按千位分隔符理解"


def _readings(number: str) -> Iterator[_Raw]:
    """What a plain number can mean as an angle; digits are cut as text, never as a float."""
    sign = -1 if number.startswith("-") else 1
    whole, _, fraction = number.lstrip("+-").partition(".")
    unit = 10.0 ** -len(fraction)
    yield _Raw(Notation.DECIMAL, float(number), unit)
    padded = fraction.ljust(4, "0")
    minutes, full_minutes = float(f"{padded[:2]}.{padded[2:]}"), int(padded[:2])
    seconds = float(f"{padded[2:4]}.{padded[4:]}0")
    if len(fraction) >= _SECOND_DECIMALS and full_minutes < _SIXTY and seconds < _SIXTY:
        degrees = int(whole) + full_minutes / 60 + seconds / 3600
        yield _Raw(Notation.DMS_DIGITS, sign * degrees, unit * 1e4 / 3600)
    if len(fraction) >= _MINUTE_DECIMALS and minutes < _SIXTY:
        yield _Raw(Notation.MINUTE_DIGITS, sign * (int(whole) + minutes / 60), unit * 100 / 60)
    if int(whole) > _MOST_DEGREES:
        yield from _too_big(float(number), unit)
    if int(whole) and not fraction.strip("0"):
        yield from _scaled(int(whole) * sign)


def _too_big(value: float, unit: float) -> Iterator[_Raw]:
    """Readings of a number that is more than degrees can be."""
    degrees, minutes = divmod(abs(value), 100)
    if minutes < _SIXTY:
        yield _Raw(Notation.NMEA, math.copysign(degrees + minutes / 60, value), unit / 60)
    yield _Raw(Notation.ARC_SECONDS, value / 3600, unit / 3600)


def _scaled(value: int) -> Iterator[_Raw]:
    """An integer that lost its decimal point, down to one degree."""
    for scale in range(1, min(_MOST_SCALE, len(str(abs(value))) - 1) + 1):
        yield _Raw(Notation.SCALED, value / 10**scale, 10.0**-scale, scale)


def _sexagesimal(body: str) -> Iterator[_Raw]:
    """Degrees, minutes and perhaps seconds, with marks or blanks between them."""
    match = _SEXAGESIMAL.fullmatch(body)
    if match is None:
        return
    sign, degrees, minutes, marked, blank = match.groups()
    seconds = marked or blank
    last = seconds or minutes
    if float(last) >= _SIXTY or float(minutes) >= _SIXTY or (seconds and "." in minutes):
        return
    size = int(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
    unit = 10.0 ** -len(last.partition(".")[2]) / (3600 if seconds else 60)
    yield _Raw(Notation.SEXAGESIMAL, -size if sign == "-" else size, unit)
