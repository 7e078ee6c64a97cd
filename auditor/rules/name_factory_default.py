"""NAME-09: the name that the maker put in, which says nothing about the place.

Words of equipment with a number, a bare address, a bare model.  A warning: no national standard
forbids such a name.  The whole name must be one, since places are called after anything.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.factory_names import is_factory_name
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """The whole name is a default; a place's name that contains such a word passes."""
    return is_factory_name()


def explain(cells: Cells) -> Explanation:
    """Quote the name."""
    return Explanation(
        cell(cells, "name"), "设备名称疑为出厂默认名称、地址、型号或纯数字，不能说明安装位置"
    )


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
    passing=({}, {"name": "球机维修部门口"}, {"name": "3号楼"}, {"name": "IPC大厦1"}),
    failing=(
        {"name": "Camera 01"},
        {"name": "通道1"},
        {"name": "0001"},
        {"name": "192.168.1.64"},
        {"name": "DS-2CD3T46WD-I3"},
    ),
)
