"""GEO-03: a position that is not written as decimal degrees."""

import polars as pl

from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, filled, position_pair, possible_readings
from auditor.registry.damage import number_damage
from auditor.registry.dates import before_date
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_LABELS = {"longitude": "经度", "latitude": "纬度"}
_MOST_DEGREES = 180


def violated(_: Criteria) -> pl.Expr:
    """Something is written in both cells, and one of them is no plain decimal number."""
    unread = pl.col("lon").is_null() | pl.col("lat").is_null()
    return filled("longitude") & filled("latitude") & unread


def explain(cells: Cells) -> Explanation:
    """Quote both, since either may be the cause."""
    pair = position_pair(cells)
    message = "经纬度不是十进制度数（如 117.661000），无法作为坐标使用"
    told = [
        f"；{label}{damage.message}"
        for column, label in _LABELS.items()
        if (damage := number_damage(cell(cells, column))) is not None
    ]
    hint = possible_readings(cells) or _before_dates(cells)
    return Explanation(pair, message + "".join(told), hint)


def _before_dates(cells: Cells) -> str:
    """A number in a cell of date format is shown as the day of that number."""
    hints = [
        f"{label}{hint}"
        for column, label in _LABELS.items()
        if (hint := before_date(cell(cells, column), _is_degrees))
    ]
    return "；".join(hints)


def _is_degrees(reading: str) -> bool:
    return "/" not in reading and float(reading) <= _MOST_DEGREES


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
