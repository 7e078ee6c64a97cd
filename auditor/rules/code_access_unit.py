"""CODE-12: digits 7-8 name an access unit (基层接入单位) that the operator's list lacks.

The two digits are a local series of which no national list exists, so that only the operator's
own list can judge them, and only where it lists units of the same six digits: a list of one
county says nothing of another's.  00 stands for no unit (E.1).
"""

import polars as pl

from auditor.clauses import CODE_STRUCTURE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """A unit is named, its county has listed units, and it is none of them."""
    units = (criteria.access_units or frozenset()) | criteria.local_codes
    centre = code_part("centre")
    listed = sorted({unit[:6] for unit in criteria.access_units or ()})
    return (
        well_formed_code()
        & code_part("division").is_in(listed)
        & ~centre.str.ends_with("00")
        & ~centre.is_in(sorted(units))
    )


def explain(cells: Cells) -> Explanation:
    """Quote the eight digits."""
    code = cell(cells, "device_code")
    return Explanation(code, f"编码前八位 {code[:8]} 不在本地基层接入单位表中")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-12",
        title="编码的基层接入单位不在本地表中",
        severity=Severity.WARNING,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_STRUCTURE,),
        remediation="核对第7—8位；非基层单位接入的填 00，新设单位请补入本地基层接入单位表",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"device_code": "37011601011326000001"},
        {"device_code": "37011702011326000001"},
    ),
    failing=({"device_code": "37011602011326000001"},),
    under=Criteria(access_units=frozenset({"37011601"})),
)
