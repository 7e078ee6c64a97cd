"""NAME-16: the suffix 云台 of the customs' naming does not agree with the camera's type.

Customs (海关) name a movable camera with 云台 at the end, and only a movable one.  A type that is
not stated, or that may be either (半球), is not judged.
"""

import polars as pl

from auditor.clauses import CUSTOMS_NAMING
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell, filled, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_SUFFIX = "云台"
# PTZType of the Catalog (GB/T 28181-2022 A.2.1.9); 摄像机类型 of 一机一档 software agrees in
# these four: 1 球机, 3 固定枪机, 4 遥控枪机, but its 5 is a fixed one (卡口枪机).
_MOVABLE = {"ptz_type": ("1", "4", "5"), "camera_type": ("1", "4", "球机", "遥控枪机")}
_FIXED = {"ptz_type": ("3",), "camera_type": ("3", "5", "固定枪机", "卡口枪机")}


def violated(_: Criteria) -> pl.Expr:
    """A movable camera without the suffix, or a fixed one with it."""
    has_suffix = text("name").str.ends_with(_SUFFIX)
    movable, fixed = _is_any(_MOVABLE), _is_any(_FIXED)
    wrong = (movable & ~fixed & ~has_suffix) | (fixed & ~movable & has_suffix)
    return filled("name") & wrong


def _is_any(values: dict[str, tuple[str, ...]]) -> pl.Expr:
    return pl.any_horizontal(text(column).is_in(kinds) for column, kinds in values.items())


def explain(cells: Cells) -> Explanation:
    """Tell which of the two it is."""
    name = cell(cells, "name")
    if name.endswith(_SUFFIX):
        return Explanation(name, "固定摄像机的名称不应以“云台”结尾")
    return Explanation(name, "可转动摄像机的名称应以“云台”结尾")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-16",
        title="名称的云台后缀与摄像机类型不符",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(CUSTOMS_NAMING,),
        remediation="可转动摄像机的名称以“云台”结尾，固定摄像机去掉该后缀；或更正摄像机类型",
        rule_set=RuleSet.CUSTOMS,
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"name": "一号码头01云台", "ptz_type": "1"},
        {"name": "一号码头01", "ptz_type": "3"},
        {"name": "一号码头01云台", "camera_type": "2"},
        {"name": "一号码头01", "camera_type": "1", "ptz_type": "3"},
    ),
    failing=(
        {"name": "一号码头01", "ptz_type": "5"},
        {"name": "一号码头01云台", "camera_type": "3"},
    ),
    under=Criteria(rule_sets=frozenset({RuleSet.BASE, RuleSet.ARCHIVE, RuleSet.CUSTOMS})),
)
