"""Registries for rule tests: written to a file and read back, as in a real audit.

The record under test is row 1; correct neighbours stand beside it.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from auditor.criteria import Criteria
from auditor.examples import key_location, record_cells
from auditor.judge import judge_records
from auditor.model import Finding
from auditor.records import KeyLocation
from auditor.registry.columns import REGISTRY_COLUMNS, Column
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry
from gb28181.codes import Edition

PLAN = (key_location(number=1), key_location(number=2))


def correct(serial: int = 1, **changes: str) -> dict[str, str]:
    """A correct record of its own code, some cells changed."""
    return record_cells() | {"device_code": f"37011600011326{serial:06d}"} | changes


def registry(folder: Path, rows: Sequence[Mapping[str, str]]) -> Registry:
    """``rows`` through a CSV file and the reader."""
    path = folder / "registry.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        columns = _columns(rows)
        writer.writerow([column.header for column in columns])
        for row in rows:
            writer.writerow([row.get(column.name, "") for column in columns])
    return read_registry(path)


def _columns(rows: Sequence[Mapping[str, str]]) -> list[Column]:
    """What a correct record has, and what else the rows name: not asked is not empty."""
    named = {name for row in rows for name in row}
    return [column for column in REGISTRY_COLUMNS if column.name in named]


def frame(
    folder: Path, rows: Sequence[Mapping[str, str]], plan: tuple[KeyLocation, ...] = PLAN
) -> pl.DataFrame:
    """The prepared frame of ``rows``."""
    return prepare(registry(folder, rows), plan)


def judged(
    folder: Path,
    changes: Mapping[str, str],
    *,
    edition: Edition = Edition.E2022,
    criteria: Criteria | None = None,
    plan: tuple[KeyLocation, ...] = PLAN,
) -> tuple[Finding, ...]:
    """The findings of a correct record with ``changes``, beside four correct ones."""
    rows = [{**correct(), **changes}, *(correct(serial) for serial in range(2, 6))]
    chosen = criteria or Criteria(edition=edition)
    found = judge_records(frame(folder, rows, plan), chosen)
    return tuple(finding for finding in found if finding.row == 1)


def ids(findings: Sequence[Finding]) -> list[str]:
    """The rules that speak."""
    return [finding.rule for finding in findings]
