"""GEO-06 and GEO-15: the position lies outside the division that the record declares.

By two open boundary layers, or by the customer's own where there is one.  Outside means outside
both by more than each layer's uncertainty; inside one only, or near the border, cannot be judged
and is told as such, as is a county that no layer knows.  The open layers are no authority: what
lies within two kilometres of the border in another county of the same prefecture is a warning.
Counties directly under a province (digits 3-4 are 90) have no prefecture: the province counts.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, POLICY, RECORDS
from auditor.criteria import Criteria
from auditor.division_text import named
from auditor.geo.containment import Verdict
from auditor.model import Severity
from auditor.record_text import cell, position_pair, possible_readings, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_CLEARLY_M = 2000.0
_PROVINCE = 2
_PREFECTURE = 4
# Their districts (01) and counties (02) are of one city: 500101 万州区, 500235 云阳县.
_MUNICIPALITIES = ("11", "12", "31", "50")
_DIRECT = "90"


def _outside() -> pl.Expr:
    return pl.col("county_verdict") == Verdict.OUTSIDE


def _clearly() -> pl.Expr:
    """In another prefecture, in none, far off, or by the customer's own boundary."""
    far = pl.col("county_distance_m") > _CLEARLY_M
    return ~_same_city() | far | pl.col("county_by_customer")


def _same_city() -> pl.Expr:
    """Whether the county found is of the declared prefecture or municipality."""
    found, declared = pl.col("county_found"), text("division")
    wide = declared.str.slice(0, _PROVINCE).is_in(_MUNICIPALITIES)
    wide |= _is_direct(declared) | _is_direct(found)
    return _alike(found, declared, _PREFECTURE) | (wide & _alike(found, declared, _PROVINCE))


def _is_direct(code: pl.Expr) -> pl.Expr:
    """Whether it is a county or city directly under its province, such as 419001."""
    return code.str.slice(_PROVINCE, 2) == _DIRECT


def _alike(one: pl.Expr, other: pl.Expr, digits: int) -> pl.Expr:
    return one.str.slice(0, digits) == other.str.slice(0, digits)


def violated_clearly(_: Criteria) -> pl.Expr:
    """Outside, and not merely across the border."""
    return _outside() & _clearly()


def violated_nearby(_: Criteria) -> pl.Expr:
    """Just across the border to a county of the same prefecture."""
    return _outside() & ~_clearly()


def undecided(_: Criteria) -> pl.Expr:
    """Asked, and neither in nor out."""
    return pl.col("county_verdict").is_in([int(Verdict.UNKNOWN), int(Verdict.NEAR)])


def explain(cells: Cells) -> Explanation:
    """Where it lies, how far off, and what it may have been meant to be."""
    pair = position_pair(cells)
    declared = f"登记的行政区划 {named(cell(cells, 'division')[:6])}"
    match cells["county_verdict"]:
        case str(outside) if outside == str(int(Verdict.OUTSIDE)):
            away = float(cells["county_distance_m"]) / 1000
            where = f"，位于 {named(cells['county_found'])}" if cells["county_found"] else ""
            return Explanation(
                pair, f"位置在{declared}之外 {away:.1f} 公里{where}", possible_readings(cells)
            )
        case str(near) if near == str(int(Verdict.NEAR)):
            return Explanation(pair, f"位置靠近{declared}的边界，在边界数据误差之内，无法判定")
    return Explanation(pair, f"{declared}没有可用的边界数据，或两套边界相差过大，无法判定")


def _meta(rule_id: str, title: str, severity: Severity) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.POSITION,
        field="longitude",
        clauses=(CATALOG_ITEM, RECORDS, POLICY),
        remediation="核对经纬度与行政区划，现场实测后更正有误的一项",
    )


RULES = (
    RecordRule(
        meta=_meta("GEO-06", "位置不在登记的行政区划内", Severity.ERROR),
        violated=violated_clearly,
        explain=explain,
        passing=({}, {"longitude": "117.75"}, {"longitude": "", "latitude": ""}),
        failing=({"longitude": "117.089", "latitude": "36.188"}, {"division": "370902"}),
    ),
    RecordRule(
        meta=_meta("GEO-15", "位置在登记的行政区划边界之外", Severity.WARNING),
        violated=violated_nearby,
        undecided=undecided,
        explain=explain,
        passing=({}, {"longitude": "117.089", "latitude": "36.188"}),
        failing=({"longitude": "117.6986", "latitude": "36.1183"},),
    ),
)
