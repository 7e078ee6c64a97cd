"""ARCH-01: cells that 一机一档 forms require are empty.

Twelve fields are required by the software that was seen.  Code, name, longitude and latitude
have rules of their own (CODE-01, NAME-01, GEO-01 and 02); the other eight are told together.
Only columns that the file has are asked for, and an export of a directory is asked by the
Catalog item's rules instead (`catalog_missing`).  Whether every camera has a row (ARCH-07,
建档率) takes a second list.
"""

import polars as pl

from auditor.catalog_text import directory_export, empty
from auditor.clauses import ARCHIVE_PRACTICE
from auditor.criteria import Criteria, RuleSet
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]

_REQUIRED = {
    "maker": "设备厂商",
    "point_type": "监控点位类型",
    "address": "安装地址",
    "police_unit": "所属辖区公安机关",
    "installed_on": "安装时间",
    "management_unit": "管理单位",
    "management_contact": "管理单位联系方式",
    "record_days": "录像保存天数",
}


def violated(_: Criteria) -> pl.Expr:
    """Any of the columns that there are."""
    return pl.any_horizontal(map(empty, _REQUIRED)) & ~directory_export()


def explain(cells: Cells) -> Explanation:
    """A column that the file lacks looks like an empty one here: both are said."""
    lacking = [word for column, word in _REQUIRED.items() if not cell(cells, column)]
    return Explanation("", f"一机一档必填项为空或台账无此列：{'、'.join(lacking)}")


RULE = RecordRule(
    meta=RuleMeta(
        id="ARCH-01",
        title="一机一档必填项为空",
        severity=Severity.WARNING,
        group=Group.ARCHIVE,
        field="maker",
        clauses=(ARCHIVE_PRACTICE,),
        remediation="补全所列各项；确无内容的按本地规定填写“其他”或“无”",
        rule_set=RuleSet.ARCHIVE,
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"maker": "99"}, {"model": ""}, {"maker": "", "parental": "0"}),
    failing=({"maker": ""}, {"management_contact": " "}),
)
