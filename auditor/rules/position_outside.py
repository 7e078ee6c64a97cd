"""GEO-04 and GEO-05: a position that cannot be a camera's in China.

Swapped and (0, 0) positions are told apart because their correction is known.  The extent is
that of the land and sea of China, taken wide; nothing finer is an error here.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, RECORDS
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, inside_china, position_pair, possible_readings
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]


def _swapped() -> pl.Expr:
    return inside_china("lat", "lon") & ~inside_china()


def _zero() -> pl.Expr:
    return (pl.col("lon") == 0) & (pl.col("lat") == 0)


def violated_outside(_: Criteria) -> pl.Expr:
    """Outside China, and not by one of the two mistakes of GEO-05; both numbers must be there."""
    readable = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    return readable & ~inside_china() & ~_swapped() & ~_zero()


def violated_mistaken(_: Criteria) -> pl.Expr:
    """Swapped, or (0, 0)."""
    return _swapped() | _zero()


def explain_outside(cells: Cells) -> Explanation:
    """Quote the pair."""
    return Explanation(position_pair(cells), "经纬度不在我国范围内", possible_readings(cells))


def explain_mistaken(cells: Cells) -> Explanation:
    """A swapped pair is given back the right way round."""
    longitude, latitude = cell(cells, "longitude"), cell(cells, "latitude")
    if float(longitude) == 0:
        return Explanation(position_pair(cells), "经纬度为 (0, 0)，是未填写的默认值")
    return Explanation(
        position_pair(cells),
        "经度与纬度填反",
        f"对调后登记：经度 {latitude}，纬度 {longitude}，并现场核对",
    )


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="GEO-04",
            title="经纬度超出我国范围",
            severity=Severity.ERROR,
            group=Group.POSITION,
            field="longitude",
            clauses=(CATALOG_ITEM, RECORDS),
            remediation="现场实测并登记 WGS-84 经纬度",
        ),
        violated=violated_outside,
        explain=explain_outside,
        passing=({}, {"longitude": "73.5", "latitude": "39.4"}),
        failing=({"longitude": "17.661"}, {"latitude": "-36.2"}),
    ),
    RecordRule(
        meta=RuleMeta(
            id="GEO-05",
            title="经纬度填反或为零",
            severity=Severity.ERROR,
            group=Group.POSITION,
            field="longitude",
            clauses=(CATALOG_ITEM, RECORDS),
            remediation="现场实测并登记 WGS-84 经纬度",
        ),
        violated=violated_mistaken,
        explain=explain_mistaken,
        passing=({}, {"longitude": "87.6", "latitude": "43.8"}),
        failing=(
            {"longitude": "36.209", "latitude": "117.661"},
            {"longitude": "0", "latitude": "0.000"},
        ),
    ),
)
