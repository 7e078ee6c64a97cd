"""A delimited text file as a sheet: its encoding, delimiter and header found, its rows read.

The delimiter is told from the header line alone, and only where nothing else fits: a comma
unless there is none, then the semicolon or the tab that spreadsheets write instead.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from auditor.errors import RegistryError
from auditor.registry.decoding import Piece, decode
from auditor.registry.fast import Layout, PieceLines, joined, read_rows
from auditor.registry.fast_lines import survey
from auditor.registry.rows import Row, RowReader
from auditor.registry.sheet import RawSheet, Wanted
from auditor.registry.source import read_source

__all__ = ["read_text"]

_MAX_COLUMNS = 1000
_DELIMITERS = {",": "逗号", ";": "分号", "\t": "制表符"}
_WRITTEN = re.compile(rb'[^\s,;"]')
_LINE = re.compile(rb"[^\r\n]*")
_QUOTED = re.compile(rb'"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The header's cells; it ends after ``lines`` physical lines, at byte ``end``."""

    cells: list[str]
    delimiter: str
    lines: int
    end: int


def read_text(path: Path, wanted: Wanted | None = None) -> RawSheet:
    """Read ``path``; RegistryError when it is no text with a header line."""
    source = read_source(path)
    encoding, pieces = decode(path, source.pieces)
    header = _take_header(path, pieces)
    chosen: Iterable[int] = range(len(header.cells)) if wanted is None else wanted(header.cells)
    layout = Layout(
        file=path.name,
        encoding=encoding,
        delimiter=header.delimiter,
        columns=len(header.cells),
        wanted=tuple(sorted(set(chosen))),
        first_line=header.lines + 1,
    )
    reading = read_rows(pieces, layout)
    return RawSheet(
        headers=header.cells,
        frame=reading.frame,
        errors=reading.errors,
        encoding=encoding,
        notes=_notes(header.delimiter),
        delimiter=header.delimiter,
        lines=reading.lines,
        sha256=source.sha256,
    )


def _notes(delimiter: str) -> tuple[str, ...]:
    if delimiter == ",":
        return ()
    return (f"文件各列以{_DELIMITERS[delimiter]}而非逗号分隔，已按此读取。",)


def _take_header(path: Path, pieces: list[Piece]) -> _Header:
    """Find the header and cut it off; it may begin or end beyond the first piece."""
    header = _find_header(path, pieces[0], last=len(pieces) == 1)
    while header is None and len(pieces) > 1:
        pieces[:2] = [joined(*pieces[:2])]
        header = _find_header(path, pieces[0], last=len(pieces) == 1)
    if header is None:
        raise RegistryError(f"{path}: the file is empty; it needs a header line and rows")
    pieces[0] = Piece(pieces[0].data[header.end :], sound=pieces[0].sound)
    return header


def _find_header(path: Path, piece: Piece, *, last: bool) -> _Header | None:
    """The first row that is not blank; None when it is not in this piece, or not whole."""
    delimiter = _delimiter(piece.data)
    lines = survey(piece, delimiter=delimiter, columns=0)
    reader = RowReader(lines=PieceLines(piece.data, lines), delimiter=delimiter)
    for at in np.flatnonzero(~lines.blank).tolist():
        if at < reader.position:
            continue
        reader.position = at
        row = reader.read()
        if reader.ran_out and not last:
            return None
        if not row.is_blank:
            end = int(lines.ends[reader.position - 1])
            cells = _checked(path, row)
            return _Header(cells=cells, delimiter=delimiter, lines=reader.position, end=end)
    return None


def _delimiter(data: bytes) -> str:
    """What separates the cells of the first line with text; a comma when it is not clear."""
    written = _WRITTEN.search(data)
    if written is None:
        return ","
    before = data[: written.start()]
    start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = next(_LINE.finditer(data, start))[0]
    bare = _QUOTED.sub(b"", line)
    found = [mark for mark in _DELIMITERS if mark.encode() in bare]
    return found[0] if len(found) == 1 else ","


def _checked(path: Path, row: Row) -> list[str]:
    if row.problem is not None:
        raise RegistryError(
            f"{path}: line {row.line}: the column names cannot be read; "
            "look for a stray quotation mark"
        )
    if len(row.cells) > _MAX_COLUMNS:
        raise RegistryError(f"{path}: {len(row.cells)} columns; more than {_MAX_COLUMNS}")
    return row.cells
