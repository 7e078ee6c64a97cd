"""CODE-30: the police unit (GA/T 380, twelve digits) lies in another prefecture than the camera.

Its first six digits are a division as a rule.  Railway, airport and forest police number their
units otherwise, and no clause asks for equality: a remark, and only where both are divisions of
the table.  The form of the twelve digits is left to the archive's rules.
"""

import polars as pl

from auditor.clauses import DIRECTORY
from auditor.code_text import begins_locally, civil_code, division_six, prefecture
from auditor.criteria import Criteria
from auditor.division_text import named
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_UNIT = "^[0-9]{12}$"


def violated(criteria: Criteria) -> pl.Expr:
    """Both lie in a prefecture, and not in the same."""
    unit, division = text("police_unit"), text("division")
    asked = unit.str.contains(_UNIT) & civil_code()
    local = begins_locally(division, criteria) | begins_locally(unit, criteria)
    return asked & ~local & (prefecture(unit.str.slice(0, 6)) != prefecture(division_six()))


def explain(cells: Cells) -> Explanation:
    """Name both places."""
    unit, division = cell(cells, "police_unit"), cell(cells, "division")
    return Explanation(
        unit,
        f"公安机关代码 {unit} 的前六位 {named(unit[:6])} 与行政区域 {named(division)} 不在同一地市",
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-30",
        title="公安机关与行政区域不在同一地市",
        severity=Severity.INFO,
        group=Group.CODE,
        field="police_unit",
        clauses=(DIRECTORY,),
        remediation="核对所属辖区公安机关代码与行政区域",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"police_unit": "370116000000"},
        {"police_unit": "370102540000"},
        {"police_unit": "370000000000"},
        {"police_unit": "莱芜分局"},
    ),
    failing=({"police_unit": "370902000000"},),
)
