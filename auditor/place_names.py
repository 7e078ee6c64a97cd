"""Division names at the beginning of a text, by a closed vocabulary of full official names.

Only what can hardly mean anything else counts: a prefecture's full name and then a county of
it (济南市历下区), or a county's full name, the only one of its kind, and then a township of it
(泰山区上高街道); a province in front is skipped.  So 南京路, 上海花园 and 朝阳区 alone are
nothing.  Names that were abolished since 2007 are known as such.  What a finding makes of it
is left to rules; columns are left to
`auditor.place_names_columns`.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from auditor.division_text import retired_codes
from gb28181.divisions import Abolished, division_table
from gb28181.townships import townships

__all__ = ["LEAD", "NamedPlace", "chain_of", "known_leads", "leading_chain", "province_names"]

# A lead is cut where the first unit's and then the second unit's name can end at the earliest;
# names that hold such a character inside (新乡市, 海州区, 红旗区) end at the second one.
# What is cut wrongly is in no vocabulary, so that the cut can miss a name but never invent one.
_UNIT = "省市区县州盟旗乡镇道"
_FIRST = rf"(?:.{{1,3}}[{_UNIT}][市区县]|.{{1,10}}?(?:[市区县盟旗]|自治州|地区))"
_SECOND = rf"(?:.{{1,3}}[{_UNIT}][市区县]|.{{1,14}}?(?:[市区县旗镇乡]|街道|苏木))"
LEAD = f"^{_FIRST}{_SECOND}"
"""What may be a lead, after the province: Python's and Polars' engines cut it alike."""

_SHORTEST_COUNTY = 3


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """The county that a lead names: its code, which is ``retired`` when it exists no more."""

    code: str
    retired: bool = False


def chain_of(code: str) -> tuple[str, ...]:
    """The full names from the province down, of a current or an abolished division; else empty.

    >>> chain_of("370902"), chain_of("371202")
    (('山东省', '泰安市', '泰山区'), ('山东省', '莱芜市', '莱城区'))
    """
    steps = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    return tuple(filter(None, map(_name, steps))) if _name(code) else ()


def leading_chain(text: str) -> tuple[str, NamedPlace] | None:
    """The division names that ``text`` begins with, as written, and what they mean.

    >>> leading_chain("山东省泰安市泰山区上高街道华新社区北门")
    ('山东省泰安市泰山区', NamedPlace(code='370902', retired=False))
    >>> leading_chain("南京路步行街"), leading_chain("北京东路与上海路交叉口")
    (None, None)
    """
    province = next((name for name in province_names() if text.startswith(name)), "")
    found = re.match(LEAD, text.removeprefix(province))
    place = known_leads().get(found[0]) if found else None
    return (province + found[0], place) if found and place else None


@cache
def province_names() -> tuple[str, ...]:
    """Full names of the provinces that have prefectures.

    A municipality's name does a prefecture's work: 北京市朝阳区 is a lead.
    """
    names = division_table().names
    upper = sorted({code[:2] for code in names if code[2:4] != "00" and code.endswith("00")})
    return tuple(names[f"{code}0000"] for code in upper)


@cache
def known_leads() -> dict[str, NamedPlace]:
    """Every lead that has one meaning; what is current goes before what is retired."""
    counties = [code for code in division_table().names if not code.endswith("00")]
    retired = [code for code in retired_codes() if not code.endswith("00")]
    homes = {code: _home(code) for code in (*counties, *retired)}
    bearers = Counter(name for name, _ in {(_name(code), homes[code]) for code in homes})
    unique = {code for code in homes if bearers[_name(code)] == 1}
    current = _unambiguous(counties, homes, unique)
    return {
        **{lead: NamedPlace(c, retired=True) for lead, c in _unambiguous(retired, homes, unique)},
        **{lead: NamedPlace(c) for lead, c in current},
    }


def _unambiguous(
    codes: Iterable[str], homes: Mapping[str, str], unique: Container[str]
) -> list[tuple[str, str]]:
    """Leads that mean one county of ``codes``, with its code."""
    found: dict[str, set[str]] = {}
    for code in codes:
        for lead in _leads(code, homes[code] if code in unique else ""):
            found.setdefault(lead, set()).add(code)
    return [(lead, meant.pop()) for lead, meant in found.items() if len(meant) == 1]


def _leads(code: str, home: str) -> Iterator[str]:
    """The county after its prefecture, and its townships (those of ``home``) after it."""
    name = _name(code)
    upper = _name(f"{code[:4]}00") or _name(f"{code[:2]}0000")
    if upper not in province_names():
        yield upper + name
    if home and len(name) >= _SHORTEST_COUNTY:
        yield from (name + township for township in townships().civil.in_county(home).values())


def _home(code: str) -> str:
    """Where a county's land is today: itself, or the only successor of a retired one."""
    status = division_table().lookup(code)
    if isinstance(status, Abolished) and len(status.successors) == 1:
        return status.successors[0]
    return code


def _name(code: str) -> str:
    """The name of a current division, else of an abolished one, else empty."""
    table = division_table()
    former = table.abolished.get(code)
    return table.names.get(code) or (former.name if former else "")
