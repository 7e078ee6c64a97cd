"""CODE-13 and CODE-14: digits 9-10 hold an industry that the standard reserves.

The editions differ: 80-89 (居民自建) became reserved in 2022, 12-14 and 56-59 defined.  A code
does not tell the edition that it was made under, so only what both reserve is an error.
"""

import polars as pl

from auditor.clauses import CODE_INDUSTRY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.tables import RESERVED_INDUSTRIES

__all__ = ["RULES"]

_ALWAYS_RESERVED = frozenset.intersection(*RESERVED_INDUSTRIES.values())


def violated_always(_: Criteria) -> pl.Expr:
    """Reserved by both editions: 自定义 and other defined ranges pass."""
    return _industry_is_in(_ALWAYS_RESERVED)


def violated_now(criteria: Criteria) -> pl.Expr:
    """Reserved by the edition in force, defined by the other one."""
    return _industry_is_in(RESERVED_INDUSTRIES[criteria.edition] - _ALWAYS_RESERVED)


def _industry_is_in(industries: frozenset[str]) -> pl.Expr:
    return well_formed_code() & code_part("industry").is_in(sorted(industries))


def explain_always(cells: Cells) -> Explanation:
    """Quote the two digits."""
    code = cell(cells, "device_code")
    return Explanation(code, f"行业编码（第9—10位）{code[8:10]} 为标准预留值，不得使用")


def explain_now(cells: Cells) -> Explanation:
    """Quote the two digits, and say that the other edition knows them."""
    code = cell(cells, "device_code")
    return Explanation(
        code, f"行业编码（第9—10位）{code[8:10]} 在所用版本的标准中为预留值，在另一版本中有定义"
    )


def _meta(rule_id: str, title: str, severity: Severity, remediation: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_INDUSTRY,),
        remediation=remediation,
    )


RULES = (
    RecordRule(
        meta=_meta(
            "CODE-13",
            "行业编码为预留值",
            Severity.ERROR,
            "按行业编码表改用已定义的值；社区摄像机通常为 01（社会治安社区接入）",
        ),
        violated=violated_always,
        explain=explain_always,
        passing=(
            {},
            {"device_code": "37011600991326000001"},
            {"device_code": "37011600801326000001"},
            {"device_code": "370116003013260"},
        ),
        failing=({"device_code": "37011600301326000001"},),
    ),
    RecordRule(
        meta=_meta(
            "CODE-14",
            "行业编码为另一版标准的值",
            Severity.WARNING,
            "确认编码所依据的标准版本；新编设备按现行版行业编码表取值",
        ),
        violated=violated_now,
        explain=explain_now,
        passing=({}, {"device_code": "37011600121326000001"}),
        failing=({"device_code": "37011600801326000001"},),
    ),
)
