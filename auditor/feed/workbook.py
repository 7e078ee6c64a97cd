"""Tables as an XLSX workbook: every text a text cell, so no code is rounded and no formula run.

The same tables give the same bytes: the workbook's own time is the round's end.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from auditor.feed.table import Cell, Table

__all__ = ["render_xlsx"]

_WIDEST = 48
_WIDE_FROM = "\u2e80"


def render_xlsx(tables: Sequence[Table], *, made_at: datetime) -> bytes:
    """One sheet a table, its header frozen."""
    to = io.BytesIO()
    with Workbook(to, {"in_memory": True}) as book:
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
        formats = _Formats(book, {})
        for table in tables:
            _fill(book.add_worksheet(table.sheet), table, formats)
    return to.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    """Number formats of a workbook, each made once."""

    book: Workbook
    made: dict[str, Format]

    def of(self, form: str, *, bold: bool = False) -> Format:
        key = f"{form}{bold}"
        if key not in self.made:
            self.made[key] = self.book.add_format({"num_format": form, "bold": bold})
        return self.made[key]


def _fill(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(table.headers):
        shown = [header, *(str(row[column] or "") for row in table.cells)]
        sheet.set_column(column, column, min(_WIDEST, max(map(_width, shown)) + 2))
        sheet.write_string(0, column, header, formats.of("@", bold=True))
    for row, cells in enumerate(table.cells, start=1):
        for column, cell in enumerate(cells):
            _write(sheet, (row, column), cell, formats)


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, formats: _Formats) -> None:
    match cell:
        case None:
            pass
        case str():
            sheet.write_string(*place, cell, formats.of("@"))
        case int():
            sheet.write_number(*place, cell)
        case Decimal():
            decimals = str(cell).partition(".")[2]
            form = f"0.{'0' * len(decimals)}" if decimals else "0"
            sheet.write_number(*place, float(cell), formats.of(form))


def _width(text: str) -> int:
    """In columns of a digit: an ideograph takes two."""
    return sum(2 if character >= _WIDE_FROM else 1 for character in text)
