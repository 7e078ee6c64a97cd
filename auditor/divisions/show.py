"""What ``auditor divisions show`` tells of a code: facts for JSON, lines for people.

Only tables are asked; what a status means for a record is left to the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from auditor.errors import ConfigError
from gb28181 import communities, townships
from gb28181.division_files import data_files
from gb28181.division_names import checked
from gb28181.divisions import (
    Abolished,
    DivisionStatus,
    Exists,
    Group,
    Level,
    StatisticalZone,
    division_table,
)
from gb28181.errors import CodeError

__all__ = ["ShownCommunity", "ShownDivision", "ShownTownship", "as_of_dates", "describe"]

_COUNTY = 6
_LENGTHS = (2, 4, 6, townships.LENGTH, communities.LENGTH)


@dataclass(frozen=True, slots=True)
class ShownDivision:
    """A code of two, four or six digits.

    ``status`` is exists, abolished, zone, group or unknown.  ``chain`` are the names from
    the province down where it exists.  ``civil`` and ``statistical`` count its townships.
    """

    code: str
    status: str
    name: str | None
    chain: tuple[str, ...]
    level: Level | None
    since: int | None
    until: int | None
    successors: tuple[str, ...]
    civil: int
    statistical: int


@dataclass(frozen=True, slots=True)
class ShownTownship:
    """Nine digits: the name in each system, and where else the county has that name.

    ``civil_elsewhere`` are the civil affairs' codes of the statistical name, and the other
    way round; this code itself is not among them.
    """

    code: str
    county: ShownDivision
    civil: str | None
    statistical: str | None
    civil_elsewhere: tuple[str, ...]
    statistical_elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownCommunity:
    """Twelve digits; ``installed`` says whether the optional list is there to be asked."""

    code: str
    township: ShownTownship
    installed: bool
    name: str | None


def describe(code: str) -> ShownDivision | ShownTownship | ShownCommunity:
    """What a code is; `ConfigError` unless it is 2, 4, 6, 9 or 12 digits."""
    if len(code) not in _LENGTHS:
        raise ConfigError(f"{code[:30]!r}: give 2, 4, 6, 9 or 12 digits")
    try:
        if len(code) <= _COUNTY:
            return _division(code)
        return _township(code) if len(code) == townships.LENGTH else _community(code)
    except CodeError as error:
        raise ConfigError(str(error)) from error


def as_of_dates() -> Mapping[str, date]:
    """The day of each table in use; the provinces of the communities are told as one."""
    used = data_files()
    entries = [entry for name in used.names() if (entry := used.find(name))]
    return {_table(entry.name): entry.as_of for entry in entries}


def _table(file: str) -> str:
    return "communities" if file.startswith("communities_") else file.partition(".")[0]


def _division(code: str) -> ShownDivision:
    status = division_table().lookup(code)
    lists = townships.townships()
    prefix = status.code.removesuffix("00").removesuffix("00")
    return ShownDivision(
        code=status.code,
        status=_status(status),
        name=getattr(status, "name", None),
        chain=status.chain if isinstance(status, Exists) else (),
        level=status.level if isinstance(status, Exists) else None,
        since=status.since if isinstance(status, Abolished) else None,
        until=status.until if isinstance(status, Abolished) else None,
        successors=status.successors if isinstance(status, Abolished) else (),
        civil=lists.civil.names.count(prefix),
        statistical=lists.statistical.names.count(prefix),
    )


def _status(status: DivisionStatus) -> str:
    kinds = {Exists: "exists", Abolished: "abolished", StatisticalZone: "zone", Group: "group"}
    return kinds.get(type(status), "unknown")


def _township(code: str) -> ShownTownship:
    lists = townships.townships()
    answer = lists.lookup(code)
    county = code[:_COUNTY]
    civil = lists.civil.codes(county, answer.statistical) if answer.statistical else ()
    other = lists.statistical.codes(county, answer.civil) if answer.civil else ()
    return ShownTownship(
        code=code,
        county=_division(county),
        civil=answer.civil,
        statistical=answer.statistical,
        civil_elsewhere=tuple(found for found in civil if found != code),
        statistical_elsewhere=tuple(found for found in other if found != code),
    )


def _community(code: str) -> ShownCommunity:
    checked(code, communities.LENGTH)
    installed = communities.have_communities()
    township = _township(code[: townships.LENGTH])
    name = communities.communities().name(code) if installed else None
    return ShownCommunity(code, township, installed, name)
