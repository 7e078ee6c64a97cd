"""Administrative divisions, county level and above: current, abolished, statistical, unknown.

The standard asks for the Ministry of Civil Affairs' newest list (GB/T 28181-2022 E.1; 2016
D.1: GB/T 2260-2007).  The packaged table has a date, `DivisionTable.as_of`, and answers for
that date.  Townships and what follows from an answer are left to others.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gb28181.division_data import read_abolished, read_as_of, read_names
from gb28181.division_status import (
    Abolished,
    DivisionStatus,
    Exists,
    Group,
    Level,
    StatisticalZone,
    Unknown,
)
from gb28181.errors import NotDigits, UnknownDivision, WrongLength
from gb28181.zones import ZONES, is_zone

__all__ = [
    "Abolished",
    "DivisionStatus",
    "DivisionTable",
    "Exists",
    "Group",
    "Level",
    "StatisticalZone",
    "Unknown",
    "division_table",
]

_LENGTHS = (2, 4, 6)
_PLAIN_GROUP = "市辖区"
_GROUP_NAMES = {"02": "县", "90": "直辖县级行政区划"}


@dataclass(frozen=True, slots=True, eq=False)
class DivisionTable:
    """The divisions at ``as_of``; ``names`` and ``abolished`` are keyed by six digits.

    ``groups`` are the four-digit headings that have counties and no division of their own:
    the municipalities' 市辖区 and 县, and the counties directly under a province.
    """

    as_of: date
    names: Mapping[str, str]
    abolished: Mapping[str, Abolished]
    groups: frozenset[str]
    parents: frozenset[str]

    @classmethod
    def of(
        cls, *, as_of: date, names: Mapping[str, str], abolished: Mapping[str, Abolished]
    ) -> "DivisionTable":
        """Build a table; ``names`` must hold each county's province."""
        counties = [code for code in names if not code.endswith("00")]
        headings = {code[:4] for code in counties}
        groups = frozenset(heading for heading in headings if f"{heading}00" not in names)
        inner = {f"{heading}00" for heading in headings - groups}
        provinces = {f"{code[:2]}0000" for code in names if not code.endswith("0000")}
        return cls(as_of, names, abolished, groups, frozenset(inner | provinces))

    def lookup(self, code: str) -> DivisionStatus:
        """What the 2, 4 or 6 digits of ``code`` are; two and four are padded with zeros.

        Raises `WrongLength` or `NotDigits`.

        >>> division_table().lookup("370882").successors
        ('370812',)
        """
        six = _six_digits(code)
        if six in self.names:
            return self._existing(six)
        if self._is_below_known(six) and is_zone(six):
            return StatisticalZone(six, ZONES.get(six))
        if six.endswith("00") and six[:4] in self.groups:
            return Group(six, _GROUP_NAMES.get(six[2:4], _PLAIN_GROUP))
        if self._is_city_heading(six):
            return Group(six, _PLAIN_GROUP)
        return self.abolished.get(six) or Unknown(six)

    def full_name(self, code: str) -> str:
        """All names from the province down; `UnknownDivision` when it does not exist now.

        >>> division_table().full_name("370902")
        '山东省泰安市泰山区'
        """
        status = self.lookup(code)
        if isinstance(status, Exists):
            return status.full_name
        raise UnknownDivision(
            part="division",
            position=(1, len(code)),
            value=code,
            reason=f"no such division on {self.as_of}",
        )

    def _existing(self, six: str) -> Exists:
        """The answer for a code of the current table."""
        steps = dict.fromkeys((f"{six[:2]}0000", f"{six[:4]}00", six))
        chain = tuple(self.names[step] for step in steps if step in self.names)
        is_leaf = six not in self.parents
        return Exists(six, self.names[six], chain, _level(six), is_leaf)

    def _is_below_known(self, six: str) -> bool:
        """Whether the first four digits are a division or a heading of the table."""
        return f"{six[:4]}00" in self.names or six[:4] in self.groups

    def _is_city_heading(self, six: str) -> bool:
        """Whether ``six`` is xx01 of a city with districts (市辖区, GB/T 2260-2007).

        Cities are numbered 01-20 and 51-70; the xx01 of a prefecture numbered 21-50 is a
        real town.  In the 1980s a few towns had an xx01 under what is a city today.
        """
        is_city = "01" <= six[2:4] <= "20" or "51" <= six[2:4] <= "70"
        return six.endswith("01") and is_city and f"{six[:4]}00" in self.parents


@functools.cache
def division_table() -> DivisionTable:
    """The packaged table, read at the first call and kept."""
    return DivisionTable.of(as_of=read_as_of(), names=read_names(), abolished=read_abolished())


def _six_digits(code: str) -> str:
    """Six digits, padded; errors for another length or other characters."""
    if len(code) not in _LENGTHS:
        reason = f"{len(code)} characters instead of 2, 4 or 6 digits"
        raise WrongLength(part="division", position=(1, 6), value=code, reason=reason)
    if not (code.isascii() and code.isdigit()):
        reason = "not only the digits 0-9"
        raise NotDigits(part="division", position=(1, len(code)), value=code, reason=reason)
    return code.ljust(6, "0")


def _level(six: str) -> Level:
    """The level of an existing division by its zeros."""
    if six.endswith("0000"):
        return Level.PROVINCE
    return Level.PREFECTURE if six.endswith("00") else Level.COUNTY
