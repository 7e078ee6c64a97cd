"""GEO-10: the position lies where GCJ-02 would move the planned key location.

One position alone can never prove its datum.  With the planned position as anchor it is a
strong hint: displaced by the GCJ-02 vector to within 20 m, which a random displacement of
that size does in about 0.02 % of cases.  A hint is a warning, never an error.  A mobile
device has no place to be displaced from (GB/T 28181-2022 A.2.1.9 MobileDeviceType).
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import filled, position_pair
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_SAME_M = 20.0
# Where the shift itself is smaller, displacement and tolerance cannot be told apart.
_LEAST_SHIFT_M = 100.0


def violated(_: Criteria) -> pl.Expr:
    """Far from the planned position and close to its GCJ-02 image."""
    near_image = ~filled("mobile_type") & (pl.col("gcj_distance_m").fill_nan(None) <= _SAME_M)
    return near_image & (pl.col("key_distance_m").fill_nan(None) >= _LEAST_SHIFT_M)


def explain(cells: Cells) -> Explanation:
    """Tell the two distances that speak."""
    pair = position_pair(cells)
    away = float(cells["key_distance_m"])
    return Explanation(
        pair,
        f"距所登记关键位置 {away:.0f} 米，偏移方向和大小与 GCJ-02 偏移一致，"
        "疑为互联网地图（GCJ-02）坐标",
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="GEO-10",
        title="疑为GCJ-02坐标",
        severity=Severity.WARNING,
        group=Group.POSITION,
        field="longitude",
        clauses=(CATALOG_ITEM,),
        remediation="确认坐标来源；若取自互联网地图，换算为 WGS-84 后登记并现场核对",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"longitude": "117.655145", "latitude": "36.209026"}),
    failing=({"longitude": "117.666837", "latitude": "36.208984"},),
)
