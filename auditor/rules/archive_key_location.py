"""ARCH-09: the camera names a key location that is not in the plan."""

import polars as pl

from auditor.clauses import POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULE"]


def violated(_: Criteria) -> pl.Expr:
    """Named, but unknown; a camera that names none is right."""
    return ~pl.col("key_location_known")


def explain(cells: Cells) -> Explanation:
    """Quote the id."""
    return Explanation(
        cell(cells, "key_location_id"),
        "关键位置编号不在应建关键位置清单中，该摄像机未计入关键位置各率",
    )


RULE = RecordRule(
    meta=RuleMeta(
        id="ARCH-09",
        title="关键位置编号不在清单中",
        severity=Severity.WARNING,
        group=Group.ARCHIVE,
        field="key_location_id",
        clauses=(POLICY,),
        remediation="更正关键位置编号，或把该位置补入应建关键位置清单",
    ),
    violated=violated,
    explain=explain,
    passing=({}, {"key_location_id": ""}),
    failing=({"key_location_id": "KL-99"},),
)
