"""The report folder: every file lies aside first, then all are put in place.

Whatever fails while rendering or writing leaves last night's report as it was.  The page comes
last, so that it never shows pictures or tables which are not there yet.
"""

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.changes import Changed
from auditor.errors import ReportError
from auditor.evidence_chain import MANIFEST
from auditor.model import Report
from auditor.render.html import render_page
from auditor.render.json import render_json
from auditor.render.outline import county_outline
from auditor.render.shared import Shared, shared
from auditor.render.table_files import table_files
from auditor.render.thumbnails import ROUND_ID, is_picture_name, picture_sources

__all__ = ["prepare_folder", "write_reports", "write_tables"]


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
    report: Report,
    pictures: Mapping[str, Path],
    folder: Path,
    *,
    manifest: bytes | None = None,
    changed: Sequence[Changed] | None = None,
    unmasked: bool = False,
) -> tuple[Path, ...]:
    """Put pictures, tables, JSON and, last, the page in place; return their paths in that order.

    ``manifest`` is what proves them, from the store.  ``changed`` is what became of the round
    before, None where there was none.  Addresses, phones and exact positions are hidden unless
    ``unmasked``.  ``pictures`` are JPEG files on the file
    system of ``folder``; each is moved to its relative name ``pictures/<round>/<name>.jpg``,
    unless something fails before.  Pictures of earlier rounds stay: they prove what their nights
    reported, until `auditor.picture_retention` removes them by policy; camera data of earlier
    pages goes.  `ReportError` when a name
    has another form or the folder cannot be written.
    """
    for name in pictures:
        if not is_picture_name(name):
            raise ReportError(
                f"{name[:200]!r} is no picture name of the form pictures/<round>/<name>.jpg; "
                "nothing was written, rename the picture"
            )
    proof = {} if manifest is None else {MANIFEST: manifest}
    documents = proof | _documents(shared(report, changed, unmasked=unmasked), pictures)
    moves = {folder / name: file for name, file in pictures.items()}
    try:
        _replace_all(moves, {folder / name: content for name, content in documents.items()})
    except OSError as error:
        raise ReportError(_explained("write the report", folder, error)) from error
    _remove_earlier_parts(folder / "data", report.provenance.round_id)
    return tuple(folder / name for name in (*pictures, *documents))


def write_tables(shown: Shared, folder: Path) -> tuple[Path, ...]:
    """The tables and the JSON alone, put in place together; `ReportError` if they cannot be."""
    documents = {
        **dict(table_files(shown)),
        "result.json": render_json(shown.report, shown.ids, is_masked=shown.is_masked),
    }
    contents = {folder / name: content for name, content in documents.items()}
    try:
        _replace_all({}, contents)
    except OSError as error:
        raise ReportError(_explained("write the tables", folder, error)) from error
    return tuple(contents)


def _documents(shown: Shared, pictures: Mapping[str, Path]) -> dict[str, bytes]:
    """Every file beside the pictures, rendered; the page last."""
    report = shown.report
    page = render_page(
        report,
        picture_sources(pictures),
        masked=shown.is_masked,
        outline=county_outline(report),
        history=report.history,
        subnets=shown.subnets,
        ids=shown.ids,
    )
    return {
        **{name: part.encode() for name, part in page.parts.items()},
        **dict(table_files(shown)),
        "result.json": render_json(report, shown.ids, is_masked=shown.is_masked),
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


def _remove_earlier_parts(parts: Path, current: str) -> None:
    """The camera data of rounds before ``current``; a link or any other name is not ours.

    They belong to a page that is no more.  Pictures are proof, and stay.
    """
    try:
        for path in sorted(parts.iterdir()) if parts.is_dir() else ():
            is_round = ROUND_ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
            if is_round and path.name < current:
                shutil.rmtree(path)
    except OSError as error:
        doing = "remove the camera data of earlier rounds (the new report is complete)"
        raise ReportError(_explained(doing, parts, error)) from error


def _explained(doing: str, place: Path, error: OSError) -> str:
    why = error.strerror or type(error).__name__
    where = error.filename or place
    return f"cannot {doing}: {where}: {why}; check the disk and the permissions of {place}"
