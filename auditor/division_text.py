"""Sets of division codes as the record rules need them, from the packaged table.

Each is a judgement over `gb28181.divisions`, so that the expressions and the scalar
look-up cannot disagree.
"""

from functools import cache

from gb28181.divisions import Abolished, Exists, Group, StatisticalZone, division_table
from gb28181.editions import Edition

__all__ = [
    "coarse_codes",
    "county_codes",
    "is_county",
    "known_codes",
    "municipality_digits",
    "named",
    "placed_codes",
    "prefecture_digits",
    "province_digits",
    "retired_codes",
    "retired_message",
    "successor_hint",
    "violating_codes",
    "zone_codes",
]

_SIX = 6
# GB/T 2260-2007 is the list that the 2016 edition of GB/T 28181 names.
_OLDEST = 2007
# Digits 3-4 of the counties that have no prefecture.
_DIRECT = "90"


@cache
def retired_codes() -> tuple[str, ...]:
    """Six-digit codes that were divisions when devices were coded and are none now.

    Those abolished before `_OLDEST` are left out: no device was coded by them, so such digits
    are more likely a local code, which cannot be judged.
    """
    table = division_table()
    found = ((code, table.lookup(code)) for code in table.abolished)
    return tuple(
        code for code, status in found if isinstance(status, Abolished) and status.until >= _OLDEST
    )


def violating_codes(edition: Edition) -> tuple[str, ...]:
    """The retired codes that ``edition`` refuses.

    Only the 2022 edition asks for the newest list (E.1).  The 2016 one names GB/T 2260-2007
    (D.1), by which a code that was abolished later is right.
    """
    return retired_codes() if edition is Edition.E2022 else ()


@cache
def known_codes() -> tuple[str, ...]:
    """Six-digit codes that exist now or are headings of the table (110100, 429000, 370901)."""
    table = division_table()
    candidates = (f"{four}{end}" for four in _four_digits() for end in ("00", "01"))
    headings = [code for code in candidates if isinstance(table.lookup(code), Group)]
    return (*table.names, *headings)


@cache
def county_codes() -> tuple[str, ...]:
    """Six-digit codes that cannot be more precise: counties, and cities that have none."""
    return tuple(code for code in division_table().names if is_county(code))


def is_county(code: str) -> bool:
    """Whether six digits are a division of today with no county below it."""
    status = division_table().lookup(code)
    return isinstance(status, Exists) and status.is_leaf


@cache
def coarse_codes() -> tuple[str, ...]:
    """Six-digit codes of provinces, cities and headings that have counties."""
    return tuple(code for code in known_codes() if not is_county(code))


@cache
def municipality_digits() -> tuple[str, ...]:
    """The provinces that are one city: their 01 and 02 are headings, not prefectures."""
    table = division_table()
    headings = {code[:2] for code in table.groups if code[2:] == "01"}
    return tuple(sorted(headings))


@cache
def placed_codes() -> tuple[str, ...]:
    """The known codes that lie in a prefecture."""
    return tuple(code for code in known_codes() if prefecture_digits(code))


def prefecture_digits(code: str) -> str:
    """The first digits that all of a prefecture have in common, two for a municipality.

    Empty for a province and for a county directly under one (xx90), which has no prefecture.
    ``code`` is six digits of `known_codes`.
    """
    if code[:2] in municipality_digits():
        return code[:2]
    return "" if code[2:4] in {"00", _DIRECT} else code[:4]


@cache
def zone_codes() -> tuple[str, ...]:
    """The statistics bureau's six-digit codes of development zones: in no civil-affairs list."""
    table = division_table()
    candidates = (f"{four}{end}" for four in _four_digits() for end in range(71, 80))
    return tuple(c for c in candidates if isinstance(table.lookup(c), StatisticalZone))


def _four_digits() -> list[str]:
    table = division_table()
    return sorted({code[:4] for code in table.names} | table.groups)


@cache
def province_digits() -> tuple[str, ...]:
    """The two-digit codes of the provinces."""
    return tuple(sorted({code[:2] for code in division_table().names}))


def named(code: str) -> str:
    """The code with its full name, when its first six digits are a division of today (Chinese)."""
    status = division_table().lookup(code[:_SIX])
    return f"{code}（{status.full_name}）" if isinstance(status, Exists) else code


def retired_message(code: str) -> str:
    """What the code was and until when (Chinese)."""
    status = division_table().lookup(code[:_SIX])
    if not isinstance(status, Abolished):
        return f"{code} 不是现行行政区划代码"
    return f"{status.code}（原{status.name}）已于 {status.until} 年撤销"


def successor_hint(code: str) -> str:
    """The codes to use instead, when the source names them (Chinese)."""
    table = division_table()
    status = table.lookup(code[:_SIX])
    if not isinstance(status, Abolished) or not status.successors:
        return ""
    names = [f"{s}（{table.full_name(s)}）" for s in status.successors]
    return f"改用现行代码 {'或 '.join(names)}，以所在地民政部门公布为准"
