"""CODE-13: digits 9-10 hold an industry that the edition reserves."""

import polars as pl

from auditor.clauses import CODE_INDUSTRY
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.codes import Edition
from gb28181.tables import RESERVED_INDUSTRIES

__all__ = ["RULE"]


def violated(edition: Edition) -> pl.Expr:
    """Reserved values only: 自定义 and other defined ranges pass."""
    reserved = sorted(RESERVED_INDUSTRIES[edition])
    return well_formed_code() & code_part("industry").is_in(reserved)


def explain(cells: Cells) -> Explanation:
    """Quote the two digits."""
    code = cell(cells, "device_code")
    return Explanation(code, f"行业编码（第9—10位）{code[8:10]} 为标准预留值，不得使用")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-13",
        title="行业编码为预留值",
        severity=Severity.ERROR,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_INDUSTRY,),
        remediation="按行业编码表改用已定义的值；社区摄像机通常为 01（社会治安社区接入）",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": "37011600001326000001"}, {"device_code": "370116009913260"}),
    failing=({"device_code": "37011600301326000001"},),
)
