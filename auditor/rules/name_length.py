"""NAME-04 and 05: a name too long for the register, or for one line on the picture.

The standard's schema gives names no limit (A.2.1.9), so neither is an error.  Of a name that
is too long for both only the first is told.
"""

import polars as pl

from auditor.clauses import ARCHIVE_PRACTICE, OSD_LINE
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

_REGISTER = 100
_OSD_LINE = 32


def _length() -> pl.Expr:
    return text("name").str.len_chars()


def violated_register(_: Criteria) -> pl.Expr:
    """More than the column holds."""
    return _length() > _REGISTER


def violated_line(_: Criteria) -> pl.Expr:
    """More than a text item of the picture holds."""
    return (_length() > _OSD_LINE) & (_length() <= _REGISTER)


def explain_register(cells: Cells) -> Explanation:
    """Count the characters."""
    name = cell(cells, "name")
    return Explanation(
        name, f"设备名称共 {len(name)} 个字符，超过 {_REGISTER} 个，上报时可能被截断"
    )


def explain_line(cells: Cells) -> Explanation:
    """Count the characters."""
    name = cell(cells, "name")
    return Explanation(
        name,
        f"设备名称共 {len(name)} 个字符，超过画面字符叠加一行的 {_OSD_LINE} 个，叠加时须分行或用简称",
    )


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="NAME-04",
            title="设备名称超过100个字符",
            severity=Severity.WARNING,
            group=Group.NAME,
            field="name",
            clauses=(ARCHIVE_PRACTICE,),
            remediation="缩短名称，去掉与位置无关的内容",
            rule_set=RuleSet.ARCHIVE,
        ),
        violated=violated_register,
        explain=explain_register,
        passing=({}, {"name": "北" * _REGISTER}),
        failing=({"name": "北" * (_REGISTER + 1)},),
    ),
    RecordRule(
        meta=RuleMeta(
            id="NAME-05",
            title="设备名称超过字符叠加一行的长度",
            severity=Severity.INFO,
            group=Group.NAME,
            field="name",
            clauses=(OSD_LINE,),
            remediation="名称同时用作画面字符叠加时，缩短到 32 个字符以内或分行叠加",
        ),
        violated=violated_line,
        explain=explain_line,
        passing=({}, {"name": "北" * _OSD_LINE}, {"name": "北" * (_REGISTER + 1)}),
        failing=({"name": "北" * (_OSD_LINE + 1)},),
    ),
)
