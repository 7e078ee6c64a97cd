"""NAME-10: a name that tells neither the community nor any other place that bears a name.

Asked by naming profiles that want it.  Information: the register names the community in a column
of its own, estates have other names than communities, and no list of estates exists.
"""

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

_COMMITTEES = ("居民委员会", "居委会", "村民委员会", "村委会", "社区", "村")
# What the names of estates, villages, roads and institutions end in.
_NAMED_PLACE = (
    "社区|小区|街道|花园|家园|公寓|新村|山庄|别墅|苑|园|里|村|庄|寨|屯|湾|府|庭|邸|居|坊|墅|郡|轩|阁|城|"
    "校|学|院|局|所|站|店|厂|厦|行|寺|庙|堂|馆|市场|广场|中心|镇|乡|路|街|道|巷|弄|胡同|桥|河|湖|山|岛"
)


def violated(criteria: Criteria) -> pl.Expr:
    """Neither the community's own name nor a word that named places end in."""
    return by_profile(criteria.naming, _nameless)


def _nameless(profile: NamingProfile) -> pl.Expr | None:
    if not profile.names_community:
        return None
    stem = text("community")
    for suffix in _COMMITTEES:
        stem = stem.str.strip_suffix(suffix)
    told = text("name").str.contains(stem, literal=True)
    nameless = ~told & ~text("name").str.contains(_NAMED_PLACE) & ~is_empty_name()
    return filled("name") & filled("community") & nameless


def explain(cells: Cells) -> Explanation:
    """Name the community."""
    community = cell(cells, "community")
    return Explanation(
        cell(cells, "name"), f"设备名称中没有社区（{community}）或小区、道路、单位等名称"
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-10",
        title="设备名称没有社区或小区名称",
        severity=Severity.INFO,
        group=Group.NAME,
        field="name",
        clauses=(NAMING,),
        remediation="在名称中写明社区或小区名称",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"name": "云帆3号楼北门"},
        {"name": "星河里北门"},
        {"name": "北门", "community": ""},
    ),
    failing=({"name": "北门球机01"}, {"name": "3号楼2单元电梯"}),
    under=Criteria(naming=Naming(default=NamingProfile(id="example", names_community=True))),
)
