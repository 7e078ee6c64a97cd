"""ARCH-05 and ARCH-22: 录像保存天数 is no number of days, or a small one.

30 is the default of 一机一档 software and a habit of contracts, not a demand that was read in a
standard, so a smaller number is information, and only of 一类 and 二类 points.  What a directory
may write is CAT-20.
"""

import polars as pl

from auditor.catalog_text import NOTHING, directory_export, matches
from auditor.clauses import ARCHIVE_PRACTICE
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.point_types import OBLIGED_POINT_TYPES
from auditor.record_text import cell, text
from auditor.registry.damage import rewritten
from auditor.registry.dates import before_date
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

# 30, 30天, ≥30, 90天以上, 30.0
_DAYS = r"[^0-9-]{0,6}[0-9]{1,5}(?:\.0)?[^0-9]{0,6}"
_USUAL_DAYS = 30
_LIKELY_DAYS = 365
_FEW_DAYS = r"[^0-9-]{0,6}0*[12]?[0-9](?:\.0)?[^0-9]{0,6}"


def violated_form(_: Criteria) -> pl.Expr:
    """Something is written, and it is not one number."""
    return ~directory_export() & ~matches("record_days", f"(?:{_DAYS}|{NOTHING})?")


def violated_few(_: Criteria) -> pl.Expr:
    """Of public points only: how long others keep their pictures is their own affair."""
    public = text("point_type").is_in(sorted(OBLIGED_POINT_TYPES))
    return public & matches("record_days", _FEW_DAYS)


def explain_form(cells: Cells) -> Explanation:
    """Quote it; a number of days in a cell of date format is that day of 1900."""
    written = cell(cells, "record_days")
    damage = rewritten(written)
    if damage is None:
        return Explanation(written, "录像保存天数看不出是多少天")
    return Explanation(written, f"录像保存天数{damage.message}", before_date(written, _are_days))


def _are_days(reading: str) -> bool:
    return reading.isdecimal() and 0 < int(reading) <= _LIKELY_DAYS


def explain_few(cells: Cells) -> Explanation:
    """Quote it, and say whose number 30 is."""
    return Explanation(
        cell(cells, "record_days"),
        f"一类、二类点位录像保存不足 {_USUAL_DAYS} 天（一机一档软件的缺省值，并非标准条文）",
    )


def _meta(rule_id: str, title: str, severity: Severity, remediation: str) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.ARCHIVE,
        field="record_days",
        clauses=(ARCHIVE_PRACTICE,),
        remediation=remediation,
        rule_set=RuleSet.ARCHIVE,
    )


RULES = (
    RecordRule(
        meta=_meta(
            "ARCH-05", "录像保存天数不是数字", Severity.WARNING, "以整数登记录像保存天数，例如 30"
        ),
        violated=violated_form,
        explain=explain_form,
        passing=({}, {"record_days": "≥30天"}, {"record_days": "30.0"}, {"record_days": ""}),
        failing=(
            {"record_days": "一个月"},
            {"record_days": "-1"},
            {"record_days": "1900-01-30"},
        ),
    ),
    RecordRule(
        meta=_meta(
            "ARCH-22",
            "公共点位录像保存天数偏少",
            Severity.INFO,
            "核对实际保存天数与本地要求，必要时扩充存储",
        ),
        violated=violated_few,
        explain=explain_few,
        passing=({}, {"record_days": "30"}, {"point_type": "3", "record_days": "7"}),
        failing=({"record_days": "15"}, {"point_type": "一类", "record_days": "7天"}),
    ),
)
