"""CAT-11: a camera of a planned key location whose 采集部位 is elsewhere by Annex O.

The annex has no names for the four classes of indicator 4 (gates of estates and of car parks,
main roads, fire lanes); which positions come nearest is our reading, so this is information.
Cameras of no key location may look at anything.  A code that the annex lacks is CAT-10.
"""

import polars as pl

from auditor.catalog_text import faulty_value, matches
from auditor.clauses import CAPTURE_POSITIONS, POLICY
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.record_text import cell
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta
from gb28181.capture_position import lookup
from gb28181.editions import Edition

__all__ = ["RULE"]

_COMMUNITY = "(?:002|024|026|027)[0-9]{4}"


def violated(criteria: Criteria) -> pl.Expr:
    """A position that the annex defines, but no road, community, estate or car park."""
    if criteria.edition is not Edition.E2022:
        return pl.lit(value=False)
    return (
        pl.col("key_location_known")
        & matches("capture_position", "[0-9]{7}")
        & ~faulty_value("capture_position", "CapturePositionType", criteria.edition)
        & ~matches("capture_position", _COMMUNITY)
    )


def explain(cells: Cells) -> Explanation:
    """Name what the annex says it is."""
    code = cell(cells, "capture_position")
    gloss = lookup(code).major_gloss
    return Explanation(code, f"登记为社区关键位置，而采集部位类型为“{gloss}”")


RULE = RecordRule(
    meta=RuleMeta(
        id="CAT-11",
        title="关键位置的采集部位类型与社区不符",
        severity=Severity.INFO,
        group=Group.CATALOG,
        field="capture_position",
        clauses=(CAPTURE_POSITIONS, POLICY),
        remediation="核对采集部位类型：道路 002、社区 024、住宅小区 026、停车场（库） 027 开头",
    ),
    violated=violated,
    explain=explain,
    passing=(
        {},
        {"capture_position": "0260100"},
        {"capture_position": "0029900"},
        {"capture_position": "0170100", "key_location_id": ""},
    ),
    failing=({"capture_position": "0170100"},),
)
