"""GEO-11: the position lies far from every planned key location of the community.

A warning: the plan draws no boundary of the community.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, inside_china
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_FAR_M = 2000.0


def violated(_: Criteria) -> pl.Expr:
    """More than two kilometres from the hull of the planned positions, yet in China."""
    return inside_china() & (pl.col("community_distance_m").fill_nan(None) > _FAR_M)


def explain(cells: Cells) -> Explanation:
    """Tell the distance in kilometres."""
    pair = f"{cell(cells, 'longitude')}, {cell(cells, 'latitude')}"
    away = float(cells["community_distance_m"]) / 1000
    return Explanation(pair, f"距本社区各关键位置所围范围 {away:.1f} 公里")


RULE = RecordRule(
    meta=RuleMeta(
        id="GEO-11",
        title="位置远离本社区",
        severity=Severity.WARNING,
        group=Group.POSITION,
        field="longitude",
        clauses=(POLICY,),
        remediation="核对经纬度与所属社区，确有必要时更正其一",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"longitude": "117.675"}, {"longitude": "17.661"}),
    failing=({"longitude": "117.761"},),
)
