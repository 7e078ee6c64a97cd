"""DIV-05 and 06: the division is another than the code, or the operator, says.

The code's first digits locate the monitoring centre (E.1) and no clause asks for them to be the
camera's division, although all examples of Annex J have it so: only another prefecture is
doubtful, and it is a warning.  Where the operator names the county of the community, that is
what both are held against: DIV-06 asks the division, `code_community` the code, and DIV-05 is
silent.  A division that is no county of the table has rules of its own.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, DIRECTORY, POLICY
from auditor.code_text import (
    begins_locally,
    civil_code,
    division_six,
    expected_county,
    prefecture,
)
from auditor.criteria import Criteria
from auditor.division_text import county_codes, named
from auditor.model import Severity
from auditor.record_text import cell, code_part, text, well_formed_code
from auditor.rule import Cells, Clause, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]


def violated_code(criteria: Criteria) -> pl.Expr:
    """Both lie in a prefecture, not in the same, and nobody said which is right."""
    local = begins_locally(text("device_code"), criteria) | begins_locally(
        text("division"), criteria
    )
    asked = well_formed_code() & civil_code() & ~local & expected_county(criteria).is_null()
    return asked & (prefecture(code_part("division")) != prefecture(division_six()))


def violated_county(criteria: Criteria) -> pl.Expr:
    """A county of the table, and not the one that the operator names for the community."""
    asked = civil_code() & ~begins_locally(text("division"), criteria)
    is_county = division_six().is_in(list(county_codes()))
    return asked & is_county & (division_six() != expected_county(criteria))


def explain_code(cells: Cells) -> Explanation:
    """Name both places."""
    division, code = cell(cells, "division"), cell(cells, "device_code")
    return Explanation(
        division,
        f"行政区域 {named(division)} 与编码前六位 {named(code[:6])} 不在同一地市；"
        "编码前六位表示监控中心所在地",
    )


def explain_county(cells: Cells) -> Explanation:
    """Name the division and the community; the county too, where the frame tells it."""
    division, community = cell(cells, "division"), cell(cells, "community") or "未填"
    county = named(cell(cells, "expected_county")) if cell(cells, "expected_county") else ""
    stated = f"审计方给出的区划 {county}" if county else "审计方给出的区划"
    return Explanation(division, f"行政区域 {named(division)} 不是{stated}（社区：{community}）")


def _meta(
    rule_id: str, title: str, severity: Severity, clauses: tuple[Clause, ...], remediation: str
) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.DIVISION,
        field="division",
        clauses=clauses,
        remediation=remediation,
    )


RULES = (
    RecordRule(
        meta=_meta(
            "DIV-05",
            "行政区域与编码不在同一地市",
            Severity.WARNING,
            (DIRECTORY,),
            "核对行政区域与编码前六位，更正有误的一项",
        ),
        violated=violated_code,
        explain=explain_code,
        passing=({}, {"division": "370102"}, {"division": "37"}, {"division": "371202"}),
        failing=({"division": "370902"}, {"division": "3709"}, {"division": "340202"}),
    ),
    RecordRule(
        meta=_meta(
            "DIV-06",
            "行政区域不是社区所在区县",
            Severity.ERROR,
            (CATALOG_ITEM, POLICY),
            "按社区所在区县的行政区划代码更正，或更正审计方给出的社区区划表",
        ),
        violated=violated_county,
        explain=explain_county,
        passing=({}, {"division": "37011601"}, {"division": "370100"}, {"division": "370176"}),
        failing=({"division": "370117"}, {"division": "37011701"}),
        under=Criteria(counties={"": "370116"}),
    ),
)
