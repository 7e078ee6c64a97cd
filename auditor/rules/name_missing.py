"""NAME-01: a registered camera without a name."""

import polars as pl

from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import filled
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """The cell is empty."""
    return ~filled("name")


def explain(_: Cells) -> Explanation:
    """Nothing to quote."""
    return Explanation("", "设备名称为空")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-01",
        title="设备名称为空",
        severity=Severity.ERROR,
        group=Group.NAME,
        field="name",
        clauses=(CATALOG_ITEM,),
        remediation="登记能说明安装位置的设备名称",
    ),
    violated=violated,
    explain=explain,
    passing=({},),
    failing=({"name": ""}, {"name": "　"}),
)
