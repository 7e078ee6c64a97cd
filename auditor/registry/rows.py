"""Text becomes rows of cells; a row that cannot be attributed costs that row and no other.

A stray quotation mark at the start of a cell makes a CSV reader swallow the following lines
up to the next mark.  Such a row is given back as a problem of its first line, and reading goes
on at the second line, so that the swallowed rows are read as what they are.  This reader is
careful and slow; `auditor.registry.fast` gives it only the lines that need care.  Which columns
the cells belong to is left to `auditor.registry.table`.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["MAX_CELL", "PhysicalLines", "Row", "RowReader", "split_rows"]

MAX_CELL = 32_768
_MAX_LINES = 200  # of one honest row; bounds the work that a file full of stray marks can cause
_MAX_LINE = 16 * 1024 * 1024  # characters; a longer line is not even split, for memory's sake

_STRAY_MARK = "本行引号不成对，无法确定各列内容；请检查多余或缺失的英文双引号"
_TOO_LONG = f"本行有超过 {MAX_CELL} 个字符的单元格"
_ENDLESS = f"本行超过 {_MAX_LINE >> 20} MB，未读取"


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


class PhysicalLines(Protocol):
    """Lines with their line ends, by position from 0."""

    def __len__(self) -> int: ...
    def __getitem__(self, at: int, /) -> str: ...


@dataclass(slots=True, kw_only=True)
class RowReader:
    """Reads one row at a time.

    ``position`` is the line that is read next, from 0, and may be set; ``columns`` is the width
    of the table, 0 until the first row that is not blank.  ``ran_out`` says that the last row
    was cut short by the end of ``lines`` and could have gone on.
    """

    lines: PhysicalLines
    delimiter: str = ","
    columns: int = 0
    position: int = 0
    ran_out: bool = False
    _start: int = field(default=0, init=False)

    def __iter__(self) -> "RowReader":
        return self

    def __next__(self) -> str:
        """The next line of the row that is being read: `_MAX_LINES` and then no more."""
        if self.position >= self._start + _MAX_LINES:
            raise StopIteration
        if self.position >= len(self.lines):
            self.ran_out = True
            raise StopIteration
        self.position += 1
        return self.lines[self.position - 1]

    def read(self) -> Row:
        """The row at ``position``, blank or not, which must be a line; never raises."""
        self._start = self.position
        self.ran_out = False
        row = self._row()
        if row.problem is not None:
            self.position = self._start + 1
        elif not self.columns and not row.is_blank:
            self.columns = len(row.cells)
        return row

    def _row(self) -> Row:
        if len(self.lines[self._start]) > _MAX_LINE:
            return self._problem(_ENDLESS)
        try:
            cells = next(csv.reader(self, strict=True, delimiter=self.delimiter))
        except csv.Error as error:
            return self._problem(_TOO_LONG if "field larger" in str(error) else _STRAY_MARK)
        if any(len(cell) > MAX_CELL for cell in cells):
            return self._problem(_TOO_LONG)
        several = self.position - self._start > 1
        if several and any(self._holds_a_row(cell) for cell in cells):
            return self._problem(_STRAY_MARK)
        return Row(line=self._start + 1, cells=cells)

    def _problem(self, problem: str) -> Row:
        return Row(line=self._start + 1, cells=[], problem=problem)

    def _holds_a_row(self, cell: str) -> bool:
        """Whether a cell of several lines has as many commas as a whole row.

        A swallowed row always has: what follows column k in one line and what precedes it in a
        later one.  An honest address or remark of several lines has fewer, in a table of the five
        columns that are required as in one of thirty-three.
        """
        is_broken = "\n" in cell or "\r" in cell
        return is_broken and self.columns > 1 and cell.count(self.delimiter) >= self.columns - 1


def split_rows(text: str, delimiter: str = ",") -> Iterator[Row]:
    """Every row of ``text``, blank ones too; never raises."""
    reader = RowReader(lines=list(io.StringIO(text, newline="")), delimiter=delimiter)
    while reader.position < len(reader.lines):
        yield reader.read()
