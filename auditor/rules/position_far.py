"""GEO-11: the position lies far from every planned key location of the community.

A warning: the plan draws no boundary of the community.  Where the customer's polygon of the
community is known, GEO-16 tells; a mobile device is not asked (GB/T 28181-2022 A.2.1.9).
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import filled, inside_china, position_pair
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_FAR_M = 2000.0


def violated(_: Criteria) -> pl.Expr:
    """More than two kilometres from the hull of the planned positions, yet in China."""
    asked = inside_china() & ~filled("mobile_type") & pl.col("area_distance_m").is_null()
    return asked & (pl.col("community_distance_m").fill_nan(None) > _FAR_M)


def explain(cells: Cells) -> Explanation:
    """Tell the distance in kilometres."""
    pair = position_pair(cells)
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
    passing=(
        {},
        {"longitude": "117.675"},
        {"longitude": "17.661"},
        {"longitude": "117.761", "area_distance_m": "0"},
        {"longitude": "117.761", "mobile_type": "1"},
    ),
    failing=({"longitude": "117.761"},),
)
