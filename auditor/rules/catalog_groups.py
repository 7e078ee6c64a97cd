"""CAT-22, 23, 54 and 55: who stands above whom in a directory (2022 Annex J).

业务分组 (type 215) and 虚拟组织 (216) are to be filled as the annex's examples are.  What kind
of thing a parent is, is read from the parent's own code: it need not stand in the file.  The
2016 edition puts the group's code into a virtual organisation's ParentID and BusinessGroupID
into Info, so under it nothing is judged (CAT-24).  That such rows are no cameras is CODE-18.
"""

import polars as pl

from auditor.catalog_text import empty, matches
from auditor.clauses import DIRECTORY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, code_part, text, well_formed_code
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition

__all__ = ["RULES"]

_SYSTEM, _GROUP, _ORGANISATION = "200", "215", "216"
_GROUP_ROW = "37011600002150000001"
_ORGANISATION_ROW = "37011600002160000001"
_SYSTEM_CODE = "37011600002000000001"
_CAMERA_CODE = "37011600011326000009"


def _row_of(type_code: str) -> pl.Expr:
    return well_formed_code() & (code_part("type_code") == type_code)


def _names_other(column: str, type_code: str) -> pl.Expr:
    """A whole code of another type; what is no code is CAT-03 or CAT-49."""
    return matches(column, "[0-9]{20}") & ~matches(column, f"[0-9]{{10}}{type_code}[0-9]{{7}}")


def _in_2022(criteria: Criteria, violated: pl.Expr) -> pl.Expr:
    return violated if criteria.edition is Edition.E2022 else pl.lit(value=False)


def violated_group(criteria: Criteria) -> pl.Expr:
    """The parent of a group is the system that made it."""
    wrong = empty("parent_id") | _names_other("parent_id", _SYSTEM)
    return _in_2022(criteria, _row_of(_GROUP) & wrong)


def violated_organisation(criteria: Criteria) -> pl.Expr:
    """A virtual organisation names its group."""
    wrong = empty("business_group_id") | _names_other("business_group_id", _GROUP)
    return _in_2022(criteria, _row_of(_ORGANISATION) & wrong)


def violated_parent(criteria: Criteria) -> pl.Expr:
    """Only another virtual organisation is a parent; below a group there is none."""
    return _in_2022(criteria, _row_of(_ORGANISATION) & _names_other("parent_id", _ORGANISATION))


def violated_own(_: Criteria) -> pl.Expr:
    """Not written in so many words by the standard, hence a warning; no tree can be like that."""
    return well_formed_code() & (pl.col("parent_id") == text("device_code"))


def explain_group(cells: Cells) -> Explanation:
    """Quote the parent."""
    return Explanation(
        cell(cells, "parent_id"), "业务分组的 ParentID 应为创建该分组的系统编码（类型 200）"
    )


def explain_organisation(cells: Cells) -> Explanation:
    """Quote the group."""
    return Explanation(
        cell(cells, "business_group_id"),
        "虚拟组织的 BusinessGroupID 应为所属业务分组的编码（类型 215）",
    )


def explain_parent(cells: Cells) -> Explanation:
    """Quote the parent."""
    return Explanation(
        cell(cells, "parent_id"),
        "虚拟组织的 ParentID 只能是上级虚拟组织（类型 216）；直属业务分组时不填",
    )


def explain_own(cells: Cells) -> Explanation:
    """Quote the code."""
    return Explanation(cell(cells, "parent_id"), "父设备编码与本设备编码相同")


def _meta(rule_id: str, title: str, field: str, severity: Severity = Severity.ERROR) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CATALOG,
        field=field,
        clauses=(DIRECTORY,),
        remediation="按标准附录J的示例更正目录项的上下级关系",
    )


RULES = (
    RecordRule(
        meta=_meta("CAT-22", "业务分组的上级不是系统", "parent_id"),
        violated=violated_group,
        explain=explain_group,
        passing=({}, {"device_code": _GROUP_ROW, "parent_id": _SYSTEM_CODE}),
        failing=(
            {"device_code": _GROUP_ROW, "parent_id": ""},
            {"device_code": _GROUP_ROW, "parent_id": _ORGANISATION_ROW},
        ),
    ),
    RecordRule(
        meta=_meta("CAT-23", "虚拟组织未指明业务分组", "business_group_id"),
        violated=violated_organisation,
        explain=explain_organisation,
        passing=({}, {"device_code": _ORGANISATION_ROW, "business_group_id": _GROUP_ROW}),
        failing=(
            {"device_code": _ORGANISATION_ROW, "business_group_id": ""},
            {"device_code": _ORGANISATION_ROW, "business_group_id": _SYSTEM_CODE},
        ),
    ),
    RecordRule(
        meta=_meta("CAT-54", "虚拟组织的上级不是虚拟组织", "parent_id"),
        violated=violated_parent,
        explain=explain_parent,
        passing=(
            {},
            {"device_code": _ORGANISATION_ROW, "parent_id": ""},
            {"device_code": _ORGANISATION_ROW, "parent_id": "37011600002160000002"},
        ),
        failing=({"device_code": _ORGANISATION_ROW, "parent_id": _GROUP_ROW},),
    ),
    RecordRule(
        meta=_meta("CAT-55", "父设备编码为设备自身", "parent_id", Severity.WARNING),
        violated=violated_own,
        explain=explain_own,
        passing=({}, {"parent_id": _SYSTEM_CODE}),
        failing=({"device_code": _CAMERA_CODE, "parent_id": _CAMERA_CODE},),
    ),
)
