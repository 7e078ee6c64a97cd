"""CODE-22: digit 14 is 9, which both editions reserve."""

import polars as pl

from auditor.clauses import CODE_STRUCTURE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.tables import RESERVED_NETWORKS

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """Reserved by the edition in force."""
    return well_formed_code() & code_part("network").is_in(
        sorted(RESERVED_NETWORKS[criteria.edition])
    )


def explain(cells: Cells) -> Explanation:
    """Quote the digit."""
    code = cell(cells, "device_code")
    return Explanation(code, f"网络标识（第14位）{code[13:14]} 为标准预留值，不得使用")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-22",
        title="网络标识为预留值",
        severity=Severity.ERROR,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_STRUCTURE,),
        remediation="按摄像机实际接入的网络改用 0—8 中的值",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": "37011600011327000001"}),
    failing=({"device_code": "37011600011329000001"},),
)
