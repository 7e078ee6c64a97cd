"""DIV-01 and DIV-09: a division that is not 2, 4, 6 or 8 digits.

Nine and twelve digits are statistical codes whose first six are right: a warning.  Two lists
number townships, and differently, so that the finding says what the code is in which of them.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.division_text import known_codes
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.registry.damage import fixed_code_damage
from auditor.registry.dates import before_date
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.townships import LENGTH, townships

__all__ = ["RULES"]

_CIVIL_CODE = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})$"
_STATISTICAL = r"^([0-9]{9}|[0-9]{12})$"
_LENGTHS = (2, 4, 6, 8)
_COUNTY_LENGTH = 6
_NO_TOWNSHIP = "000"


def violated_form(_: Criteria) -> pl.Expr:
    """Neither a CivilCode nor a statistical code; an empty cell too (必选)."""
    division = text("division")
    return ~division.str.contains(_CIVIL_CODE) & ~division.str.contains(_STATISTICAL)


def violated_statistical(_: Criteria) -> pl.Expr:
    """Nine or twelve digits."""
    return text("division").str.contains(_STATISTICAL)


def explain_form(cells: Cells) -> Explanation:
    """Empty, rewritten by a spreadsheet, or malformed."""
    division = cell(cells, "division")
    damage = fixed_code_damage(division, _LENGTHS)
    if damage is not None:
        hint = f"核对后改为 {damage.repaired}" if damage.repaired else ""
        return Explanation(
            division, f"行政区域{damage.message}", hint or before_date(division, _is_county)
        )
    fault = "不是 2、4、6 或 8 位数字" if division else "为空"
    return Explanation(division, f"行政区域{fault}")


def _is_county(reading: str) -> bool:
    return reading.isdecimal() and len(reading) == _COUNTY_LENGTH and reading in known_codes()


def explain_statistical(cells: Cells) -> Explanation:
    """The first six digits are what is wanted; what the others mean, by which list."""
    division = cell(cells, "division")
    return Explanation(
        division,
        f"行政区域为 {len(division)} 位统计用区划代码，国标目录项只用 2、4、6 或 8 位；"
        f"前九位 {_township(division[:LENGTH])}",
        f"改为前六位 {division[:6]}",
    )


def _township(nine: str) -> str:
    if nine.endswith(_NO_TOWNSHIP):
        return "未指明街道或乡镇"
    answer = townships().lookup(nine)
    match answer.civil, answer.statistical:
        case None, None:
            return f"{nine} 在民政、统计两种乡级代码表中均无"
        case civil, None:
            return f"{nine} 在民政乡级代码表中为{civil}，统计用代码表中无"
        case None, statistical:
            return f"{nine} 在统计用代码表中为{statistical}，民政乡级代码表中无"
        case civil, statistical if civil == statistical:
            return f"{nine} 在民政、统计两种乡级代码表中均为{civil}"
    return f"{nine} 在民政乡级代码表中为{answer.civil}，在统计用代码表中为{answer.statistical}"


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
        failing=(
            {"division": ""},
            {"division": "莱芜区"},
            {"division": "37011"},
            {"division": "370116.0"},
            {"division": "2914-12-05"},
        ),
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
