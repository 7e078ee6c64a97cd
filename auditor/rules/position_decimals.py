"""GEO-07: a position written with too few decimals to find the camera by.

Tested on the text: four decimals are ten metres.  A spreadsheet drops zeros at the end, so one
number alone may look shorter than it was measured; both must be short, or one very short.
Six decimals are software practice (一机一档, GA/T 1400), not a clause: a warning.
"""

import polars as pl

from auditor.clauses import RECORDS
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import filled, inside_china, position_pair, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_SHORT = 4
_VERY_SHORT = 2


def _decimals(column: str) -> pl.Expr:
    return text(column).str.extract(r"\.([0-9]*)$").str.len_chars().fill_null(0)


def violated(_: Criteria) -> pl.Expr:
    """A readable position; others have their own rules, and a mobile device's is no place."""
    longitude, latitude = _decimals("longitude"), _decimals("latitude")
    both = pl.max_horizontal(longitude, latitude) <= _SHORT
    either = pl.min_horizontal(longitude, latitude) <= _VERY_SHORT
    return inside_china() & ~filled("mobile_type") & (both | either)


def explain(cells: Cells) -> Explanation:
    """Quote the texts."""
    pair = position_pair(cells)
    return Explanation(
        pair, "经纬度小数位数不足（4 位约 10 米，2 位约 1 公里），不能确定摄像机位置"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="GEO-07",
        title="经纬度小数位数不足",
        severity=Severity.WARNING,
        group=Group.POSITION,
        field="longitude",
        clauses=(RECORDS,),
        remediation="现场实测并登记 6 位小数的经纬度；表格中按文本保存，以免丢失末尾的零",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"longitude": "117.661"}, {"longitude": "117.6612", "latitude": "36.20912"}),
    failing=({"longitude": "117.66"}, {"longitude": "117.6612", "latitude": "36.2091"}),
)
