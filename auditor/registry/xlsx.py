"""A workbook becomes a `RawSheet`: one of its sheets, the header row found, cells as text.

Whether the file is safe to open is asked of `auditor.registry.xlsx_container`, `xlsx_extent`
and `xlsx_copies` first; how rows are read is `xlsx_rows`', what is told of it `xlsx_notes`'.
Which columns mean what is left to `auditor.registry.table`.
"""

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from auditor.errors import RegistryError
from auditor.registry.column_map import headers_of
from auditor.registry.columns import KEY_LOCATION_COLUMNS, REGISTRY_COLUMNS
from auditor.registry.sheet import RawSheet, Wanted
from auditor.registry.xlsx_container import SAVE_AGAIN, opened
from auditor.registry.xlsx_copies import check_copies
from auditor.registry.xlsx_extent import survey
from auditor.registry.xlsx_header import Candidate, candidate
from auditor.registry.xlsx_notes import code_positions, notes
from auditor.registry.xlsx_parts import sheet_parts
from auditor.registry.xlsx_rows import collect

__all__ = ["read_sheet"]

_ErrorCells = Mapping[str, Mapping[tuple[int, int], str]]


def read_sheet(
    path: Path,
    wanted: Wanted | None = None,
    *,
    sheet: str = "",
    known: frozenset[str] = frozenset(),
) -> RawSheet:
    """Read one sheet of ``path``; RegistryError when it is no safe workbook or none fits.

    ``sheet`` is its name; without it the only visible sheet with a known header row is read.
    ``known`` are header keys that count as known beside ours, those of a column map.
    """
    errors = _surveyed(path)
    with _parsed(path) as book:
        chosen = _chosen(path, book, sheet, errors=errors, known=_known_keys() | known)
        headers = chosen.headers
        every = list(range(len(headers)))
        rows = collect(
            chosen.rows(),
            file=path.name,
            wanted=every if wanted is None else sorted(set(wanted(headers))),
            counted=code_positions(headers),
        )
        told = notes(chosen, rows, unread=_hidden(book, chosen.name))
    return RawSheet(
        headers=headers,
        frame=rows.frame,
        errors=tuple(rows.errors),
        encoding="xlsx",
        notes=told,
        lines=max(rows.lines, chosen.header.line),
    )


def _surveyed(path: Path) -> _ErrorCells:
    """The error cells by sheet, once the workbook is known to be safe."""
    with opened(path) as archive:
        extents = survey(path, archive)
        check_copies(path, archive, extents)
        parts = sheet_parts(archive)
    return {name: extents[part].errors for name, part in parts.items() if part in extents}


@contextmanager
def _parsed(path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook; the parser's faults, and its panics, which are no `Exception`, are told."""
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            yield book
    except (RegistryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except BaseException as error:
        if type(error).__module__.partition(".")[0] not in {"python_calamine", "pyo3_runtime"}:
            raise
        raise RegistryError(f"{path}: the workbook cannot be read; {SAVE_AGAIN}") from error


@functools.cache
def _known_keys() -> frozenset[str]:
    columns = (*REGISTRY_COLUMNS, *KEY_LOCATION_COLUMNS)
    return frozenset().union(*map(headers_of, columns))


def _chosen(
    path: Path, book: CalamineWorkbook, name: str, *, errors: _ErrorCells, known: frozenset[str]
) -> Candidate:
    """The named sheet, or the only visible one whose header row is known."""
    names = [name] if name else _visible(book)
    if name and name not in book.sheet_names:
        raise RegistryError(f"{path}: no sheet {name}; found: {_list(book.sheet_names)}")
    filled: list[Candidate] = []
    for each in names:
        found = candidate(each, book.get_sheet_by_name(each), errors.get(each, {}), known)
        if found is not None:
            filled.append(found)
        filled = _fitting(filled)
        if len(filled) > 1 and filled[0].known:
            break
    if not filled:
        raise RegistryError(f"{path}: the file is empty; it needs a header row and rows")
    if len(filled) > 1:
        raise RegistryError(
            f"{path}: several sheets may be meant ({_list([c.name for c in filled])}); "
            "choose one with --sheet"
        )
    return filled[0]


def _fitting(candidates: list[Candidate]) -> list[Candidate]:
    """Those with a known header row; all where none has one."""
    return [c for c in candidates if c.known] or candidates


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _hidden(book: CalamineWorkbook, chosen: str) -> list[str]:
    """The hidden sheets that were not read."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible != SheetVisibleEnum.Visible and sheet.name != chosen
    ]


def _list(names: list[str], shown: int = 5) -> str:
    return "、".join(name[:40] for name in names[:shown]) + ("…" if len(names) > shown else "")
