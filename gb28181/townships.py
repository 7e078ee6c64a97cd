"""Townships (街道, 镇, 乡) in the two code systems of nine digits, which are never merged.

The Ministry of Civil Affairs and the National Bureau of Statistics number the townships of a
county each in its own way: thousands of townships have the same name and another number, and
thousands of numbers belong to another township.  So an answer always says which list it is
from.  Each list has its own day; a code that neither holds can be newer than both.  Judging
is left to others, and so are counties (`divisions`) and communities (`communities`).
"""

import functools
from dataclasses import dataclass
from datetime import date

from gb28181.division_data import read_as_of
from gb28181.division_files import DataFiles, data_files
from gb28181.division_names import NamesByParent, checked
from gb28181.division_shapes import TOWNSHIPS_CIVIL, TOWNSHIPS_STATISTICAL

__all__ = [
    "LENGTH",
    "TownshipAnswer",
    "TownshipList",
    "Townships",
    "comparable",
    "read_townships",
    "townships",
]

LENGTH = 9
_COUNTY = 6


@dataclass(frozen=True, slots=True)
class TownshipAnswer:
    """The name of ``code`` in the civil affairs' list and in the statisticians'.

    None where a list lacks the code.  Two different names are two townships.
    """

    code: str
    civil: str | None
    statistical: str | None


@dataclass(frozen=True, slots=True, eq=False)
class TownshipList:
    """One code system at ``as_of``."""

    as_of: date
    names: NamesByParent

    def name(self, code: str) -> str | None:
        """The name of nine digits; raises `WrongLength` or `NotDigits`."""
        return self.names.name(checked(code, LENGTH))

    def in_county(self, county: str) -> dict[str, str]:
        """Nine digits → name of each township of a county, sorted.

        Townships directly under a city (441900, 442000, 460400, 620200) are listed under the
        six digits of the city.  Empty where the list has none.  Raises `WrongLength` or
        `NotDigits`.

        >>> townships().civil.in_county("370902")["370902004"]
        '上高街道'
        """
        return self.names.children(checked(county, _COUNTY))

    def codes(self, county: str, name: str) -> tuple[str, ...]:
        """The codes of the townships of a county that are called so; see `comparable`."""
        wanted = comparable(name)
        found = self.in_county(county).items()
        return tuple(code for code, other in found if comparable(other) == wanted)


@dataclass(frozen=True, slots=True, eq=False)
class Townships:
    """Both code systems, side by side."""

    civil: TownshipList
    statistical: TownshipList

    def lookup(self, code: str) -> TownshipAnswer:
        """What nine digits are in each system; raises `WrongLength` or `NotDigits`.

        >>> townships().lookup("370102011")
        TownshipAnswer(code='370102011', civil='燕山街道', statistical='姚家街道')
        """
        return TownshipAnswer(code, self.civil.name(code), self.statistical.name(code))


def comparable(name: str) -> str:
    """A name for comparing: registries write 街道 as 街道办 and 街道办事处 too.

    >>> comparable("上高街道办事处")
    '上高街道'
    """
    short = name.removesuffix("事处")
    return short.removesuffix("办") if short.endswith("街道办") else name


@functools.cache
def townships() -> Townships:
    """The lists in use, read at the first call and kept; `DataError` for a broken folder."""
    return read_townships(data_files())


def read_townships(files: DataFiles) -> Townships:
    """Both lists from the files; nothing is kept."""
    return Townships(
        civil=_read(TOWNSHIPS_CIVIL, files), statistical=_read(TOWNSHIPS_STATISTICAL, files)
    )


def _read(file: str, files: DataFiles) -> TownshipList:
    return TownshipList(read_as_of(file, files), NamesByParent.of(files.rows(file)))
