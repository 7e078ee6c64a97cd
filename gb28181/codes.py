"""The 20-digit device code (统一编码) of GB/T 28181, taken apart and put together again.

Strict about form and silent about meaning: whether an industry, a type or a network is
defined is left to `gb28181.tables` and `gb28181.validation`, whether a division exists to
`gb28181.divisions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gb28181.editions import Edition
from gb28181.errors import NotDigits, WrongLength

__all__ = ["LENGTH", "PART_POSITIONS", "DeviceCode", "Edition"]

LENGTH = 20

PART_POSITIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "centre": (1, 8),
        "industry": (9, 10),
        "type_code": (11, 13),
        "network": (14, 14),
        "serial": (15, 20),
    }
)
"""Each part's inclusive range of digits, counted from 1 (2022 E.1, 2016 D.1)."""

_RULE_B_LENGTH = 18
_DIVISION_LENGTHS = (2, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """One code in its five parts, all text; made by `parse`.

    >>> code = DeviceCode.parse("11010100001320000009")
    >>> code.division, code.access_unit, code.industry, code.type_code, code.network, code.serial
    ('110101', '00', '00', '132', '0', '000009')
    >>> str(code)
    '11010100001320000009'
    """

    centre: str
    industry: str
    type_code: str
    network: str
    serial: str

    @classmethod
    def parse(cls, text: str) -> "DeviceCode":
        """Take ``text`` apart: exactly 20 ASCII digits, nothing is trimmed or repaired.

        Raises `WrongLength` or `NotDigits` (GB/T 28181-2022 E.1 and A.2.1.2).

        >>> DeviceCode.parse("1101010000132000000９")
        Traceback (most recent call last):
        gb28181.errors.NotDigits: serial (digits 15-20) '00000９': digit 20 is '９', not one of 0-9
        """
        if len(text) != LENGTH:
            raise WrongLength(
                part="code", position=(1, LENGTH), value=text, reason=_length_reason(text)
            )
        if not (text.isascii() and text.isdigit()):
            raise _not_digits(text)
        return cls(*(text[first - 1 : last] for first, last in PART_POSITIONS.values()))

    @property
    def division(self) -> str:
        """Digits 1-6: the division of the monitoring centre, which may not be the camera's."""
        return self.centre[:6]

    @property
    def access_unit(self) -> str:
        """Digits 7-8: the grassroots access unit (基层接入单位), a local series; 00 for none."""
        return self.centre[6:]

    def __str__(self) -> str:
        """The 20 digits."""
        return self.centre + self.industry + self.type_code + self.network + self.serial


def _length_reason(text: str) -> str:
    """Say what a code of the wrong length looks like, when it looks like something."""
    if not (text.isascii() and text.isdigit()):
        return f"{len(text)} characters instead of {LENGTH} digits"
    if len(text) == _RULE_B_LENGTH:
        return "18 digits: coding rule B (GB/T 28181-2016 D.2), deleted in the 2022 edition"
    if len(text) in _DIVISION_LENGTHS:
        return f"{len(text)} digits name a division (GB/T 28181-2022 A.2.1.2), never a device"
    return f"{len(text)} digits instead of {LENGTH}"


def _not_digits(text: str) -> NotDigits:
    """The error for the first character of ``text`` that is not an ASCII digit."""
    bad = next(i for i, char in enumerate(text, start=1) if char not in "0123456789")
    part, (first, last) = next(
        (part, span) for part, span in PART_POSITIONS.items() if span[0] <= bad <= span[1]
    )
    return NotDigits(
        part=part,
        position=(first, last),
        value=text[first - 1 : last],
        reason=f"digit {bad} is {text[bad - 1]!r}, not one of 0-9",
    )
