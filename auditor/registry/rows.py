"""Text becomes rows of cells; a row that cannot be attributed costs that row and no other.

A stray quotation mark at the start of a cell makes a CSV reader swallow the following lines
up to the next mark.  Such a row is given back as a problem of its first line, and reading goes
on at the second line, so that the swallowed rows are read as what they are.  Which columns the
cells belong to is left to `auditor.registry.table`.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["MAX_CELL", "Row", "split_rows"]

MAX_CELL = 32_768
_MAX_LINES = 200  # of one honest row; bounds the work that a file full of stray marks can cause

_STRAY_MARK = "本行引号不成对，无法确定各列内容；请检查多余或缺失的英文双引号"
_TOO_LONG = f"本行有超过 {MAX_CELL} 个字符的单元格"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``line`` is the first physical line, from 1; ``problem`` (Chinese) is why it is unread."""

    line: int
    cells: list[str]
    problem: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in this row (a row with a problem has something)."""
        return self.problem is None and not any(cell.strip() for cell in self.cells)


@dataclass(slots=True)
class _Lines:
    """Hands out the lines of one row at a time: `_MAX_LINES` and then no more."""

    lines: list[str]
    start: int = field(default=0, init=False)
    position: int = field(default=0, init=False)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.position >= min(len(self.lines), self.start + _MAX_LINES):
            raise StopIteration
        self.position += 1
        return self.lines[self.position - 1]


def split_rows(text: str) -> Iterator[Row]:
    """Every row of ``text``, blank ones too; never raises."""
    lines = _Lines(list(io.StringIO(text, newline="")))
    columns = 0
    while lines.position < len(lines.lines):
        lines.start = lines.position
        row = _next_row(lines, columns)
        if row.problem is not None:
            lines.position = lines.start + 1
        elif not columns and not row.is_blank:
            columns = len(row.cells)
        yield row


def _next_row(lines: _Lines, columns: int) -> Row:
    """One row; ``columns`` is the width of the table, 0 while it is unknown."""
    line = lines.start + 1
    try:
        cells = next(csv.reader(lines, strict=True))
    except csv.Error as error:
        problem = _TOO_LONG if "field larger" in str(error) else _STRAY_MARK
        return Row(line=line, cells=[], problem=problem)
    if any(len(cell) > MAX_CELL for cell in cells):
        return Row(line=line, cells=[], problem=_TOO_LONG)
    several = lines.position - lines.start > 1
    if several and any(_holds_a_row(cell, columns) for cell in cells):
        return Row(line=line, cells=[], problem=_STRAY_MARK)
    return Row(line=line, cells=cells)


def _holds_a_row(cell: str, columns: int) -> bool:
    """Whether a cell of several lines has as many commas as a whole row.

    A swallowed row always has: what follows column k in one line and what precedes it in a
    later one.  An honest address or remark of several lines has fewer, in a table of the five
    columns that are required as in one of thirty-three.
    """
    is_broken = "\n" in cell or "\r" in cell
    return is_broken and columns > 1 and cell.count(",") >= columns - 1
