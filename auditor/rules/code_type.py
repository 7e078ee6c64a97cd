"""CODE-18: digits 11-13 name a server, a group, an organisation or a user.

Recorders, encoders and extension types are left alone here: a register may list them, and
local extensions exist.
"""

import polars as pl

from auditor.clauses import CODE_TYPE
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.codes import Edition
from gb28181.tables import NOT_CAMERA_TYPES, device_type

__all__ = ["RULE"]


def violated(_: Edition) -> pl.Expr:
    """Only types that both editions define as something that never is a camera."""
    return well_formed_code() & code_part("type_code").is_in(sorted(NOT_CAMERA_TYPES))


def explain(cells: Cells) -> Explanation:
    """Name the type in the standard's words."""
    code = cell(cells, "device_code")
    entry = device_type(code[10:13], Edition.E2022)
    meaning = f"表示“{entry.name}”" if entry else "不是摄像机类型"
    return Explanation(code, f"类型编码（第11—13位）{code[10:13]} {meaning}，不是摄像机")


RULE = RecordRule(
    meta=RuleMeta(
        id="CODE-18",
        title="类型编码不是前端设备",
        severity=Severity.ERROR,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_TYPE,),
        remediation="摄像机通道的类型编码应为 131（摄像机）或 132（网络摄像机），请核对后更正",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"device_code": "37011600011316000001"},
        {"device_code": "37011600011186000001"},
    ),
    failing=({"device_code": "37011600012006000001"}, {"device_code": "37011600012156000001"}),
)
