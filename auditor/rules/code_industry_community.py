"""CODE-16: a community's camera whose industry is plainly another body's.

No clause says which industry a community's camera has; 01 (社区) and 00 (路面) are usual, but
schools, shops, property companies and villages of a community rightly have theirs.  So this is
a remark, and only about what has no place in one: police premises, the inside of traffic
offices, customs, and (2022) aviation, railways and shipping.
"""

import polars as pl

from auditor.clauses import CODE_INDUSTRY, POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, filled, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition
from gb28181.tables import RESERVED_INDUSTRIES, industry

__all__ = ["RULE"]

_FOREIGN = frozenset({"02", "06", "10", "12", "13", "14"})


def violated(criteria: Criteria) -> pl.Expr:
    """A foreign industry that the edition defines; the others have their own rules."""
    foreign = sorted(_FOREIGN - RESERVED_INDUSTRIES[criteria.edition])
    return well_formed_code() & filled("community") & code_part("industry").is_in(foreign)


def explain(cells: Cells) -> Explanation:
    """Name the industry; 02, 06 and 10 read the same in both editions."""
    code = cell(cells, "device_code")
    entry = industry(code[8:10], Edition.E2022)
    name = f"“{entry.name}”" if entry else ""
    return Explanation(
        code,
        f"行业编码（第9—10位）{code[8:10]} 表示{name}，与社区（{cell(cells, 'community')}）不相称",
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-16",
        title="行业编码与社区摄像机不相称",
        severity=Severity.INFO,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_INDUSTRY, POLICY),
        remediation="核对行业编码；社区摄像机通常为 01（社会治安社区接入）或 00（路面）",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"device_code": "37011600001326000001"},
        {"device_code": "37011600111326000001"},
        {"device_code": "37011600101326000001", "community": ""},
    ),
    failing=({"device_code": "37011600101326000001"}, {"device_code": "37011600131326000001"}),
)
