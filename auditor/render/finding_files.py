"""Findings of any number as CSV, JSON or Parquet: written while they are made, then renamed.

A part of them is held in memory at a time (all of them, packed, for Parquet).  CSV cells are
made safe as `auditor.render.csv` makes them, here for whole columns at once; JSON and Parquet
hold the texts as they are.
"""

import contextlib
import enum
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl
from pydantic import TypeAdapter

from auditor.errors import ReportError
from auditor.model import Finding, Severity, Verdict
from auditor.render.csv_columns import safe_columns
from auditor.render.plain_text import visible
from auditor.render.tables import FINDING_COLUMNS

__all__ = ["CheckFormat", "write_aside", "write_findings"]

_CHUNK = 20_000
_MARK = b"\xef\xbb\xbf"
_LEFT_OUT = {"__all__": {"waiver", "original"}}  # records are checked without waivers
_SCHEMA = {
    name: pl.Int64
    if name == "row"
    else pl.Enum([item.value for item in known])
    if (known := {"severity": Severity, "verdict": Verdict}.get(name))
    else pl.String
    for name in FINDING_COLUMNS
}


class CheckFormat(enum.StrEnum):
    """Text is for people and counts first; the others hold any number of findings."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def write_findings(findings: Iterable[Finding], to: BinaryIO, form: CheckFormat) -> None:
    """Write all of ``findings`` in ``form``: one object or line each, in their order."""
    match form:
        case CheckFormat.CSV:
            _write_csv(findings, to)
        case CheckFormat.JSON:
            _write_json(findings, to)
        case CheckFormat.PARQUET:
            frames = list(_frames(findings))
            whole = pl.concat(frames) if frames else pl.DataFrame(schema=_SCHEMA)
            whole.write_parquet(to, compression="zstd")
        case CheckFormat.TEXT:
            to.writelines(_line(finding).encode() for finding in findings)


@contextlib.contextmanager
def write_aside(path: Path) -> Iterator[BinaryIO]:
    """A file that is put in place of ``path`` when all of it is written, and not before.

    Raises `ReportError` when the place cannot be written.
    """
    aside = path.with_name(f".{path.name}.partial")
    try:
        try:
            with aside.open("wb") as file:
                yield file
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ReportError(f"{path}: cannot be written ({why}); check the path") from error


def _write_csv(findings: Iterable[Finding], to: BinaryIO) -> None:
    """UTF-8 with a mark and CRLF, as every table of ours; the header stands there alone too."""
    to.write(_MARK)
    header = True
    for frame in _frames(findings):
        safe_columns(frame).write_csv(to, include_header=header, line_terminator="\r\n")
        header = False
    if header:
        pl.DataFrame(schema=_SCHEMA).write_csv(to, line_terminator="\r\n")


def _write_json(findings: Iterable[Finding], to: BinaryIO) -> None:
    adapter = TypeAdapter(list[Finding])
    before = b"["
    for part in _parts(findings):
        to.write(before + adapter.dump_json(part, indent=2, exclude=_LEFT_OUT)[1:-2])
        before = b","
    to.write(b"\n]\n" if before == b"," else b"[]\n")


def _line(finding: Finding) -> str:
    """One line a finding, for a file that people search."""
    words = (f"第{finding.row}行", finding.rule, finding.value, finding.message)
    return " ".join(visible(word) for word in words) + "\n"


def _frames(findings: Iterable[Finding]) -> Iterator[pl.DataFrame]:
    for part in _parts(findings):
        columns = {name: [getattr(item, name) for item in part] for name in FINDING_COLUMNS}
        yield pl.DataFrame(columns, schema=_SCHEMA)


def _parts(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    source = iter(findings)
    while part := list(itertools.islice(source, _CHUNK)):
        yield part
