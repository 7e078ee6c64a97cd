"""CivilCode, the division of a Catalog item: 2, 4, 6 or 8 digits (GB/T 28181-2022 A.2.1.9).

Strict about form and silent about meaning: whether the division exists is left to
`gb28181.divisions`; digits 7-8 are a local series of which no national list exists.
No clause asks for CivilCode to equal the first digits of the item's own code, although all
examples of Annex J do.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gb28181.codes import LENGTH as DEVICE_LENGTH
from gb28181.codes import DeviceCode
from gb28181.digits import require_digits
from gb28181.errors import StatisticalCode, WrongLength

__all__ = ["LENGTHS", "PART_POSITIONS", "CivilCode", "CivilLevel"]

LENGTHS = (2, 4, 6, 8)

PART_POSITIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"province": (1, 2), "prefecture": (3, 4), "county": (5, 6), "access_unit": (7, 8)}
)
"""Each part's inclusive range of digits, counted from 1."""

_STATISTICAL = MappingProxyType({9: "a township", 12: "a village, or a GA/T 380 police code"})


class CivilLevel(enum.StrEnum):
    """The finest part in use (2022 Annex J a to d)."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    ACCESS_UNIT = "access_unit"


@dataclass(frozen=True, slots=True)
class CivilCode:
    """A CivilCode in its parts, all text; a part that is not written is empty.

    >>> code = CivilCode.parse("11010101")
    >>> code.province, code.prefecture, code.county, code.access_unit, code.level.value
    ('11', '01', '01', '01', 'access_unit')
    """

    province: str
    prefecture: str = ""
    county: str = ""
    access_unit: str = ""

    @classmethod
    def parse(cls, text: str) -> "CivilCode":
        """Take ``text`` apart: 2, 4, 6 or 8 ASCII digits, nothing is trimmed or repaired.

        Raises `WrongLength` (`StatisticalCode` for 9 and 12 digits) or `NotDigits`.

        >>> CivilCode.parse("3709O2")
        Traceback (most recent call last):
        gb28181.errors.NotDigits: county (digits 5-6) 'O2': digit 5 is 'O', not one of 0-9
        """
        if len(text) not in LENGTHS:
            raise _wrong_length(text)
        require_digits(text, PART_POSITIONS)
        return cls(*(text[at : at + 2] for at in range(0, len(text), 2)))

    @property
    def significant(self) -> str:
        """The digits without the 00 that fill up, never fewer than the province.

        >>> CivilCode.parse("37090000").significant
        '3709'
        """
        digits = str(self)
        while len(digits) > len(self.province) and digits.endswith("00"):
            digits = digits[:-2]
        return digits

    @property
    def level(self) -> CivilLevel:
        """The finest part in use: 370900 names a prefecture, as 3709 does."""
        return tuple(CivilLevel)[len(self.significant) // 2 - 1]

    def is_prefix_of(self, code: "DeviceCode | CivilCode") -> bool:
        """Whether ``code`` begins with the digits in use, as in the examples of Annex J.

        A device's first digits locate its monitoring centre: False is no fault by itself.

        >>> CivilCode.parse("370900").is_prefix_of(DeviceCode.parse("37090200001320000001"))
        True
        """
        return str(code).startswith(self.significant)

    def __str__(self) -> str:
        """The digits as they were written."""
        return self.province + self.prefecture + self.county + self.access_unit


def _wrong_length(text: str) -> WrongLength:
    """The error for a text of another length, and what it looks like."""
    count, kind = len(text), WrongLength
    if not (text.isascii() and text.isdigit()):
        reason = f"{count} characters instead of 2, 4, 6 or 8 digits"
    elif count in _STATISTICAL:
        kind = StatisticalCode
        reason = f"{count} digits: the form of a statistical code of {_STATISTICAL[count]}"
    elif count == DEVICE_LENGTH:
        reason = "20 digits: the form of a device code (E.1), not of a division"
    else:
        reason = f"{count} digits instead of 2, 4, 6 or 8"
    return kind(part="civil_code", position=(1, 8), value=text, reason=reason)
