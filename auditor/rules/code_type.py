"""CODE-17, 18 and 19: digits 11-13 name nothing, no camera, or what the edition reserves.

Recorders, encoders and extension types are left alone here: a register may list them, and
local extensions exist.
"""

import polars as pl

from auditor.clauses import CODE_TYPE
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.codes import Edition
from gb28181.tables import LISTED_TYPES, NOT_CAMERA_TYPES, RESERVED_TYPES, device_type

__all__ = ["RULES"]

_REMEDIATION = "摄像机通道的类型编码应为 131（摄像机）或 132（网络摄像机），请核对后更正"


def violated_unlisted(criteria: Criteria) -> pl.Expr:
    """Below 111, where neither edition lists anything."""
    return well_formed_code() & ~code_part("type_code").is_in(
        sorted(LISTED_TYPES[criteria.edition])
    )


def violated_not_camera(_: Criteria) -> pl.Expr:
    """Only types that both editions define as something that never is a camera."""
    return _type_is_in(NOT_CAMERA_TYPES)


def violated_reserved(criteria: Criteria) -> pl.Expr:
    """119 in 2022; older devices have it, since it was free for extensions before."""
    return _type_is_in(RESERVED_TYPES[criteria.edition])


def _type_is_in(types: frozenset[str]) -> pl.Expr:
    return well_formed_code() & code_part("type_code").is_in(sorted(types))


def _explain(cells: Cells, fault: str) -> Explanation:
    code = cell(cells, "device_code")
    return Explanation(code, f"类型编码（第11—13位）{code[10:13]} {fault}")


def explain_unlisted(cells: Cells) -> Explanation:
    """Quote the three digits."""
    return _explain(cells, "不在标准的类型编码表中（从 111 起）")


def explain_not_camera(cells: Cells) -> Explanation:
    """Name the type in the standard's words."""
    entry = device_type(cell(cells, "device_code")[10:13], Edition.E2022)
    name = entry.name if entry else "其他"
    return _explain(cells, f"表示“{name}”，不是摄像机")


def explain_reserved(cells: Cells) -> Explanation:
    """Quote the three digits."""
    return _explain(cells, "在所用版本的标准中为预留值")


def _meta(rule_id: str, title: str, severity: Severity) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CODE,
        field="device_code",
        clauses=(CODE_TYPE,),
        remediation=_REMEDIATION,
    )


RULES = (
    RecordRule(
        meta=_meta("CODE-17", "类型编码不在表中", Severity.ERROR),
        violated=violated_unlisted,
        explain=explain_unlisted,
        passing=({}, {"device_code": "37011600016996000001"}),
        failing=({"device_code": "37011600011106000001"},),
    ),
    RecordRule(
        meta=_meta("CODE-18", "类型编码不是前端设备", Severity.ERROR),
        violated=violated_not_camera,
        explain=explain_not_camera,
        passing=(
            {},
            {"device_code": "37011600011316000001"},
            {"device_code": "37011600011186000001"},
        ),
        failing=({"device_code": "37011600012006000001"}, {"device_code": "37011600012156000001"}),
    ),
    RecordRule(
        meta=_meta("CODE-19", "类型编码为预留值", Severity.WARNING),
        violated=violated_reserved,
        explain=explain_reserved,
        passing=({}, {"device_code": "37011600011306000001"}),
        failing=({"device_code": "37011600011196000001"},),
    ),
)
