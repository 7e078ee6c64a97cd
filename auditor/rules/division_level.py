"""DIV-04: the division of a camera is a province or a city that has counties.

The form is right (A.2.1.9 allows 2 and 4 digits), but a camera stands in one county.  Cities
without counties (441900, 442000, 460400, 620200) and provinces of which the table lists no more
(71, 81, 82) cannot be told more precisely.  Eight digits whose last two are not 00 name a unit
below the city, which is precise enough.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, POLICY
from auditor.code_text import begins_locally, civil_code, division_six
from auditor.criteria import Criteria
from auditor.division_text import coarse_codes, named
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """A place with counties, and nothing below it."""
    division = text("division")
    unit = division.str.slice(6)
    asked = civil_code() & ~begins_locally(division, criteria) & unit.is_in(["", "00"])
    return asked & division_six().is_in(list(coarse_codes()))


def explain(cells: Cells) -> Explanation:
    """Name the place."""
    division = cell(cells, "division")
    return Explanation(division, f"行政区域 {named(division)} 未到区县级，其下还有区县")


RULE = RecordRule(
    meta=RuleMeta(
        id="DIV-04",
        title="行政区域未到区县级",
        severity=Severity.WARNING,
        group=Group.DIVISION,
        field="division",
        clauses=(CATALOG_ITEM, POLICY),
        remediation="登记摄像机所在区县的六位行政区划代码",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"division": "441900"},
        {"division": "4419"},
        {"division": "620200"},
        {"division": "71"},
        {"division": "37010001"},
    ),
    failing=(
        {"division": "37"},
        {"division": "3701"},
        {"division": "370100"},
        {"division": "37010000"},
        {"division": "1101"},
        {"division": "370101"},
    ),
)
