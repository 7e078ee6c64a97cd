"""Sets of division codes as the record rules need them, from the packaged table.

Each is a judgement over `gb28181.divisions`, so that the expressions and the scalar
look-up cannot disagree.
"""

from functools import cache

from gb28181.divisions import Abolished, division_table

__all__ = [
    "STATISTICAL_ZONE",
    "known_codes",
    "province_digits",
    "retired_codes",
    "retired_message",
    "successor_hint",
]

STATISTICAL_ZONE = r"^[0-9]{4}7[1-9]"
"""Digits 5-6 in 71-79: the statistics bureau's development zones, in no civil-affairs list."""

_SIX = 6
# GB/T 2260-2007 is the list that the 2016 edition of GB/T 28181 names.
_OLDEST = 2007


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


@cache
def known_codes() -> tuple[str, ...]:
    """Six-digit codes that exist now or are headings of the table (1101, 4290)."""
    table = division_table()
    return tuple(table.names) + tuple(f"{heading}00" for heading in sorted(table.groups))


@cache
def province_digits() -> tuple[str, ...]:
    """The two-digit codes of the provinces."""
    return tuple(sorted({code[:2] for code in division_table().names}))


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
