"""NAME-07 and 20: line breaks, tabs and doubled blanks inside a name.

Blanks around it are the spreadsheet's and forgiven.  A single blank inside is nobody's fault.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]

# Vertical tab and form feed are control characters: NAME-02.
_BREAK = r"[\t\n\r\x{85}\x{2028}\x{2029}]"
_DOUBLED = r"[ \x{A0}\x{3000}]{2}"


def violated_break(_: Criteria) -> pl.Expr:
    """A line break or a tab."""
    return text("name").str.contains(_BREAK)


def violated_doubled(_: Criteria) -> pl.Expr:
    """Two blanks or more in a row, of either width."""
    return text("name").str.contains(_DOUBLED)


def explain_break(cells: Cells) -> Explanation:
    """Quote the name as it stands."""
    return Explanation(cell(cells, "name"), "设备名称中间有换行或制表符，目录和画面上无法完整显示")


def explain_doubled(cells: Cells) -> Explanation:
    """Quote the name as it stands."""
    return Explanation(cell(cells, "name"), "设备名称中间有连续空格，按名称比对时易误判为不同设备")


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="NAME-07",
            title="设备名称含换行或制表符",
            severity=Severity.WARNING,
            group=Group.NAME,
            field="name",
            clauses=(POLICY,),
            remediation="把名称改为一行，去掉换行和制表符",
        ),
        violated=violated_break,
        explain=explain_break,
        passing=({}, {"name": "\n星河里北门\t"}, {"name": "星河里 北门"}),
        failing=({"name": "北门\t东侧"}, {"name": "北门\n东侧"}),
    ),
    RecordRule(
        meta=RuleMeta(
            id="NAME-20",
            title="设备名称含连续空格",
            severity=Severity.INFO,
            group=Group.NAME,
            field="name",
            clauses=(POLICY,),
            remediation="把连续空格改为一个空格或去掉",
        ),
        violated=violated_doubled,
        explain=explain_doubled,
        passing=({}, {"name": "  星河里北门  "}, {"name": "星河里 北门 01"}),
        failing=({"name": "北门  东侧"}, {"name": "北门\u3000 东侧"}),
    ),
)
