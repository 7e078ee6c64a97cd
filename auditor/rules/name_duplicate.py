"""NAME-06: several cameras of one division under the same name.

Software of 一机一档 wants the two together to be unique.  Rows that also share their code are one
record written twice: CODE-05 tells of those.
"""

import polars as pl

from auditor.clauses import ARCHIVE_PRACTICE
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell, filled
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """More rows share the name than share the code."""
    return filled("name") & (pl.col("name_count") > pl.col("code_count").fill_null(1))


def explain(cells: Cells) -> Explanation:
    """Name the rows that have it in common."""
    name, rows, count = cell(cells, "name"), cells["name_rows"], cells["name_count"]
    more = "等" if int(count) > rows.count("、") + 1 else ""
    return Explanation(name, f"同一行政区域内有 {count} 路摄像机用此名称（第 {rows} 行{more}）")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-06",
        title="设备名称重复",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(ARCHIVE_PRACTICE,),
        remediation="在名称后加方位或序号，使同一行政区域内的名称各不相同",
        rule_set=RuleSet.ARCHIVE,
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "星河里北门"}, {"division": "370117"}),
    failing=({"name": "莱芜区云帆街道云帆社区星河里小区北门02"},),
)
