"""Rows of a large delimited text: plain lines by Polars, every other line by the careful reader.

For any text the rows, their numbers and the errors are those of `auditor.registry.rows` alone:
a line goes to Polars only where both read it alike (`auditor.registry.fast_lines`), and the
lines that a careful row reaches into are taken away from Polars.
"""

import re
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from auditor.records import RowError
from auditor.registry.decoding import Piece, text_of
from auditor.registry.fast_lines import Lines, survey
from auditor.registry.rows import Row, RowReader

__all__ = ["Layout", "PieceLines", "Reading", "joined", "read_rows"]

Places = npt.NDArray[np.int64]

_BROKEN = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is known before the rows: file and encoding (for messages), and from the header.

    ``columns`` is the width, ``wanted`` the positions to load, ``first_line`` the physical
    line, from 1, where the rows begin.
    """

    file: str
    encoding: str
    delimiter: str
    columns: int
    wanted: tuple[int, ...]
    first_line: int

    @property
    def names(self) -> list[str]:
        """The wanted columns as the frame names them."""
        return [f"c{position}" for position in self.wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``frame`` as in `auditor.registry.sheet.RawSheet`; ``lines`` counts the physical ones."""

    frame: pl.DataFrame
    errors: tuple[RowError, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class PieceLines:
    """The physical lines of a piece, decoded when asked for."""

    data: bytes
    lines: Lines

    def __len__(self) -> int:
        return len(self.lines.ends)

    def __getitem__(self, at: int, /) -> str:
        return text_of(self.data[self.lines.starts[at] : self.lines.ends[at]])


def joined(first: Piece, second: Piece) -> Piece:
    """Two pieces as one."""
    return Piece(first.data + second.data, sound=first.sound and second.sound)


def read_rows(pieces: list[Piece], layout: Layout) -> Reading:
    """Read the data rows in ``pieces``, which begin after the header and are used up."""
    reader = _Reader(layout=layout, line=layout.first_line)
    rest: Piece | None = None
    while pieces:
        piece = pieces.pop(0)
        rest = reader.read(joined(rest, piece) if rest else piece, last=not pieces)
    return Reading(frame=reader.frame(), errors=tuple(reader.errors), lines=reader.line - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Care:
    """What the careful reader made of a piece, up to line ``stop``.

    ``rows`` are not blank; their lines count from the piece's first.  ``free`` are the lines
    that no such row, blank or not, holds.
    """

    rows: list[Row]
    free: npt.NDArray[np.bool_]
    stop: int

    @property
    def places(self) -> Places:
        """The lines where ``rows`` begin, from 0."""
        return np.array([row.line - 1 for row in self.rows], np.int64)


@dataclass(slots=True, kw_only=True)
class _Reader:
    """``line`` and ``number`` are the physical line and the rows before the next piece."""

    layout: Layout
    line: int
    number: int = 0
    frames: list[pl.DataFrame] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def frame(self) -> pl.DataFrame:
        """All rows; a column at a time, since a frame in parts is copied by each use of it."""
        empty = _frame([], [], {name: [] for name in self.layout.names})
        parts = [frame.to_dict() for frame in (*self.frames, empty)]
        self.frames.clear()
        return pl.DataFrame(
            [pl.concat([part.pop(name) for part in parts], rechunk=True) for name in empty.columns]
        )

    def read(self, piece: Piece, *, last: bool) -> Piece | None:
        """Take in a piece; what may go on in the next piece is given back."""
        lines = survey(piece, delimiter=self.layout.delimiter, columns=self.layout.columns)
        return self._read(piece, lines, last=last)

    def _read(self, piece: Piece, lines: Lines, *, last: bool) -> Piece | None:
        care = self._with_care(piece, lines, last=last)
        plain = np.flatnonzero((lines.plain & care.free)[: care.stop])
        cells = _parsed(_cut(piece.data, lines, plain), len(plain), self.layout)
        if cells is None:
            undecided = replace(lines, plain=np.zeros_like(lines.plain))
            return self._read(piece, undecided, last=last)
        every = np.sort(np.concatenate((plain, care.places)))
        numbers = self.number + 1 + np.searchsorted(every, plain)
        frames = [_frame(numbers, self.line + plain, cells)]
        if care.rows:
            frames.append(self._careful_frame(care, every))
        self.frames.append(pl.concat(frames).sort("row") if care.rows else frames[0])
        self.line += care.stop
        self.number += len(every)
        return _rest(piece, lines, care.stop)

    def _with_care(self, piece: Piece, lines: Lines, *, last: bool) -> _Care:
        reader = RowReader(
            lines=PieceLines(piece.data, lines),
            delimiter=self.layout.delimiter,
            columns=self.layout.columns,
        )
        free = np.ones(len(lines.ends), np.bool_)
        rows: list[Row] = []
        for at in np.flatnonzero(~(lines.plain | lines.blank)).tolist():
            if at < reader.position:
                continue
            reader.position = at
            row = reader.read()
            if reader.ran_out and not last:
                return _Care(rows=rows, free=free, stop=at)
            free[at : reader.position] = False
            if not row.is_blank:
                rows.append(row)
        return _Care(rows=rows, free=free, stop=len(free))

    def _careful_frame(self, care: _Care, every: Places) -> pl.DataFrame:
        """The readable ones of the rows; the others become errors."""
        numbers = self.number + 1 + np.searchsorted(every, care.places)
        good: list[tuple[int, Row]] = []
        for number, row in zip(numbers.tolist(), care.rows, strict=True):
            problem = _problem(row, self.layout)
            if problem is None:
                good.append((number, row))
                continue
            line = self.line + row.line - 1
            self.errors.append(
                RowError(file=self.layout.file, row=number, line=line, message=problem)
            )
        lines = [self.line + row.line - 1 for _, row in good]
        cells = {
            f"c{position}": [row.cells[position] for _, row in good]
            for position in self.layout.wanted
        }
        return _frame([number for number, _ in good], lines, cells)


def _frame(
    numbers: Places | list[int],
    lines: Places | list[int],
    cells: pl.DataFrame | dict[str, list[str]],
) -> pl.DataFrame:
    """Numbers, lines and cells side by side."""
    counted = pl.DataFrame(
        {"row": numbers, "line": lines}, schema_overrides=dict.fromkeys(("row", "line"), pl.Int64)
    )
    if isinstance(cells, dict):
        cells = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return counted.hstack(cells)


def _problem(row: Row, layout: Layout) -> str | None:
    """Why this row cannot be read (Chinese), or None; too many cells may be a stray comma."""
    if row.problem is not None:
        return row.problem
    if len(row.cells) != layout.columns:
        return f"本行有 {len(row.cells)} 列，表头有 {layout.columns} 列，无法确定各列对应关系"
    if any(_BROKEN.search(cell) for cell in row.cells):
        return f"本行含有不属于文件编码（{layout.encoding}）的字节，文字已损坏"
    return None


def _cut(data: bytes, lines: Lines, plain: Places) -> bytes:
    """The plain lines alone, each ended by LF."""
    if not plain.size:
        return b""
    if len(plain) != len(lines.ends):
        breaks = np.flatnonzero(np.diff(plain) != 1)
        starts = lines.starts[plain[np.append(0, breaks + 1)]].tolist()
        ends = lines.ends[plain[np.append(breaks, len(plain) - 1)]].tolist()
        data = b"".join([data[start:end] for start, end in zip(starts, ends, strict=True)])
    return data if data.endswith(b"\n") else data + b"\n"


def _parsed(data: bytes, rows: int, layout: Layout) -> pl.DataFrame | None:
    """The wanted cells of ``rows`` plain lines; None if Polars does not see as many."""
    names = layout.names
    if not rows or not names:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            schema={f"c{position}": pl.String for position in range(layout.columns)},
            columns=list(layout.wanted),
            separator=layout.delimiter,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == rows else None


def _rest(piece: Piece, lines: Lines, stop: int) -> Piece | None:
    if stop == len(lines.ends):
        return None
    return Piece(piece.data[lines.starts[stop] :], sound=piece.sound)
