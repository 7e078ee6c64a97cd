"""Checking a register from file to counts: read, prepare, judge, summarise.

The shell around the pure parts, without terminal and output files, which are left to the
command line.  Nothing is dialled.
"""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import polars as pl

from auditor.code_text import expected_county
from auditor.geo.second_list import Comparison
from auditor.record_batch import BatchNote, batch_notes
from auditor.record_judge import RecordVerdicts, judge_frame
from auditor.record_summary import Summary, summarise
from auditor.records import KeyLocation, RowError
from auditor.registry.key_locations import read_key_locations
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry
from auditor.registry.second_list import with_second_list
from auditor.terms import Terms
from gb28181.divisions import division_table
from gb28181.editions import Edition

__all__ = ["Basis", "Checked", "check_register", "prepared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the records were judged by, so that a stored result can be judged again.

    ``sha256`` is the register's, ``divisions_as_of`` the day of the list of divisions.
    """

    sha256: str
    edition: Edition
    divisions_as_of: date
    version: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked:
    """A judged register; ``read`` counts its readable rows, those taken down (拆除) too.

    ``errors`` are unreadable rows of the register, of the plan and of the anchors.
    """

    name: str
    encoding: str
    basis: Basis
    read: int
    unclaimed_headers: tuple[str, ...]
    errors: tuple[RowError, ...]
    verdicts: RecordVerdicts
    summary: Summary
    notes: tuple[BatchNote, ...]


def check_register(registry: Path, key_locations: Path | None, terms: Terms) -> Checked:
    """Check the whole of ``registry``; an AuditorError where a file cannot be used.

    Without ``key_locations`` nobody can say that a location is not planned, so none is asked.
    """
    read = read_registry(registry, terms.column_map, sheet=terms.sheet)
    plan = read_key_locations(key_locations) if key_locations is not None else None
    frame, compared = prepared(read, plan.locations if plan else None, terms)
    verdicts = judge_frame(frame, terms.criteria)
    return Checked(
        name=read.name,
        encoding=read.encoding,
        basis=_basis(read, terms),
        read=read.frame.height,
        unclaimed_headers=read.unclaimed_headers,
        errors=(
            *read.errors,
            *(plan.errors if plan is not None else ()),
            *(terms.anchors.errors if terms.anchors is not None else ()),
        ),
        verdicts=verdicts,
        summary=summarise(verdicts),
        notes=batch_notes(
            frame,
            anchors=terms.anchors,
            compared=compared,
            uncompared=terms.second.unreadable if terms.second is not None else 0,
        ),
    )


def _basis(registry: Registry, terms: Terms) -> Basis:
    return Basis(
        sha256=registry.sha256,
        edition=terms.criteria.edition,
        divisions_as_of=division_table().as_of,
        version=version("video-surveillance-auditor"),
    )


def prepared(
    registry: Registry, locations: tuple[KeyLocation, ...] | None, terms: Terms
) -> tuple[pl.DataFrame, Comparison | None]:
    """The frame that record rules see, and how it compares with the second list, if any."""
    frame = prepare(registry, locations, places=terms.places)
    county = expected_county(terms.criteria).alias("expected_county")
    return with_second_list(frame.with_columns(county), terms.second)
