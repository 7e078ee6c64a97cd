"""The folder of a checked register: good and bad records apart, counts, notes, lost rows.

``good.csv`` and ``bad.csv`` have the file's own columns in its own order, so that the bad ones
can be put right and read again; bad ones say what is wrong in a first column.  Cells are made
safe for a spreadsheet (`auditor.render.csv`) and addresses lose their passwords, as the reader
took them out.  Nothing of the file is lost: rows are in good, bad, removed (拆除) or unread.
"""

from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path

import polars as pl

from auditor.errors import ReportError
from auditor.model import Severity, Verdict
from auditor.record_batch import BatchNote
from auditor.record_check import Basis, Checked
from auditor.record_judge import RecordVerdicts
from auditor.record_summary import RuleCount, Segment
from auditor.records import RowError
from auditor.registry.column_map import ColumnMap
from auditor.registry.redaction import redact_text
from auditor.registry.registry import redact_sheet
from auditor.registry.sheet import RawSheet
from auditor.render.csv import cell_text, render_csv
from auditor.render.csv_columns import safe_columns
from auditor.render.finding_files import write_aside

__all__ = ["DETAIL_FILES", "write_details"]

DETAIL_FILES = (
    *("good.csv", "bad.csv", "removed.csv", "basis.csv"),
    *("rules.csv", "segments.csv", "notes.csv", "unread.csv"),
)
"""Every file of the folder."""

_PROBLEM = "问题"


def write_details(
    checked: Checked, sheet: RawSheet, folder: Path, column_map: ColumnMap | None = None
) -> tuple[Path, ...]:
    """Write every file of the folder and return the paths; `ReportError` if it cannot be.

    ``sheet`` is the whole file, read with the same ``column_map`` as the register was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"{folder}: cannot be made ({error.strerror}); check the path") from error
    parts = _parts(checked, redact_sheet(sheet, column_map))
    tables = {
        "basis.csv": _table(Basis, (checked.basis,)),
        "rules.csv": _table(RuleCount, checked.summary.rules),
        "segments.csv": _table(Segment, checked.summary.segments),
        "notes.csv": _table(BatchNote, checked.notes),
        "unread.csv": _table(RowError, checked.errors),
    }
    for name, part in parts.items():
        _write_rows(folder / name, part, sheet.headers)
    for name, content in tables.items():
        with write_aside(folder / name) as file:
            file.write(content)
    return tuple(folder / name for name in DETAIL_FILES)


def _parts(checked: Checked, cells: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of each file, keyed by name, with the problem first where there is one."""
    verdicts = checked.verdicts
    rows = verdicts.frame["row"]
    judged = pl.DataFrame({"row": rows, "faulty": verdicts.faulty()})
    whole = cells.join(judged, on="row", how="left", maintain_order="left")
    bad = whole.filter(pl.col("faulty")).join(_problems(verdicts), on="row", maintain_order="left")
    return {
        "good.csv": whole.filter(~pl.col("faulty")),
        "bad.csv": bad,
        "removed.csv": whole.filter(pl.col("faulty").is_null()),
    }


def _problems(verdicts: RecordVerdicts) -> pl.DataFrame:
    """Per row the errors that make it bad, with their rules."""
    told: dict[int, list[str]] = {}
    for finding in verdicts.findings():
        if finding.severity is Severity.ERROR and finding.verdict is Verdict.FAIL:
            told.setdefault(finding.row, []).append(f"{finding.rule} {finding.message}")
    return pl.DataFrame(
        {"row": list(told), _PROBLEM: ["；".join(texts) for texts in told.values()]},
        schema={"row": pl.Int64, _PROBLEM: pl.String},
    )


def _write_rows(path: Path, rows: pl.DataFrame, headers: list[str]) -> None:
    """The header is written by hand: a file may have two columns of one name.

    It is as hostile as a cell: a spreadsheet would run a formula in it too.
    """
    names = [f"c{number}" for number in range(len(headers))]
    titles = [str(cell_text(redact_text(header))) for header in headers]
    if _PROBLEM in rows.columns:
        names, titles = [_PROBLEM, *names], [_PROBLEM, *titles]
    with write_aside(path) as file:
        file.write(render_csv(titles, ()))
        safe_columns(rows.select(names)).write_csv(
            file, include_header=False, line_terminator="\r\n"
        )


def _table(kind: type, items: Iterable[object]) -> bytes:
    rows = [tuple(str(v) if not isinstance(v, int) else v for v in astuple(i)) for i in items]  # type: ignore[call-overload]
    return render_csv([field.name for field in fields(kind)], rows)
