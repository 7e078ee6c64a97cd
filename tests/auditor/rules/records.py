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
from auditor.registry.positions import Places
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry
from gb28181.codes import Edition

PLAN = (key_location(number=1), key_location(number=2))
_COMPUTED = frozenset(
    {
        "area_distance_m",
        "cluster_size",
        "second_distance_m",
        "second_missing",
        "second_name",
        "second_relation",
    }
)


def correct(serial: int = 1, **changes: str) -> dict[str, str]:
    """A correct record of its own code and name, some cells changed."""
    own = {
        "device_code": f"37011600011326{serial:06d}",
        "name": f"{record_cells()['name'][:-2]}{serial:02d}",
    }
    return record_cells() | own | changes


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
    named = {name for row in rows for name in row} - _COMPUTED
    return [column for column in REGISTRY_COLUMNS if column.name in named]


def frame(
    folder: Path,
    rows: Sequence[Mapping[str, str]],
    plan: tuple[KeyLocation, ...] = PLAN,
    places: Places | None = None,
) -> pl.DataFrame:
    """The prepared frame of ``rows``; a row may also say what a computed column holds."""
    prepared = prepare(registry(folder, rows), plan, places=places)
    told = {name for row in rows for name in row} & _COMPUTED
    return prepared.with_columns(
        _told(prepared, name, {n: row[name] for n, row in enumerate(rows, 1) if name in row})
        for name in sorted(told)
    )


def _told(prepared: pl.DataFrame, name: str, texts: Mapping[int, str]) -> pl.Expr:
    """The computed column with some of its values replaced, given as text."""
    kind = prepared.schema[name]
    value = pl.col("row").replace_strict(texts, default=None, return_dtype=pl.String)
    if kind == pl.Boolean:
        return pl.coalesce(value == "true", pl.col(name)).alias(name)
    return pl.coalesce(value.cast(kind), pl.col(name)).alias(name)


def judged(
    folder: Path,
    changes: Mapping[str, str],
    *,
    edition: Edition = Edition.E2022,
    criteria: Criteria | None = None,
    plan: tuple[KeyLocation, ...] = PLAN,
    places: Places | None = None,
    beside: Sequence[Mapping[str, str]] = (),
) -> tuple[Finding, ...]:
    """The findings of a correct record with ``changes``, beside four correct ones and others."""
    rows = [{**correct(), **changes}, *(correct(serial) for serial in range(2, 6))]
    rows += [correct(serial) | dict(other) for serial, other in enumerate(beside, start=6)]
    chosen = criteria or Criteria(edition=edition)
    found = judge_records(frame(folder, rows, plan, places), chosen)
    return tuple(finding for finding in found if finding.row == 1)


def ids(findings: Sequence[Finding]) -> list[str]:
    """The rules that speak."""
    return [finding.rule for finding in findings]
