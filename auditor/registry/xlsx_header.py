"""Where the header row of a sheet is: titles, often merged cells, may stand above it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineSheet

from auditor.registry.column_map import header_key
from auditor.registry.xlsx_rows import SheetRow, sheet_rows

__all__ = ["HEADER_ROWS", "Candidate", "candidate"]

HEADER_ROWS = 10
"""The header is one of so many first rows that are not blank."""

_LEADING = 1_000  # rows of the sheet in which these are looked for
_ENOUGH = 2  # a header row names at least two columns; a title may be one of our words


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sheet and its header row; ``known`` is how many of its headers are, 0 if too few.

    ``above`` are the rows over the header that are not blank; ``errors`` the sheet's error
    cells by (row, column) from 1.
    """

    name: str
    sheet: CalamineSheet
    errors: Mapping[tuple[int, int], str]
    header: SheetRow
    above: tuple[SheetRow, ...]
    known: int

    @property
    def headers(self) -> list[str]:
        """As written."""
        return self.header.texts

    def rows(self) -> Iterator[SheetRow]:
        """Those below the header."""
        return islice(_all_rows(self.sheet, self.errors), self.header.line, None)


def candidate(
    name: str,
    sheet: CalamineSheet,
    errors: Mapping[tuple[int, int], str],
    known: frozenset[str],
) -> Candidate | None:
    """The sheet with its header row; None when it is empty.  ``known`` are header keys."""
    leading = islice(_all_rows(sheet, errors), _LEADING)
    written = [row for row in leading if "".join(row.texts).strip()][:HEADER_ROWS]
    if not written:
        return None
    counts = [_count(row, known) for row in written]
    most = max(counts)
    at = counts.index(most) if most >= _ENOUGH else _first_full(written)
    return Candidate(
        name=name,
        sheet=sheet,
        errors=errors,
        header=written[at],
        above=tuple(written[:at]),
        known=most if most >= _ENOUGH else 0,
    )


def _all_rows(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str]) -> Iterator[SheetRow]:
    """From the sheet's first row; the parser leaves out empty columns at its left."""
    _, first_column = sheet.start or (0, 0)
    return sheet_rows(sheet.iter_rows(), indent=first_column, errors=errors)


def _count(row: SheetRow, known: frozenset[str]) -> int:
    """How many of our columns the row names; a word that is repeated counts once."""
    return len({key for text in row.texts if text and (key := header_key(text)) in known})


def _first_full(rows: list[SheetRow]) -> int:
    """The first row with at least half as many cells filled as any: a title has one or two."""
    filled = [sum(bool(text.strip()) for text in row.texts) for row in rows]
    return next(i for i, count in enumerate(filled) if count * 2 >= max(filled))
