"""GEO-01 and GEO-02: no position.

The standard demands it of 一类 and 二类 points; indicator 4 judges 经纬度 of every camera.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, RECORDS
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.point_types import OBLIGED_POINT_TYPES
from auditor.record_text import filled, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_OBLIGED = sorted(OBLIGED_POINT_TYPES)
_REMEDIATION = "现场实测并登记 WGS-84 经纬度（十进制度，宜保留 6 位小数）"


def _missing() -> pl.Expr:
    return ~(filled("longitude") & filled("latitude"))


def violated_obliged(_: Criteria) -> pl.Expr:
    """一类、二类 points: the standard itself demands the position."""
    return text("point_type").is_in(_OBLIGED) & _missing()


def violated_other(_: Criteria) -> pl.Expr:
    """All others: the scheme judges the position."""
    return ~text("point_type").is_in(_OBLIGED) & _missing()


def explain(cells: Cells) -> Explanation:
    """Tell which of the two is missing."""
    missing = [
        word
        for word, column in (("经度", "longitude"), ("纬度", "latitude"))
        if not cells.get(column, "").strip()
    ]
    return Explanation("", f"{'、'.join(missing)}未登记")


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="GEO-01",
            title="一类、二类点位未登记经纬度",
            severity=Severity.ERROR,
            group=Group.POSITION,
            field="longitude",
            clauses=(CATALOG_ITEM,),
            remediation=_REMEDIATION,
        ),
        violated=violated_obliged,
        explain=explain,
        passing=({}, {"point_type": "3", "longitude": ""}),
        failing=({"longitude": ""}, {"latitude": " "}, {"point_type": "一类", "latitude": ""}),
    ),
    RecordRule(
        meta=RuleMeta(
            id="GEO-02",
            title="未登记经纬度",
            severity=Severity.ERROR,
            group=Group.POSITION,
            field="longitude",
            clauses=(RECORDS,),
            remediation=_REMEDIATION,
        ),
        violated=violated_other,
        explain=explain,
        passing=({}, {"longitude": ""}),
        failing=({"point_type": "3", "longitude": ""}, {"point_type": "", "latitude": ""}),
    ),
)
