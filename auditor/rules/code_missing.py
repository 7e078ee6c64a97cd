"""CODE-01: a registered camera without a device code."""

import polars as pl

from auditor.clauses import CATALOG_ITEM, CODE_UNIQUE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import filled
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """The cell is empty."""
    return ~filled("device_code")


def explain(_: Cells) -> Explanation:
    """Nothing to quote."""
    return Explanation("", "设备编码为空")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-01",
        title="设备编码为空",
        severity=Severity.ERROR,
        group=Group.CODE,
        field="device_code",
        clauses=(CATALOG_ITEM, CODE_UNIQUE),
        remediation="按 GB/T 28181 附录E 为该摄像机编制 20 位设备编码并登记",
    ),
    violated=violated,
    explain=explain,
    passing=({},),
    failing=({"device_code": ""}, {"device_code": "  "}),
)
