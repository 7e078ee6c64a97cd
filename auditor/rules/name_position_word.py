"""NAME-11: a name without any word for a position, by the words of the naming profile.

Information: a list of words is never complete.
"""

import re

import polars as pl

from auditor.clauses import NAMING
from auditor.criteria import Criteria
from auditor.factory_names import is_empty_name
from auditor.model import Severity
from auditor.naming import Naming, NamingProfile
from auditor.naming_columns import by_profile
from auditor.record_text import cell, filled, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """None of the words of the row's profile."""
    return by_profile(criteria.naming, _without_position)


def _without_position(profile: NamingProfile) -> pl.Expr | None:
    if not profile.position_words:
        return None
    words = "|".join(map(re.escape, profile.position_words))
    return filled("name") & ~text("name").str.contains(words) & ~is_empty_name()


def explain(cells: Cells) -> Explanation:
    """Quote the name."""
    return Explanation(
        cell(cells, "name"), "设备名称中没有说明位置的词，如出入口、停车场、单元、路口或方位"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-11",
        title="设备名称没有说明具体位置",
        severity=Severity.INFO,
        group=Group.NAME,
        field="name",
        clauses=(NAMING,),
        remediation="在名称中写明监控部位，如出入口、停车场、主干道、消防通道，并加方位或序号",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "云帆社区大门1"}, {"name": ""}),
    failing=({"name": "云帆社区球机01"},),
    under=Criteria(naming=Naming(default=NamingProfile(id="example", position_words=("门", "口")))),
)
