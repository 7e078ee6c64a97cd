"""NAME-22: a name that was typed to fill the field: a word for "nothing", for a test, a date.

A warning: no standard forbids such a name.  The whole name must be one.  Makers' defaults are
NAME-09, an empty cell NAME-01.  A date is what "3-1" (a building and its unit) becomes in a
spreadsheet.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.factory_names import is_placeholder_name
from auditor.model import Severity
from auditor.record_text import cell
from auditor.registry.damage import rewritten
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """The whole name is one."""
    return is_placeholder_name()


def explain(cells: Cells) -> Explanation:
    """Quote the name."""
    name = cell(cells, "name")
    damage = rewritten(name)
    if damage is not None:
        return Explanation(name, f"设备名称{damage.message}")
    return Explanation(name, "设备名称疑为占位内容，不能说明安装位置")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-22",
        title="设备名称为占位内容",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(POLICY,),
        remediation="改为能说明安装位置的名称，如“区县＋街道＋社区＋位置＋序号”",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"name": "测试中心门口"},
        {"name": "北门"},
        {"name": "监控中心1"},
        {"name": "5月1日广场"},
    ),
    failing=(
        {"name": "测试"},
        {"name": "未命名"},
        {"name": "NULL"},
        {"name": "-"},
        {"name": "监控点1"},
        {"name": "2025-03-01"},
    ),
)
