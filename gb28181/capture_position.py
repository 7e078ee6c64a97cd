"""CapturePositionType, where a camera looks: seven digits of GB/T 28181-2022 Annex O.

大类 3 + 中类 2 + 小类 2.  The table itself is in `gb28181.capture_position_data`.  Which
position a site ought to have is left to others; a local standard may number positions in
seven digits of its own.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gb28181.capture_position_data import MAJORS, MIDDLE_GLOSSES, MIDDLES, RESERVED_MAJORS
from gb28181.digits import require_digits
from gb28181.errors import UndefinedCode, WrongLength

__all__ = [
    "DEFAULT_MINOR",
    "LENGTH",
    "PART_POSITIONS",
    "CapturePosition",
    "PositionMeaning",
    "PositionStatus",
    "lookup",
    "validate",
]

LENGTH = 7
DEFAULT_MINOR = "00"

PART_POSITIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"major": (1, 3), "middle": (4, 5), "minor": (6, 7)}
)
"""Each part's inclusive range of digits, counted from 1."""


class PositionStatus(enum.StrEnum):
    """What Annex O says about a position."""

    DEFINED = "defined"
    UNKNOWN = "unknown"
    """大类 and 中类 are defined; 小类 is not 00, so an industry's rule says what it means."""
    RESERVED = "reserved"
    """大类 029 and 030."""
    UNDEFINED = "undefined"
    """The annex has no such 大类, or no such 中类 below it."""


@dataclass(frozen=True, slots=True)
class PositionMeaning:
    """An answer of `lookup`; a gloss is Chinese and short, empty where none is known."""

    status: PositionStatus
    major_gloss: str
    middle_gloss: str


@dataclass(frozen=True, slots=True)
class CapturePosition:
    """A position in its three parts, all text; 小类 is 00 unless an industry says otherwise.

    >>> str(CapturePosition("026", "01"))
    '0260100'
    """

    major: str
    middle: str
    minor: str = DEFAULT_MINOR

    @classmethod
    def parse(cls, text: str) -> "CapturePosition":
        """Take ``text`` apart: exactly seven ASCII digits, whether defined or not.

        Raises `WrongLength` or `NotDigits`.
        """
        if len(text) != LENGTH:
            reason = f"{len(text)} characters instead of {LENGTH} digits"
            raise WrongLength(
                part="capture_position", position=(1, LENGTH), value=text, reason=reason
            )
        require_digits(text, PART_POSITIONS)
        return cls(*(text[first - 1 : last] for first, last in PART_POSITIONS.values()))

    def __str__(self) -> str:
        """The seven digits."""
        return self.major + self.middle + self.minor


def lookup(text: str) -> PositionMeaning:
    """What Annex O says about the seven digits; errors are those of `CapturePosition.parse`.

    >>> meaning = lookup("0260100")
    >>> meaning.status.value, meaning.major_gloss, meaning.middle_gloss
    ('defined', '住宅小区', '出入口及外围')
    """
    position = CapturePosition.parse(text)
    return PositionMeaning(
        _status(position),
        MAJORS.get(position.major, ""),
        MIDDLE_GLOSSES.get(position.major + position.middle, ""),
    )


def validate(text: str) -> CapturePosition:
    """Parse ``text`` and refuse a 大类 or 中类 that is reserved or not defined.

    Raises `UndefinedCode` beside the errors of `CapturePosition.parse`; any 小类 passes.

    >>> validate("0260200")
    Traceback (most recent call last):
    gb28181.errors.UndefinedCode: middle (digits 4-5) '02': Annex O has no 02 below 026
    """
    position = CapturePosition.parse(text)
    if position.major in RESERVED_MAJORS:
        raise _undefined("major", position.major, "reserved in Annex O")
    if position.major not in MAJORS:
        raise _undefined("major", position.major, f"Annex O has no {position.major}")
    if position.middle not in MIDDLES[position.major]:
        reason = f"Annex O has no {position.middle} below {position.major}"
        raise _undefined("middle", position.middle, reason)
    return position


def _status(position: CapturePosition) -> PositionStatus:
    """The answer without the glosses."""
    if position.major in RESERVED_MAJORS:
        return PositionStatus.RESERVED
    if position.middle not in MIDDLES.get(position.major, ()):
        return PositionStatus.UNDEFINED
    is_plain = position.minor == DEFAULT_MINOR
    return PositionStatus.DEFINED if is_plain else PositionStatus.UNKNOWN


def _undefined(part: str, value: str, reason: str) -> UndefinedCode:
    """An error that knows where its part stands."""
    return UndefinedCode(part=part, position=PART_POSITIONS[part], value=value, reason=reason)
