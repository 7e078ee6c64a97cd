"""What a judged register looks like from above: counts by rule and by segment.

Counts only, no message is made for them.  A segment is a value of one of the columns by which
a register is put right: who maintains the cameras, whose they are, where they stand.
"""

from dataclasses import dataclass

import polars as pl

from auditor.model import Severity
from auditor.record_judge import RecordVerdicts
from auditor.record_text import text

__all__ = ["SEGMENTS", "RuleCount", "Segment", "Summary", "summarise"]

SEGMENTS = ("community", "street", "management_unit", "maker", "point_type")
"""The columns that are looked at, where the file has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How many records one rule refuses, and how many it could not judge."""

    rule: str
    title: str
    severity: Severity
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The records that share one value of one column; ``faulty`` have an error, see `Summary`."""

    column: str
    value: str
    records: int
    faulty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """``faulty`` records are refused by at least one rule of severity error, of any group.

    ``rules`` are those that speak, most records first; ``segments`` are by column and then by
    faulty records.  A column with one value for all tells nothing and is left out.
    """

    records: int
    faulty: int
    findings: int
    rules: tuple[RuleCount, ...]
    segments: tuple[Segment, ...]


def summarise(verdicts: RecordVerdicts) -> Summary:
    """Count; see `Summary`."""
    faulty = verdicts.faulty()
    told = verdicts.frame.select(*(text(name).alias(name) for name in SEGMENTS)).with_columns(
        faulty=pl.Series(faulty, dtype=pl.Boolean)
    )
    return Summary(
        records=verdicts.frame.height,
        faulty=int(faulty.sum()),
        findings=len(verdicts),
        rules=_rules(verdicts),
        segments=tuple(segment for name in SEGMENTS for segment in _segments(told, name)),
    )


def _rules(verdicts: RecordVerdicts) -> tuple[RuleCount, ...]:
    counts = [
        RuleCount(
            rule=rule.meta.id,
            title=rule.meta.title,
            severity=rule.meta.severity,
            failed=failed,
            unknown=unknown,
        )
        for rule, failed, unknown in verdicts.by_rule()
        if failed or unknown
    ]
    return tuple(sorted(counts, key=lambda count: (-count.failed, -count.unknown, count.rule)))


def _segments(told: pl.DataFrame, column: str) -> tuple[Segment, ...]:
    counted = (
        told.group_by(pl.col(column).alias("value"))
        .agg(records=pl.len(), faulty=pl.col("faulty").sum())
        .sort(["faulty", "records", "value"], descending=[True, True, False])
    )
    if counted.height < 2:  # noqa: PLR2004 - one value does not divide anything
        return ()
    return tuple(
        Segment(column=column, value=value, records=records, faulty=faulty)
        for value, records, faulty in counted.iter_rows()
    )
