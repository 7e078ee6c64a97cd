"""Whether a column's text begins with another division than the declared one, as expressions.

Only rows that can matter are looked at closely: those that begin like some division's name and
do not have the declared county's own name near the beginning.  The meaning of names is left
to `auditor.place_names`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TypeAlias

import numpy as np
import polars as pl

from auditor.division_text import known_codes
from auditor.place_names import LEAD, known_leads, province_names
from auditor.record_text import text
from gb28181.divisions import division_table

__all__ = ["begins_elsewhere", "begins_with_retired"]

Leads: TypeAlias = Callable[[], Mapping[str, str]]
Question: TypeAlias = Callable[[pl.DataFrame], pl.Expr]

_CODES = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{9}|[0-9]{12})$"
_HEAD = 24
_TOWNSHIP = "(?:街道|镇|乡|苏木)$"
# After a county alone must come a place in it, or nothing.  An institution that bears its
# home's name may well stand elsewhere (办事处, 商会, 学校, 分公司), and 市场 is no 市.
_INSIDE = (
    "^(?:$|[^局院司厅委馆政驻场间域]{1,6}(?:街道|镇|乡)"
    "|[^局院司厅委馆政驻场间域会校店厂所站行社厦部队处办中]{1,7}"
    "(?:社区|村|小区|路|街|大道|巷|胡同|号))"
)


def begins_elsewhere(column: str) -> pl.Expr:
    """The text begins with the names of a county that is not in the declared division."""
    return _asked(column, _current, _elsewhere)


def begins_with_retired(column: str) -> pl.Expr:
    """The text begins with names that are no more, and the declared code is another."""
    return _asked(column, _retired_leads, _retired)


def _asked(column: str, leads: Leads, which: Question) -> pl.Expr:
    """Whole columns at once: Polars does not share what two questions ask of one lead."""
    both = [text(column), text("division")]
    return pl.map_batches(both, partial(_mask, leads=leads, which=which), return_dtype=pl.Boolean)


def _mask(columns: Sequence[pl.Series], *, leads: Leads, which: Question) -> pl.Series:
    """For each row, whether ``which`` holds of it; false where it begins with no lead."""
    texts, divisions = columns
    rows = _leads(texts, divisions, _beginnings(leads))
    rows = rows.with_columns(named=_meaning(rows["lead"], leads()))
    mask = np.zeros(len(texts), dtype=bool)
    mask[rows.filter(which(rows))["at"].to_numpy()] = True
    return pl.Series(mask)


def _leads(texts: pl.Series, divisions: pl.Series, beginnings: tuple[str, ...]) -> pl.DataFrame:
    """Rows that may begin with a lead: position, declared code, text without province, lead."""
    rows = pl.DataFrame({"text": texts, "division": divisions}).with_row_index("at")
    rows = rows.filter(pl.col("text").str.slice(0, 2).is_in(beginnings)).with_columns(six=_six())
    head = pl.col("text").str.slice(0, _HEAD)
    own = pl.lit(_meaning(rows["six"], _county_names()))
    is_own = head.str.contains(own, literal=True)
    rows = rows.filter(~is_own.fill_null(value=False))
    body = pl.col("text").str.replace(f"^(?:{'|'.join(province_names())})", "")
    rows = rows.select("at", "six", body=body)
    return rows.with_columns(lead=pl.col("body").str.extract(f"({LEAD})", 1))


def _elsewhere(rows: pl.DataFrame) -> pl.Expr:
    declared = pl.lit(_meaning(rows["six"], _prefixes()))
    rest = pl.col("body").str.strip_prefix(pl.col("lead"))
    is_place = pl.col("lead").str.contains(_TOWNSHIP) | rest.str.contains(_INSIDE)
    return ~pl.col("named").str.starts_with(declared) & is_place


def _retired(_: pl.DataFrame) -> pl.Expr:
    return pl.col("named") != pl.col("six")


def _meaning(values: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    """What each value means, else null; a file has few values, the tables have many."""
    known = {value: meanings[value] for value in values.unique() if value in meanings}
    return values.replace_strict(known, default=None, return_dtype=pl.String)


def _six() -> pl.Expr:
    """The declared code at county level or above, padded; null when it is none."""
    division = pl.col("division")
    six = division.str.slice(0, 6).str.pad_end(6, "0")
    return pl.when(division.str.contains(_CODES)).then(six)


@cache
def _prefixes() -> dict[str, str]:
    """Six digits of a current division or heading → the digits above all that it covers."""
    return {code: _significant(code) for code in known_codes()}


def _significant(code: str) -> str:
    """A heading (110100, 370901) says no more than its four digits."""
    if code.endswith("0000"):
        return code[:2]
    return code if code in _county_names() else code[:4]


@cache
def _county_names() -> dict[str, str]:
    names = division_table().names
    return {code: name for code, name in names.items() if not code.endswith("00")}


@cache
def _current() -> dict[str, str]:
    return {lead: place.code for lead, place in known_leads().items() if not place.retired}


@cache
def _retired_leads() -> dict[str, str]:
    return {lead: place.code for lead, place in known_leads().items() if place.retired}


@cache
def _beginnings(leads: Leads) -> tuple[str, ...]:
    """The first two characters of each lead, or of the province before it."""
    return tuple(sorted({name[:2] for name in (*leads(), *province_names())}))
