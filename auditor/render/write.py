"""The report folder: every file lies aside first, then all are put in place.

Whatever fails while rendering or writing leaves last night's report as it was.  The page comes
last, so that it never shows pictures or tables which are not there yet.
"""

import contextlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from auditor.changes import Changed
from auditor.errors import ReportError
from auditor.evidence_chain import MANIFEST
from auditor.model import Report
from auditor.render.html import render_page
from auditor.render.json import json_pieces
from auditor.render.outline import county_outline
from auditor.render.shared import Shared, shared
from auditor.render.table_files import table_files
from auditor.render.thumbnails import ROUND_ID, is_picture_name, picture_sources

__all__ = ["prepare_folder", "write_reports", "write_tables"]

_Document = tuple[str, Iterable[bytes]]
"""A file's name and its content in pieces."""


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
    documents = _documents(shared(report, changed, unmasked=unmasked), pictures, manifest)
    moves = {folder / name: file for name, file in pictures.items()}
    try:
        written = _replace_all(moves, documents, folder)
    except OSError as error:
        raise ReportError(_explained("write the report", folder, error)) from error
    _remove_earlier_parts(folder / "data", report.provenance.round_id)
    return (*moves, *written)


def write_tables(shown: Shared, folder: Path) -> tuple[Path, ...]:
    """The tables and the JSON alone, put in place together; `ReportError` if they cannot be."""
    try:
        return _replace_all({}, _tables(shown), folder)
    except OSError as error:
        raise ReportError(_explained("write the tables", folder, error)) from error


def _documents(
    shown: Shared, pictures: Mapping[str, Path], manifest: bytes | None
) -> Iterator[_Document]:
    """Every file beside the pictures, rendered when it is its turn; the page last."""
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
    if manifest is not None:
        yield MANIFEST, (manifest,)
    for name, part in page.parts.items():
        yield name, (part.encode(),)
    yield from _tables(shown)
    yield "index.html", (page.html.encode(),)


def _tables(shown: Shared) -> Iterator[_Document]:
    yield from table_files(shown)
    yield "result.json", json_pieces(shown.report, shown.ids, is_masked=shown.is_masked)


def _replace_all(
    moves: Mapping[Path, Path], documents: Iterable[_Document], folder: Path
) -> tuple[Path, ...]:
    """Write each document aside as it is made, then put all files in place; none stays aside."""
    asides: dict[Path, Path] = {}
    try:
        for name, pieces in documents:
            path = folder / name
            asides[path] = path.with_name(f".{path.name}.partial")
            path.parent.mkdir(parents=True, exist_ok=True)
            with asides[path].open("wb") as file:
                file.writelines(pieces)
        for path, file_aside in {**moves, **asides}.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            file_aside.replace(path)
    finally:
        for aside in asides.values():
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
    return tuple(asides)


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
