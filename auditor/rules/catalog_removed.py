"""CAT-25: the file has elements that the 2022 edition took out of the Catalog item.

No fault, only a sign that the platform speaks the 2016 edition.  It is said once, of the first
row that fills such an element: of each row it would drown everything else.  2016's own values
of these elements were not read, and are not judged.
"""

import polars as pl

from auditor.catalog_text import empty
from auditor.clauses import CATALOG_ITEM
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition

__all__ = ["RULE"]

_REMOVED = {
    "owner": "Owner",
    "safety_way": "SafetyWay",
    "cert_num": "CertNum",
    "certifiable": "Certifiable",
    "err_code": "ErrCode",
    "end_time": "EndTime",
    "catalog_position": "PositionType",
    "use_type": "UseType",
}


def violated(criteria: Criteria) -> pl.Expr:
    """The first row with any of them."""
    if criteria.edition is not Edition.E2022:
        return pl.lit(value=False)
    used = pl.any_horizontal((~empty(column)).fill_null(value=False) for column in _REMOVED)
    return used & (used.cum_sum() == 1)


def explain(cells: Cells) -> Explanation:
    """Name the elements of this row."""
    used = "、".join(element for column, element in _REMOVED.items() if cell(cells, column))
    return Explanation(
        used, f"台账含2022版已删除的目录项元素（本行起：{used}），平台可能按2016版实现"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="CAT-25",
        title="含2022版已删除的目录项元素",
        severity=Severity.INFO,
        group=Group.CATALOG,
        field="owner",
        clauses=(CATALOG_ITEM,),
        remediation="确认平台所实现的标准版本；审计时按该版本选择标准",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"owner": ""}),
    failing=({"owner": "某单位"}, {"use_type": "1", "safety_way": "0"}),
)
