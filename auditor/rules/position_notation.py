"""GEO-03: a position that is not written as decimal degrees."""

import polars as pl

from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import filled, position_pair, possible_readings
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """Something is written in both cells, and one of them is no plain decimal number."""
    unread = pl.col("lon").is_null() | pl.col("lat").is_null()
    return filled("longitude") & filled("latitude") & unread


def explain(cells: Cells) -> Explanation:
    """Quote both, since either may be the cause."""
    pair = position_pair(cells)
    message = "经纬度不是十进制度数（如 117.661000），无法作为坐标使用"
    return Explanation(pair, message, possible_readings(cells))


RULE = RecordRule(
    meta=RuleMeta(
        id="GEO-03",
        title="经纬度不是十进制度数",
        severity=Severity.ERROR,
        group=Group.POSITION,
        field="longitude",
        clauses=(CATALOG_ITEM,),
        remediation="换算为 WGS-84 十进制度数后登记，不带度分秒符号和方位字母",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"longitude": " 117.66 "}, {"longitude": ""}),
    failing=({"longitude": "117°39'39.6\""}, {"latitude": "36.2N"}, {"longitude": "117661000"}),
)
