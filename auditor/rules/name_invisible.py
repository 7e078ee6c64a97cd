"""NAME-19: marks in a name that nobody sees, or that each system shows otherwise.

Zero-width and direction marks come with text pasted from web pages and chat programs; then two
names that look alike are not equal.  Private-use characters (自造字) have no common shape.
Letters damaged by a wrong encoding are left to NAME-02.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.name_characters import INVISIBLE, is_invisible, listed
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """Any such character, anywhere, that is no trace of a wrong encoding."""
    return text("name").str.contains(INVISIBLE) & pl.col("name_misread").is_null()


def explain(cells: Cells) -> Explanation:
    """List them by code point: they cannot be shown."""
    name = cell(cells, "name")
    return Explanation(name, f"设备名称含有不可见字符或自造字：{listed(name, is_invisible)}")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-19",
        title="设备名称含不可见字符或自造字",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(POLICY,),
        remediation="删去不可见字符后重新录入名称；自造字改用国标汉字",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "星河里（北门）-东4"}, {"name": "𠮷野家门口"}),
    failing=(
        {"name": "星河里\u200b北门"},
        {"name": "\u202a星河里北门\u202c"},
        {"name": "星河里\ue863北门"},
    ),
)
