"""CODE-20, 32, 33 and 35: a type that may hide cameras, is local, skipped or other equipment.

A recorder or a multi-sensor device is no camera, its channels are (2022 E.1 note 3; 122 has
this meaning in the 2022 edition only).  Extension types are free to use, so that nobody but the
place that uses one knows whether it is a camera.  The 2022 table skips 202, 504 and 506 without
a word, 202 probably by an erratum.  Alarm inputs, decoders or gates are no cameras, but lists with
other front-end equipment are real, and their codes are right.  None of them is certainly wrong; servers and groups are
(`code_type`), and so no rule of its own is needed for group items in a list of cameras.
"""

import polars as pl

from auditor.clauses import CODE_TYPE, MULTI_SENSOR
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, well_formed_code
from auditor.rule import Cells, Clause, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition
from gb28181.tables import (
    EXTENSION_TYPES,
    MAIN_DEVICE_TYPES,
    NOT_PRINTED_TYPES,
    OTHER_DEVICE_TYPES,
    device_type,
)

__all__ = ["RULES"]

_CAMERAS = "131（摄像机）或 132（网络摄像机）"


def violated_main_device(criteria: Criteria) -> pl.Expr:
    """A device whose channels are the cameras."""
    return _type_is_in(MAIN_DEVICE_TYPES - EXTENSION_TYPES[criteria.edition])


def violated_extension(criteria: Criteria) -> pl.Expr:
    """Open to extension in the edition in force."""
    return _type_is_in(EXTENSION_TYPES[criteria.edition])


def violated_not_printed(criteria: Criteria) -> pl.Expr:
    """Skipped by the table of the edition in force."""
    return _type_is_in(NOT_PRINTED_TYPES[criteria.edition])


def violated_other_device(criteria: Criteria) -> pl.Expr:
    """Defined by the edition in force as equipment that is no camera and has no channels."""
    return _type_is_in(OTHER_DEVICE_TYPES[criteria.edition])


def _type_is_in(types: frozenset[str]) -> pl.Expr:
    return well_formed_code() & code_part("type_code").is_in(sorted(types))


def explain_main_device(cells: Cells) -> Explanation:
    """Name the device."""
    return _explain(cells, f"表示“{_name(cells)}”，为录像机或主设备，其通道才是摄像机")


def explain_other_device(cells: Cells) -> Explanation:
    """Name the equipment."""
    return _explain(cells, f"表示“{_name(cells)}”，不是摄像机通道")


def _name(cells: Cells) -> str:
    """The newer table's word; 202 has a name in the older one only."""
    code = cell(cells, "device_code")[10:13]
    entries = (device_type(code, edition) for edition in (Edition.E2022, Edition.E2016))
    return next((entry.name for entry in entries if entry and entry.name), "")


def explain_extension(cells: Cells) -> Explanation:
    """Say who knows what it means."""
    return _explain(cells, "属于标准留作扩展的范围，含义由本地约定")


def explain_not_printed(cells: Cells) -> Explanation:
    """Say that the table has a gap."""
    return _explain(cells, "在所用版本的类型编码表中未列出")


def _explain(cells: Cells, doubt: str) -> Explanation:
    code = cell(cells, "device_code")
    return Explanation(code, f"类型编码（第11—13位）{code[10:13]} {doubt}")


def _meta(
    rule_id: str, title: str, severity: Severity, clause: Clause, remediation: str
) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CODE,
        field="device_code",
        clauses=(clause,),
        remediation=remediation,
    )


RULES = (
    RecordRule(
        meta=_meta(
            "CODE-20",
            "登记的是录像机或主设备",
            Severity.WARNING,
            MULTI_SENSOR,
            f"改为登记其各视频通道的编码，通道类型为 {_CAMERAS}",
        ),
        violated=violated_main_device,
        explain=explain_main_device,
        passing=({}, {"device_code": "37011600011216000001"}),
        failing=({"device_code": "37011600011186000001"}, {"device_code": "37011600011226000001"}),
    ),
    RecordRule(
        meta=_meta(
            "CODE-32",
            "类型编码为扩展类型",
            Severity.INFO,
            CODE_TYPE,
            f"确认该扩展类型在本地的含义；摄像机通道宜用 {_CAMERAS}",
        ),
        violated=violated_extension,
        explain=explain_extension,
        passing=({}, {"device_code": "37011600011406000001"}),
        failing=({"device_code": "37011600011266000001"}, {"device_code": "37011600016006000001"}),
    ),
    RecordRule(
        meta=_meta(
            "CODE-33",
            "类型编码未在表中列出",
            Severity.WARNING,
            CODE_TYPE,
            f"核对类型编码；摄像机通道的类型编码应为 {_CAMERAS}",
        ),
        violated=violated_not_printed,
        explain=explain_not_printed,
        passing=({}, {"device_code": "37011600015076000001"}),
        failing=({"device_code": "37011600012026000001"}, {"device_code": "37011600015046000001"}),
    ),
    RecordRule(
        meta=_meta(
            "CODE-35",
            "类型编码表示其他设备",
            Severity.WARNING,
            CODE_TYPE,
            f"若该行是摄像机，类型编码应为 {_CAMERAS}；若确为其他设备，不宜列入摄像机台账",
        ),
        violated=violated_other_device,
        explain=explain_other_device,
        passing=({}, {"device_code": "37011600011216000001"}),
        failing=({"device_code": "37011600011346000001"}, {"device_code": "37011600015026000001"}),
    ),
)
