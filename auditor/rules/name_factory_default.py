"""NAME-09: the name that the maker put in, which says nothing about the place.

A warning: no national standard forbids such a name.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_DEFAULT = (
    r"(?i)^(camera|ipc|ip ?camera|ipcamera|ipdome|ip dome|channel|chn|ch|cam|network camera|"
    r"通道|摄像机|摄像头|网络摄像机|枪机|球机)[ _\-#]*[0-9]*$|^[0-9]+$"
)


def violated(_: Criteria) -> pl.Expr:
    """The whole name is a default; a place's name that contains such a word passes."""
    return text("name").str.contains(_DEFAULT)


def explain(cells: Cells) -> Explanation:
    """Quote the name."""
    return Explanation(cell(cells, "name"), "设备名称疑为出厂默认名称或纯数字，不能说明安装位置")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-09",
        title="设备名称为出厂默认值",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(POLICY,),
        remediation="改为能说明安装位置的名称，如“区县＋街道＋社区＋位置＋序号”",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "球机维修部门口"}, {"name": "3号楼"}),
    failing=({"name": "Camera 01"}, {"name": "通道1"}, {"name": "0001"}),
)
