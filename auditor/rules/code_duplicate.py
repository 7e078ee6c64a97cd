"""CODE-05: one device code on several registered cameras.

Which of them is right cannot be told from the registry, so each row of the group is named.
Codes that a spreadsheet cut to fifteen digits become equal, so five zeros at the end of a
doubled code are mentioned.
"""

import polars as pl

from auditor.clauses import CODE_UNIQUE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, well_formed_code
from auditor.registry.damage import code_damage
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """A well-formed code that stands more than once; malformed ones have their own rule."""
    return well_formed_code() & (pl.col("code_count") > 1)


def explain(cells: Cells) -> Explanation:
    """Name the rows that have it in common."""
    code, rows, count = cell(cells, "device_code"), cells["code_rows"], cells["code_count"]
    more = "等" if int(count) > rows.count("、") + 1 else ""
    damage = code_damage(code)
    doubt = f"；{damage.message}" if damage else ""
    return Explanation(
        code, f"该设备编码登记于 {count} 路摄像机（第 {rows} 行{more}），编码应全局唯一{doubt}"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-05",
        title="设备编码重复",
        severity=Severity.ERROR,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_UNIQUE,),
        remediation="核对同一编码的各行，确认为同一设备则合并，否则为其中的错误行重新编码",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"device_code": "37011600011326000099"}),
    failing=({"device_code": "37011600011326000002"},),
)
