"""NAME-08: symbols that are unusual in a name.  Information: no standard forbids any.

Letters, digits and ideographs of any script, brackets and common punctuation are usual.  What is
left (pictograms, ornaments, the signs of markup and of file names) does not arrive everywhere.
Symbols that a wrong encoding made are left to NAME-02.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.name_characters import UNUSUAL, is_unusual, listed
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """Any such symbol, anywhere, that is no trace of a wrong encoding."""
    return text("name").str.contains(UNUSUAL) & pl.col("name_misread").is_null()


def explain(cells: Cells) -> Explanation:
    """List the symbols."""
    name = cell(cells, "name")
    return Explanation(
        name, f"设备名称含少见符号：{listed(name, is_unusual)}，部分设备或平台不能显示、存盘"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-08",
        title="设备名称含少见符号",
        severity=Severity.INFO,
        group=Group.NAME,
        field="name",
        clauses=(POLICY,),
        remediation="改用汉字、字母、数字和常用标点",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "云帆社区（东门）-1·球机#2、南往北"}, {"name": "A&B广场Ⅱ期〔①〕"}),
    failing=({"name": "★星河里北门"}, {"name": "星河里|北门"}, {"name": "星河里<北门>"}),
)
