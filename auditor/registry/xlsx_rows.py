"""The rows of a sheet as text in columns, counted as those of a delimited file are.

Blank rows have no number; an unreadable row keeps its own.  Which row is the header is left to
`auditor.registry.xlsx`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from auditor.records import RowError
from auditor.registry.rows import MAX_CELL
from auditor.registry.xlsx_text import cell_text

__all__ = ["Rows", "SheetRow", "collect", "sheet_rows"]

_BATCH = 20_000
_TOO_LONG = f"本行有超过 {MAX_CELL} 个字符的单元格"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``line`` is the row of the sheet, from 1; ``values`` are cells as the parser gives them."""

    line: int
    values: Sequence[object]

    @property
    def texts(self) -> list[str]:
        """The cells as text."""
        return [v if type(v) is str else cell_text(v) for v in self.values]


@dataclass(slots=True)
class Rows:
    """What was collected; ``numeric`` counts cells stored as numbers, by position."""

    frame: pl.DataFrame
    errors: list[RowError] = field(default_factory=list)
    numeric: dict[int, int] = field(default_factory=dict)
    lines: int = 0


def sheet_rows(
    values: Iterable[Sequence[object]], *, indent: int, errors: Mapping[tuple[int, int], str]
) -> Iterator[SheetRow]:
    """Number the rows of a sheet, put ``indent`` empty cells in front, write in its errors.

    ``errors`` are texts of cells by (row, column) from 1, which the parser leaves empty.
    """
    by_line: dict[int, list[tuple[int, str]]] = {}
    for (line, column), text in errors.items():
        by_line.setdefault(line, []).append((column, text))
    for line, cells in enumerate(values, start=1):
        row = [*[""] * indent, *cells] if indent else cells
        yield SheetRow(line, _with_errors(row, by_line[line]) if line in by_line else row)


def _with_errors(row: Sequence[object], errors: list[tuple[int, str]]) -> list[object]:
    cells = list(row)
    for column, text in errors:
        if column <= len(cells):
            cells[column - 1] = text
    return cells


def collect(
    rows: Iterable[SheetRow], *, file: str, wanted: list[int], counted: Iterable[int]
) -> Rows:
    """Read ``rows``, which follow the header: columns ``wanted``, numbers in ``counted`` told."""
    done = Rows(frame=_frame([], wanted), numeric=dict.fromkeys(counted, 0))
    batches = [done.frame]
    batch: list[tuple[object, ...]] = []
    number = 0
    for row in rows:
        done.lines = row.line
        texts = row.texts
        joined = "".join(texts)
        if not joined or joined.isspace():
            continue
        number += 1
        if len(joined) > MAX_CELL and any(len(text) > MAX_CELL for text in texts):
            done.errors.append(RowError(file=file, row=number, line=row.line, message=_TOO_LONG))
            continue
        for position in done.numeric:
            done.numeric[position] += type(row.values[position]) is float
        batch.append((number, row.line, *[texts[position] for position in wanted]))
        if len(batch) == _BATCH:
            batches.append(_frame(batch, wanted))
            batch = []
    done.frame = pl.concat([*batches, _frame(batch, wanted)])
    return done


def _frame(batch: list[tuple[object, ...]], wanted: list[int]) -> pl.DataFrame:
    """Column by column, which Polars takes several times as fast as row by row."""
    schema = {"row": pl.Int64, "line": pl.Int64, **{f"c{p}": pl.String for p in wanted}}
    columns = zip(*batch, strict=True) if batch else ((),) * len(schema)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=kind)
            for (name, kind), values in zip(schema.items(), columns, strict=True)
        ]
    )
