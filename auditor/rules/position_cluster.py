"""GEO-08: more cameras at one place than a pole or a gate can hold.

Places are compared by distance (a metre), not by equal digits: registers are known in which the
last digits were shifted to pass a test for equality.  The limit of 29 is software practice.
"""

import polars as pl

from auditor.clauses import RECORDS
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import position_pair
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_MOST = 29


def violated(_: Criteria) -> pl.Expr:
    """More than 29 records within about a metre."""
    return pl.col("cluster_size") > _MOST


def explain(cells: Cells) -> Explanation:
    """Tell how many."""
    pair = position_pair(cells)
    return Explanation(
        pair, f"约 1 米范围内登记了 {cells['cluster_size']} 路摄像机，疑为默认坐标或批量填写"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="GEO-08",
        title="多路摄像机登记在同一位置",
        severity=Severity.WARNING,
        group=Group.POSITION,
        field="longitude",
        clauses=(RECORDS,),
        remediation="逐路现场实测；确在同一杆件或机房的，请在台账中注明",
    ),
    violated=violated,
    explain=explain,
    passing=({},),
    failing=({"cluster_size": "30"},),
)
