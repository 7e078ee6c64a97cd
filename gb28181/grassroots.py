"""GrassrootsCode, the code below the county: township and village (GB/T 28181-2022 E.3).

Six digits of the Catalog item's `Info`, not a part of the 20-digit code; 000000 says that
the device is not a grassroots installation (A.2.1.9).  The 2016 edition has no such code.
Whether a township exists is left to others: E.3 follows the newest statistical list, and
001-399 follow GB/T 10114-2003.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gb28181.digits import require_digits
from gb28181.errors import UndefinedCode, WrongLength

__all__ = [
    "LENGTH",
    "NOT_GRASSROOTS",
    "PART_POSITIONS",
    "GrassrootsCode",
    "TownshipKind",
    "VillageKind",
    "validate",
]

LENGTH = 6
NOT_GRASSROOTS = "000000"

PART_POSITIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"township": (1, 3), "village": (4, 6)}
)
"""Each part's inclusive range of digits, counted from 1."""


class TownshipKind(enum.StrEnum):
    """What digits 1-3 are."""

    SUBDISTRICT = "subdistrict"
    """街道, 001-099."""
    TOWN = "town"
    """镇, 100-199 but 198."""
    COUNTY_RULED = "county_ruled"
    """198: villages that the county rules directly."""
    TOWNSHIP = "township"
    """乡, 200-399."""
    SIMILAR = "similar"
    """类似乡级单位, 400-599."""


class VillageKind(enum.StrEnum):
    """What digits 4-6 are."""

    RESIDENTS = "residents"
    """居委会, 001-199."""
    VILLAGERS = "villagers"
    """村委会, 200-399 but 398."""
    TOWNSHIP_RULED = "township_ruled"
    """398: 乡直管村民小组."""
    LIKE_RESIDENTS = "like_residents"
    """类似居委会, 400-499 but 498."""
    VIRTUAL_COMMUNITY = "virtual_community"
    """498: 虚拟社区."""
    LIKE_VILLAGERS = "like_villagers"
    """类似村委会, 500-599 but 598."""
    VIRTUAL_LIVING_AREA = "virtual_living_area"
    """598: 虚拟生活区."""


# Later ranges take precedence over earlier ones: the single values stand inside a range.
_TOWNSHIPS = (
    ("001", "099", TownshipKind.SUBDISTRICT),
    ("100", "199", TownshipKind.TOWN),
    ("198", "198", TownshipKind.COUNTY_RULED),
    ("200", "399", TownshipKind.TOWNSHIP),
    ("400", "599", TownshipKind.SIMILAR),
)
_VILLAGES = (
    ("001", "199", VillageKind.RESIDENTS),
    ("200", "399", VillageKind.VILLAGERS),
    ("398", "398", VillageKind.TOWNSHIP_RULED),
    ("400", "499", VillageKind.LIKE_RESIDENTS),
    ("498", "498", VillageKind.VIRTUAL_COMMUNITY),
    ("500", "599", VillageKind.LIKE_VILLAGERS),
    ("598", "598", VillageKind.VIRTUAL_LIVING_AREA),
)


@dataclass(frozen=True, slots=True)
class GrassrootsCode:
    """A code in its two parts, both text; made by `parse`.

    >>> GrassrootsCode.parse("001498").village_kind.value
    'virtual_community'
    """

    township: str
    village: str

    @classmethod
    def parse(cls, text: str) -> "GrassrootsCode":
        """Take ``text`` apart: exactly six ASCII digits, whatever their ranges.

        Raises `WrongLength` or `NotDigits`.
        """
        if len(text) != LENGTH:
            reason = f"{len(text)} characters instead of {LENGTH} digits"
            raise WrongLength(
                part="grassroots_code", position=(1, LENGTH), value=text, reason=reason
            )
        require_digits(text, PART_POSITIONS)
        return cls(text[:3], text[3:])

    @property
    def is_grassroots(self) -> bool:
        """False for 000000 only."""
        return str(self) != NOT_GRASSROOTS

    @property
    def township_kind(self) -> TownshipKind | None:
        """The kind by range; None where E.3 has no range (000 and 600-999)."""
        kinds = [kind for first, last, kind in _TOWNSHIPS if first <= self.township <= last]
        return kinds[-1] if kinds else None

    @property
    def village_kind(self) -> VillageKind | None:
        """The kind by range; None where E.3 has no range (000 and 600-999)."""
        kinds = [kind for first, last, kind in _VILLAGES if first <= self.village <= last]
        return kinds[-1] if kinds else None

    def __str__(self) -> str:
        """The six digits."""
        return self.township + self.village


def validate(text: str) -> GrassrootsCode:
    """Parse ``text`` and refuse a part for which E.3 has no range.

    Raises `UndefinedCode` beside the errors of `GrassrootsCode.parse`.

    >>> validate("001600")
    Traceback (most recent call last):
    gb28181.errors.UndefinedCode: village (digits 4-6) '600': in no range of GB/T 28181-2022 E.3
    """
    code = GrassrootsCode.parse(text)
    if code.is_grassroots and code.township_kind is None:
        raise _undefined("township", code.township)
    if code.is_grassroots and code.village_kind is None:
        raise _undefined("village", code.village)
    return code


def _undefined(part: str, value: str) -> UndefinedCode:
    """The error for a part outside all ranges."""
    reason = "in no range of GB/T 28181-2022 E.3"
    return UndefinedCode(part=part, position=PART_POSITIONS[part], value=value, reason=reason)
