"""NAME-15: a name that does not follow the form chosen for its community.

Only where the chosen naming profile has a grammar; the ones of the Shandong schemes have none.
"""

import polars as pl

from auditor.clauses import NAMING
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.naming import Naming, NamingProfile
from auditor.naming_columns import by_profile
from auditor.record_text import cell, filled, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(criteria: Criteria) -> pl.Expr:
    """The whole name is not of the grammar of the row's profile."""
    return by_profile(criteria.naming, _malformed)


def _malformed(profile: NamingProfile) -> pl.Expr | None:
    if not profile.grammar:
        return None
    return filled("name") & ~text("name").str.contains(f"^(?:{profile.grammar})$")


def explain(cells: Cells) -> Explanation:
    """Name the community: the form is its own."""
    community = cell(cells, "community")
    where = f"社区（{community}）" if community else "本地"
    return Explanation(cell(cells, "name"), f"设备名称不符合{where}选用的命名形式")


RULE = RecordRule(
    meta=RuleMeta(
        id="NAME-15",
        title="设备名称不符合选用的命名形式",
        severity=Severity.WARNING,
        group=Group.NAME,
        field="name",
        clauses=(NAMING,),
        remediation="按所选命名方案的形式改写名称，或为该社区改选命名方案",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"name": "588北门01"}, {"name": ""}),
    failing=({"name": "云帆社区球机"},),
    under=Criteria(naming=Naming(default=NamingProfile(id="example", grammar=".*[0-9]{2}"))),
)
