"""NAME-13, ARCH-07, GEO-18 and GEO-19: a device in this register and in a second list.

Asked only where a second list was given (`auditor check --second-list`).  Two lists that differ
do not tell which of them is right, so each is a warning here.  A mobile device's position may
differ between any two moments (GB/T 28181-2022 A.2.1.9 MobileDeviceType): it is not asked.
"""

import polars as pl

from auditor.clauses import CATALOG_ITEM, POLICY
from auditor.criteria import Criteria
from auditor.geo.second_list import Relation
from auditor.model import Severity
from auditor.record_text import cell, filled, position_pair
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_SHIFTS = (
    Relation.GCJ_SHIFT,
    Relation.GCJ_SHIFT_REVERSED,
    Relation.BD_SHIFT,
    Relation.BD_SHIFT_REVERSED,
)
_FAR_M = 100.0


def violated_name(_: Criteria) -> pl.Expr:
    """Another name there, width, case, blanks and brackets aside."""
    return pl.col("second_name").is_not_null()


def violated_missing(_: Criteria) -> pl.Expr:
    """No such device there."""
    return pl.col("second_missing")


def violated_shift(_: Criteria) -> pl.Expr:
    """Displaced by a datum's shift to within 20 m."""
    shifted = pl.col("second_relation").is_in([str(relation) for relation in _SHIFTS])
    return ~filled("mobile_type") & shifted


def violated_place(_: Criteria) -> pl.Expr:
    """Elsewhere, by no known shift, and not merely beside."""
    other = ~filled("mobile_type") & (pl.col("second_relation") == str(Relation.OTHER))
    return other & (pl.col("second_distance_m") > _FAR_M)


def explain_name(cells: Cells) -> Explanation:
    """Quote both names."""
    return Explanation(
        cell(cells, "name"), f"第二份清单中的名称为“{cells['second_name']}”，二者不一致"
    )


def explain_missing(cells: Cells) -> Explanation:
    """Quote the code."""
    return Explanation(cell(cells, "device_code"), "第二份清单中没有这一设备编码")


def explain_shift(cells: Cells) -> Explanation:
    """Tell the relation and the distance."""
    label = Relation(cells["second_relation"]).label
    away = float(cells["second_distance_m"])
    return Explanation(position_pair(cells), f"与第二份清单相差 {away:.0f} 米：{label}")


def explain_place(cells: Cells) -> Explanation:
    """Tell the distance."""
    away = float(cells["second_distance_m"])
    return Explanation(position_pair(cells), f"与第二份清单登记的位置相差 {away:.0f} 米")


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="NAME-13",
            title="名称与第二份清单不一致",
            severity=Severity.WARNING,
            group=Group.NAME,
            field="name",
            clauses=(POLICY,),
            remediation="核对台账与平台目录中的名称，统一为现场核实的一个",
        ),
        violated=violated_name,
        explain=explain_name,
        passing=({},),
        failing=({"second_name": "北门球机"},),
    ),
    RecordRule(
        meta=RuleMeta(
            id="ARCH-07",
            title="第二份清单中没有该设备",
            severity=Severity.WARNING,
            group=Group.ARCHIVE,
            field="device_code",
            clauses=(POLICY,),
            remediation="核实设备是否已接入平台或已建档，补录缺少的一方",
        ),
        violated=violated_missing,
        explain=explain_missing,
        passing=({},),
        failing=({"second_missing": "true"},),
    ),
    RecordRule(
        meta=RuleMeta(
            id="GEO-18",
            title="与第二份清单相差一个坐标系偏移",
            severity=Severity.WARNING,
            group=Group.POSITION,
            field="longitude",
            clauses=(CATALOG_ITEM, POLICY),
            remediation="确认两份清单各自的坐标系，把不是 WGS-84 的一份换算后登记",
        ),
        violated=violated_shift,
        explain=explain_shift,
        passing=({}, {"second_relation": "same", "second_distance_m": "3"}),
        failing=({"second_relation": "gcj_shift", "second_distance_m": "512"},),
    ),
    RecordRule(
        meta=RuleMeta(
            id="GEO-19",
            title="位置与第二份清单不一致",
            severity=Severity.WARNING,
            group=Group.POSITION,
            field="longitude",
            clauses=(POLICY,),
            remediation="现场实测后统一两份清单的经纬度",
        ),
        violated=violated_place,
        explain=explain_place,
        passing=({}, {"second_relation": "other", "second_distance_m": "40"}),
        failing=({"second_relation": "other", "second_distance_m": "850"},),
    ),
)
