"""The tables of a report: which lines each has, and its cells as CSV has them.

Columns are `auditor.render.vocabulary`'s; how a file is written is left to `auditor.render.csv`,
`auditor.render.xlsx` and `auditor.render.parquet`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditor.discovery import all_rules
from auditor.model import Report
from auditor.render.figures import SHANGHAI
from auditor.render.history import trends
from auditor.render.page import location_lines
from auditor.render.shared import Shared
from auditor.render.vocabulary.cameras import CAMERAS, CameraLine
from auditor.render.vocabulary.changes import CHANGES
from auditor.render.vocabulary.column import Cell, Table, Value
from auditor.render.vocabulary.exclusions import EXCLUSIONS
from auditor.render.vocabulary.findings import FINDINGS, FindingLine
from auditor.render.vocabulary.key_locations import KEY_LOCATIONS
from auditor.render.vocabulary.rates import RATES, RateLine

__all__ = [
    "FINDING_COLUMNS",
    "TABLES",
    "Cell",
    "Filled",
    "Row",
    "cells",
    "filled_tables",
    "finding_lines",
]

Row = tuple[Cell, ...]

FINDING_COLUMNS = (
    "row",
    "device_code",
    "rule",
    "severity",
    "verdict",
    "field",
    "value",
    "message",
    "suggestion",
)
"""Of records that are checked alone: nothing waives them, and they have no night before."""
TABLES: tuple[Table[Any], ...] = (RATES, CAMERAS, FINDINGS, KEY_LOCATIONS, CHANGES, EXCLUSIONS)
"""Every table of a report, in the order of their sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A table with its lines."""

    table: Table[Any]
    lines: Sequence[Any]


def filled_tables(shown: Shared) -> tuple[Filled, ...]:
    """Every table with its lines."""
    report = shown.report
    lines: tuple[Sequence[Any], ...] = (
        _rate_lines(report),
        _camera_lines(report),
        finding_lines(report, shown.ids),
        location_lines(report),
        shown.changed,
        report.exclusions,
    )
    return tuple(Filled(table=table, lines=its) for table, its in zip(TABLES, lines, strict=True))


def cells(table: Table[Any], lines: Iterable[Any]) -> Iterator[Row]:
    """The rows as CSV has them; times are Beijing time in ISO 8601."""
    return (tuple(_cell(value) for value in table.values(line)) for line in lines)


def finding_lines(report: Report, ids: Sequence[str]) -> tuple[FindingLine, ...]:
    """The findings with their ``ids`` and rules."""
    metas = {rule.meta.id: rule.meta for rule in all_rules()}
    return tuple(
        FindingLine(id=name, finding=finding, meta=metas.get(finding.rule))
        for name, finding in zip(ids, report.findings, strict=True)
    )


def _camera_lines(report: Report) -> tuple[CameraLine, ...]:
    followed = trends(report)
    return tuple(CameraLine(one, followed.get(one.camera.row)) for one in report.cameras)


def _rate_lines(report: Report) -> tuple[RateLine, ...]:
    judged = [RateLine(rate=one.rate, result=one) for one in (*report.results, *report.by_class)]
    return (*judged, *(RateLine(rate=rate, result=None) for rate in report.beside))


def _cell(value: Value) -> Cell:
    return value.astimezone(SHANGHAI).isoformat() if isinstance(value, datetime) else value
