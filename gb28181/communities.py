"""Communities and villages (居委会, 村委会), twelve digits, as the statisticians number them.

An optional data set of more than 600,000 names: `have_communities` says whether the folder
that GB28181_DATA names holds it, and without it everything else raises `CommunitiesAbsent`.
``auditor divisions communities`` makes it.  It is read one province at a time.  The last
list was published for 2023-06-30, so that a code it lacks says little.  Judging is left to
others, and so are townships (`townships`).
"""

import functools
import re
from dataclasses import dataclass
from datetime import date

from gb28181.division_data import read_as_of
from gb28181.division_files import VARIABLE, DataFiles, data_files
from gb28181.division_names import NamesByParent, checked
from gb28181.division_shapes import COMMUNITIES
from gb28181.errors import DataError

__all__ = [
    "LENGTH",
    "Communities",
    "CommunitiesAbsent",
    "communities",
    "comparable",
    "find_communities",
    "have_communities",
]

LENGTH = 12
_TOWNSHIP = 9
_PREFIX = COMMUNITIES.partition("{")[0]
_COMMITTEE = re.compile(r"(?:村?村民?委(?:员)?会|(?<=社区)居民?委(?:员)?会)$")


class CommunitiesAbsent(DataError):  # noqa: N818 - a state of the installation, not a fault
    """The optional list of communities is not installed."""


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """The list at ``as_of``; ``provinces`` are the two digits of those that it has."""

    as_of: date
    provinces: frozenset[str]
    files: DataFiles

    def name(self, code: str) -> str | None:
        """The name of twelve digits, None when not listed; `WrongLength`, `NotDigits`."""
        return self._province(checked(code, LENGTH)).name(code)

    def in_township(self, township: str) -> dict[str, str]:
        """Twelve digits → name of all in a township, by the township's statistical code.

        Raises `WrongLength` or `NotDigits`, and `DataError` for a broken file.
        """
        return self._province(checked(township, _TOWNSHIP)).children(township)

    def codes(self, township: str, name: str) -> tuple[str, ...]:
        """The codes in a township of what is called so; see `comparable`."""
        wanted = comparable(name)
        found = self.in_township(township).items()
        return tuple(code for code, other in found if comparable(other) == wanted)

    def _province(self, code: str) -> NamesByParent:
        if code[:2] not in self.provinces:
            return NamesByParent({})
        return _read(self.files, code[:2])


def comparable(name: str) -> str:
    """A name for comparing, because the list and registries call a committee as they like.

    >>> [comparable(name) for name in ("华新社区居委会", "上高村民委员会", "上高村村委会")]
    ['华新社区', '上高村', '上高村']
    """
    short = _COMMITTEE.sub(_village, name)
    return short.replace("居民委员会", "居委会")


def have_communities() -> bool:
    """Whether the data files in use have communities; `DataError` for a broken folder."""
    return find_communities(data_files()) is not None


def communities() -> Communities:
    """The list in use; `CommunitiesAbsent` without one, `DataError` for a broken folder."""
    found = find_communities(data_files())
    if found is None:
        advice = f"make them with: auditor divisions communities, and name the folder in {VARIABLE}"
        raise CommunitiesAbsent(f"communities and villages are not installed; {advice}")
    return found


@functools.lru_cache(maxsize=1)
def find_communities(files: DataFiles) -> Communities | None:
    """The communities among files; None when there are none."""
    names = [name for name in files.names() if name.startswith(_PREFIX)]
    if not names:
        return None
    days = {read_as_of(name, files) for name in names}
    if len(days) != 1:
        raise DataError("the files of communities are not of one day; make them anew")
    provinces = frozenset(name.removeprefix(_PREFIX)[:2] for name in names)
    return Communities(days.pop(), provinces, files)


@functools.lru_cache(maxsize=40)
def _read(files: DataFiles, province: str) -> NamesByParent:
    """The communities of a province, read once."""
    return NamesByParent.of(files.rows(COMMUNITIES.format(province=province)))


def _village(match: re.Match[str]) -> str:
    """What is left of the committee's part of a name."""
    return "村" if match[0].startswith("村") else ""
