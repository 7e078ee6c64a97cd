"""The report folder: every file lies aside first, then all are put in place.

Whatever fails while rendering or writing leaves last night's report as it was.  The page comes
last, so that it never shows pictures or tables which are not there yet.
"""

import contextlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from auditor.errors import ReportError
from auditor.evidence_chain import MANIFEST
from auditor.model import Report
from auditor.render import tables
from auditor.render.csv import render_csv
from auditor.render.html import render_page
from auditor.render.json import render_json
from auditor.render.outline import county_outline
from auditor.render.thumbnails import ROUND_ID, is_picture_name, picture_sources

__all__ = ["prepare_folder", "write_reports"]

_BY_ROUND = ("pictures", "data")


def prepare_folder(folder: Path) -> None:
    """Make sure, before a night is spent, that its report can be written; `ReportError` if not."""
    probe = folder / ".writable.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise ReportError(_explained("write the report", folder, error)) from error


def write_reports(
    report: Report, pictures: Mapping[str, Path], folder: Path, *, manifest: bytes | None = None
) -> tuple[Path, ...]:
    """Put pictures, tables, JSON and, last, the page in place; return their paths in that order.

    ``manifest`` is what proves them, from the store.  ``pictures`` are JPEG files on the file
    system of ``folder``; each is moved to its relative name ``pictures/<round>/<name>.jpg``,
    unless something fails before.  Pictures of earlier
    rounds are removed at the end.  `ReportError` when a name has another form or the
    folder cannot be written.
    """
    for name in pictures:
        if not is_picture_name(name):
            raise ReportError(
                f"{name[:200]!r} is no picture name of the form pictures/<round>/<name>.jpg; "
                "nothing was written, rename the picture"
            )
    proof = {} if manifest is None else {MANIFEST: manifest}
    documents = proof | _documents(report, pictures)
    moves = {folder / name: file for name, file in pictures.items()}
    try:
        _replace_all(moves, {folder / name: content for name, content in documents.items()})
    except OSError as error:
        raise ReportError(_explained("write the report", folder, error)) from error
    try:
        for part in _BY_ROUND:
            _remove_earlier_rounds(folder / part, report.provenance.round_id, _rounds(pictures))
    except OSError as error:
        doing = "remove the pictures and data of earlier rounds (the new report is complete)"
        raise ReportError(_explained(doing, folder, error)) from error
    return tuple(folder / name for name in (*pictures, *documents))


def _documents(report: Report, pictures: Mapping[str, Path]) -> dict[str, bytes]:
    """Every file beside the pictures, rendered; the page last."""
    page = render_page(report, picture_sources(pictures), outline=county_outline(report))
    parts = {name: part.encode() for name, part in page.parts.items()}
    return parts | {
        "cameras.csv": render_csv(tables.CAMERA_COLUMNS, tables.camera_rows(report)),
        "findings.csv": render_csv(tables.REPORT_FINDING_COLUMNS, tables.finding_rows(report)),
        "rates.csv": render_csv(tables.RATE_COLUMNS, tables.rate_rows(report)),
        "exclusions.csv": render_csv(tables.EXCLUSION_COLUMNS, tables.exclusion_rows(report)),
        "locations.csv": render_csv(tables.LOCATION_COLUMNS, tables.location_rows(report)),
        "result.json": render_json(report),
        "index.html": page.html.encode(),
    }


def _replace_all(moves: Mapping[Path, Path], contents: Mapping[Path, bytes]) -> None:
    """Write all contents aside, then put all files in place; leaves none of its own aside."""
    asides = {path: path.with_name(f".{path.name}.partial") for path in contents}
    try:
        for path, aside in asides.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(contents[path])
        for path, file in {**moves, **asides}.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            file.replace(path)
    finally:
        for aside in asides.values():
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def _rounds(pictures: Iterable[str]) -> frozenset[str]:
    return frozenset(name.split("/")[1] for name in pictures)


def _remove_earlier_rounds(pictures: Path, current: str, kept: frozenset[str]) -> None:
    """Remove folders of rounds before ``current``; a link or any other name is not ours."""
    if not pictures.is_dir():
        return
    for path in sorted(pictures.iterdir()):
        is_round = ROUND_ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
        if is_round and path.name < current and path.name not in kept:
            shutil.rmtree(path)


def _explained(doing: str, place: Path, error: OSError) -> str:
    why = error.strerror or type(error).__name__
    where = error.filename or place
    return f"cannot {doing}: {where}: {why}; check the disk and the permissions of {place}"
