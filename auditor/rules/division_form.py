"""DIV-01 and DIV-09: a division that is not 2, 4, 6 or 8 digits.

Nine and twelve digits are statistical codes whose first six are right: a warning.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_CIVIL_CODE = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})$"
_STATISTICAL = r"^([0-9]{9}|[0-9]{12})$"


def violated_form(_: Criteria) -> pl.Expr:
    """Neither a CivilCode nor a statistical code; an empty cell too (必选)."""
    division = text("division")
    return ~division.str.contains(_CIVIL_CODE) & ~division.str.contains(_STATISTICAL)


def violated_statistical(_: Criteria) -> pl.Expr:
    """Nine or twelve digits."""
    return text("division").str.contains(_STATISTICAL)


def explain_form(cells: Cells) -> Explanation:
    """Empty or malformed."""
    division = cell(cells, "division")
    fault = "不是 2、4、6 或 8 位数字" if division else "为空"
    return Explanation(division, f"行政区域{fault}")


def explain_statistical(cells: Cells) -> Explanation:
    """The first six digits are what is wanted."""
    division = cell(cells, "division")
    return Explanation(
        division,
        f"行政区域为 {len(division)} 位统计用区划代码，国标目录项只用 2、4、6 或 8 位",
        f"改为前六位 {division[:6]}",
    )


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="DIV-01",
            title="行政区域不是区划代码",
            severity=Severity.ERROR,
            group=Group.DIVISION,
            field="division",
            clauses=(CATALOG_ITEM,),
            remediation="登记六位行政区划代码",
        ),
        violated=violated_form,
        explain=explain_form,
        passing=({}, {"division": "37011601"}, {"division": "370116001"}),
        failing=({"division": ""}, {"division": "莱芜区"}, {"division": "37011"}),
    ),
    RecordRule(
        meta=RuleMeta(
            id="DIV-09",
            title="行政区域为统计用代码",
            severity=Severity.WARNING,
            group=Group.DIVISION,
            field="division",
            clauses=(CATALOG_ITEM,),
            remediation="改用六位行政区划代码",
        ),
        violated=violated_statistical,
        explain=explain_statistical,
        passing=({}, {"division": "37011601"}),
        failing=({"division": "370116001"}, {"division": "370116001001"}),
    ),
)
