"""NAME-09: the name that the maker put in, which says nothing about the place.

Words of equipment with a number, a bare address, a bare model.  A warning: no national standard
forbids such a name.  The whole name must be one, since places are called after anything.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_WORD = (
    "camera|ipc|ip ?camera|ip ?dome|ip ptz dome|speed ?dome|channel|chn|ch|cam|network camera|"
    "hikvision|dahua|uniview|通道|摄像机|摄像头|网络摄像机|网络摄像头|枪机|球机|半球|枪型机|球型机"
)
_NUMBER = "[0-9]{0,20}(?:[_-][0-9]{1,6})?"
_ADDRESS = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?"
# Type designations as two makers print them, seen on equipment and not in any list.
_MODEL = r"ds-2[a-z]{2}[0-9][0-9a-z/()-]{2,30}|(?:dh-)?ipc-h[a-z]{2,3}[0-9][0-9a-z-]{2,30}"
_DEFAULT = (
    rf"(?i)^(?:(?:{_WORD})[ _\-#]*(?:{_NUMBER}|{_ADDRESS})|[0-9]+|{_ADDRESS}|(?:{_MODEL})"
    r"(?:[ _#][0-9]{1,20})?)$"
)


def violated(_: Criteria) -> pl.Expr:
    """The whole name is a default; a place's name that contains such a word passes."""
    return text("name").str.contains(_DEFAULT)


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
