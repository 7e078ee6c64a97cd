"""GEO-16: the position lies outside the customer's polygon of the record's own community.

Without that polygon nothing is asked: no open source has areas of communities.  Where there is
one, GEO-11, which only knows the planned key locations, is silent.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import position_pair
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_FAR_M = 500.0


def violated(_: Criteria) -> pl.Expr:
    """More than half a kilometre outside: gates and car parks lie at the edge."""
    return pl.col("area_distance_m") > _FAR_M


def explain(cells: Cells) -> Explanation:
    """Tell the distance."""
    pair = position_pair(cells)
    away = float(cells["area_distance_m"])
    return Explanation(pair, f"位置在所属社区范围之外 {away:.0f} 米")


RULE = RecordRule(
    meta=RuleMeta(
        id="GEO-16",
        title="位置不在所属社区范围内",
        severity=Severity.WARNING,
        group=Group.POSITION,
        field="longitude",
        clauses=(POLICY,),
        remediation="核对经纬度与所属社区，更正有误的一项",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"area_distance_m": "120"}),
    failing=({"area_distance_m": "800"},),
)
