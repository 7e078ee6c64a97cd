"""CODE-15: an industry that the editions define differently, in a register made under both.

43-55 mean other industries in 2016 than in 2022, and a code does not tell its edition.  In a
register of one edition that is no matter, so the remark is made only where the file has proof of
both: codes with industries that 2016 alone defines (80-89) and that 2022 alone does.
"""

import polars as pl

from auditor.clauses import CODE_INDUSTRY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition
from gb28181.tables import CHANGED_INDUSTRIES, RESERVED_INDUSTRIES, industry

__all__ = ["RULE"]

_ONLY_2016 = RESERVED_INDUSTRIES[Edition.E2022] - RESERVED_INDUSTRIES[Edition.E2016]
_ONLY_2022 = RESERVED_INDUSTRIES[Edition.E2016] - RESERVED_INDUSTRIES[Edition.E2022]


def violated(_: Criteria) -> pl.Expr:
    """Of changed meaning, in a file where both editions left their mark."""
    is_mixed = _industry_is_in(_ONLY_2016).any() & _industry_is_in(_ONLY_2022).any()
    return _industry_is_in(CHANGED_INDUSTRIES) & is_mixed


def _industry_is_in(industries: frozenset[str]) -> pl.Expr:
    return well_formed_code() & code_part("industry").is_in(sorted(industries))


def explain(cells: Cells) -> Explanation:
    """Give both meanings."""
    code = cell(cells, "device_code")
    entries = ((edition, industry(code[8:10], edition)) for edition in Edition)
    meanings = "，".join(
        f"{edition.value} 版表示“{entry.name}”" for edition, entry in entries if entry
    )
    message = (
        f"行业编码（第9—10位）{code[8:10]} 在两版标准中含义不同（{meanings}），本表混有两版编码"
    )
    return Explanation(code, message)


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-15",
        title="行业编码在两版标准中含义不同",
        severity=Severity.INFO,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_INDUSTRY,),
        remediation="确认该编码依据的标准版本，统一按现行版行业编码表取值",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": "37011600431326000001"}),
    failing=({"device_code": "37011600431326000001"},),
    beside=({"device_code": "37011600801326000006"}, {"device_code": "37011600121326000007"}),
)
