"""The five answers to "what is this division code?".

Which of them is an error is left to rules; `Unknown` never is one by itself, because a code
can be newer than the table.
"""

import enum
from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "Abolished",
    "DivisionStatus",
    "Exists",
    "Group",
    "Level",
    "StatisticalZone",
    "Unknown",
]


class Level(enum.StrEnum):
    """How many pairs of the six digits are in use."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Exists:
    """A division of the current table.

    ``chain`` are the names from the province down, without invented steps: a county under a
    municipality or directly under its province has two.  ``is_leaf`` says that no county
    lies below, so that six digits cannot be more precise (every county, and also 441900,
    442000, 460400, 620200, and the provinces of which the table lists nothing more).
    """

    code: str
    name: str
    chain: tuple[str, ...]
    level: Level
    is_leaf: bool

    @property
    def full_name(self) -> str:
        """The names without a gap, such as 山东省泰安市泰山区."""
        return "".join(self.chain)


@dataclass(frozen=True, slots=True)
class Abolished:
    """A code that was in force and is not any more.

    ``since`` (None when unknown) and ``until`` are the years of the changes as the source
    dates them.  ``successors`` are codes of the current table, sorted; there may be more
    than the source knows, or none although the place lives on.
    """

    code: str
    name: str
    since: int | None
    until: int
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatisticalZone:
    """A development zone's statistical code; ``name`` is None where zones are not listed."""

    code: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the code tables rather than a division: 1101, 4290, a city's xx01.

    Valid as a prefix (GB/T 28181-2022 Annex J itself uses 1101) and less precise than a
    county.
    """

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known of the code: newer than the table, local, or a slip of the pen."""

    code: str


DivisionStatus: TypeAlias = Exists | Abolished | StatisticalZone | Group | Unknown
