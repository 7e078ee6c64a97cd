"""ARCH-02, 11 to 17 and 23 to 25: a number that 一机一档 does not list, or a spreadsheet's date.

The lists were seen in software only, so warnings; and only numbers are judged: a word (一类,
球机, 在用, 室外) says what is meant.  Where newer templates took over the Catalog's numbers,
both are right.  Never judged: makers' codes and 所属部门/行业, which differ between systems, and
联网属性 (ARCH-03), whose 0 and 1 mean opposite things in two of them: of these only a date is
told, which "1/5" becomes in a spreadsheet and which is no value in any system.  监控点位类型 and 设备状态
of a directory export are CAT-17 and CAT-06.
"""

import re
from dataclasses import dataclass

import polars as pl

from auditor.catalog_text import NOTHING, directory_export, matches
from auditor.clauses import ARCHIVE_PRACTICE
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell
from auditor.registry.damage import rewritten
from auditor.registry.dates import DATE, before_date
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

# Anything but digits, points and slashes makes it a word.
_WORD = "(?s:.*[^0-9./].*)"
_SHORT_CODES = "[0-9]{1,3}(?:/[0-9]{1,2}){0,2}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A column with the numbers that are right; ``wanted`` says them to the reader (Chinese)."""

    id: str
    column: str
    label: str
    numbers: tuple[int, ...]
    wanted: str
    wrong: str
    is_list: bool = False
    in_directories: bool = True


_LISTS = (
    _Listed(
        id="ARCH-02", column="point_type", label="监控点位类型",
        numbers=(1, 2, 3, 4, 9), wanted="1 一类、2 二类、3 三类、4 公安内部、9 其他",
        wrong="5", in_directories=False,
    ),
    _Listed(
        id="ARCH-11", column="camera_type", label="摄像机类型",
        numbers=(*range(1, 8), 99),
        wanted="1 球机、2 半球、3 固定枪机、4 遥控枪机、5 卡口枪机、99 未知（或国标 1—7）",
        wrong="12",
    ),
    _Listed(
        id="ARCH-12", column="function_type", label="摄像机功能类型",
        numbers=(*range(1, 7), 99),
        wanted="1 车辆卡口、2 人员卡口、3 微卡口、4 特征摄像机、5 普通监控、6 高空瞭望、99 其他",
        wrong="1/8", is_list=True,
    ),
    _Listed(
        id="ARCH-13", column="supply_light", label="补光属性",
        numbers=(1, 2, 3, 4, 9), wanted="1 无、2 红外、3 白光、9 其他（或国标 4 激光）", wrong="5",
    ),
    _Listed(
        id="ARCH-14", column="encoding_format", label="摄像机编码格式",
        numbers=(1, 2, 3, 4),
        wanted="1 MPEG-4、2 H.264、3 SVAC、4 H.265（国标 SDP 的 5 才是 H.265，二者不同）",
        wrong="5",
    ),
    _Listed(
        id="ARCH-15", column="position_type", label="摄像机位置类型",
        numbers=(*range(1, 16), *range(96, 100)), wanted="1—15、96—99", wrong="1/20", is_list=True,
    ),
    _Listed(
        id="ARCH-16", column="direction", label="监视方位",
        numbers=tuple(range(1, 10)),
        wanted="1 东、2 西、3 南、4 北、5 东南、6 东北、7 西南、8 西北、9 全向",
        wrong="0",
    ),
    _Listed(
        id="ARCH-17", column="status", label="设备状态",
        numbers=(1, 2, 3), wanted="1 在用、2 维修、3 拆除", wrong="4", in_directories=False,
    ),
)  # fmt: skip


_UNLISTED = (
    ("ARCH-23", "maker", "设备厂商"),
    ("ARCH-24", "networking", "联网属性"),
    ("ARCH-25", "industry", "所属部门/行业"),
)


def _rule(listed: _Listed) -> RecordRule:
    one = rf"0*(?:{'|'.join(map(str, listed.numbers))})(?:\.0)?"
    right = f"{one}(?:/{one})*" if listed.is_list else one

    def violated(_: Criteria) -> pl.Expr:
        unlisted = ~matches(listed.column, f"(?:{right}|{_WORD}|{NOTHING})?")
        unlisted |= matches(listed.column, DATE)
        return unlisted if listed.in_directories else unlisted & ~directory_export()

    def explain(cells: Cells) -> Explanation:
        written = cell(cells, listed.column)
        damage = rewritten(written)
        if damage is None:
            return Explanation(written, f"{listed.label}的数字代码不在所见取值中：{listed.wanted}")
        return Explanation(
            written,
            f"{listed.label}{damage.message}；所见取值：{listed.wanted}",
            before_date(written, lambda text: re.fullmatch(right, text) is not None),
        )

    return RecordRule(
        meta=_meta(
            listed.id,
            listed.column,
            f"{listed.label}代码不在所见取值中",
            f"核对本地一机一档字典后更正{listed.label}",
        ),
        violated=violated,
        explain=explain,
        passing=({}, {listed.column: ""}, {listed.column: f"{listed.numbers[0]}.0"}),
        failing=({listed.column: listed.wrong}, {listed.column: "2025-01-05"}),
    )


def _date_rule(rule_id: str, column: str, label: str) -> RecordRule:
    """Of a column whose values nobody can list."""

    def violated(_: Criteria) -> pl.Expr:
        return matches(column, DATE)

    def explain(cells: Cells) -> Explanation:
        written = cell(cells, column)
        damage = rewritten(written)
        return Explanation(
            written,
            f"{label}{damage.message if damage else '为日期'}",
            before_date(written, lambda text: re.fullmatch(_SHORT_CODES, text) is not None),
        )

    return RecordRule(
        meta=_meta(rule_id, column, f"{label}为日期", f"从原始资料重新录入{label}，以文本格式保存"),
        violated=violated,
        explain=explain,
        passing=({}, {column: "1/5"}, {column: "2025"}),
        failing=({column: "2025-01-05"}, {column: "1月5日"}),
    )


def _meta(rule_id: str, column: str, title: str, remediation: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=Severity.WARNING,
        group=Group.ARCHIVE,
        field=column,
        clauses=(ARCHIVE_PRACTICE,),
        remediation=remediation,
        rule_set=RuleSet.ARCHIVE,
    )


RULES = (
    *(_rule(listed) for listed in _LISTS),
    *(_date_rule(rule_id, column, label) for rule_id, column, label in _UNLISTED),
)
