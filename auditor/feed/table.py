"""A document through a column map: headers and cells, the same for CSV and XLSX.  Pure."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from auditor.errors import ConfigError
from auditor.feed.column_map import ColumnMap, MapColumn
from auditor.feed.document import Document
from auditor.feed.fields import Row, Share, Value, known_fields, rows
from auditor.render.csv import cell_text, render_csv
from auditor.render.figures import SHANGHAI
from auditor.render.plain_text import without_controls

__all__ = ["Cell", "Table", "make_table", "table_csv"]

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet.  A Decimal keeps as many decimals as its column asks for."""

    sheet: str
    headers: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def make_table(document: Document, chosen: ColumnMap, *, name: str) -> Table:
    """Fill the columns of ``chosen``; ConfigError for a field that there is not."""
    known = known_fields(document, chosen.rows)
    for column in chosen.columns:
        if column.field is not None and column.field not in known:
            raise ConfigError(_unknown(column, known, name=name, kind=chosen.rows.value))
    return Table(
        sheet=chosen.sheet,
        headers=tuple(column.header for column in chosen.columns),
        cells=tuple(_cells(row, chosen.columns) for row in rows(document, chosen.rows)),
    )


def table_csv(table: Table) -> bytes:
    """UTF-8 with a mark; nothing in it, headers too, is run as a formula by a spreadsheet."""
    headers = [str(cell_text(header)) for header in table.headers]
    return render_csv(headers, ([_plain(cell) for cell in row] for row in table.cells))


def _unknown(column: MapColumn, known: frozenset[str], *, name: str, kind: str) -> str:
    near = difflib.get_close_matches(str(column.field), sorted(known), n=1)
    hint = f"did you mean {near[0]}?" if near else f"see: auditor feed fields --rows {kind}"
    return f"column map {name}: column {column.header}: no field {column.field}; {hint}"


def _plain(cell: Cell) -> str | int | None:
    return str(cell) if isinstance(cell, Decimal) else cell


def _cells(row: Row, columns: Sequence[MapColumn]) -> tuple[Cell, ...]:
    return tuple(
        column.value if column.field is None else _cell(row[column.field], column)
        for column in columns
    )


def _cell(value: Value, column: MapColumn) -> Cell:
    match value:
        case None:
            return None
        case bool():
            return "是" if value else "否"
        case int():
            return f"{value}{column.suffix}" if column.suffix else value
        case Share():
            shown = _percent(value, column.decimals)
            return f"{shown}{column.suffix}" if column.suffix else shown
        case datetime():
            return _time(value, column)
        case str():
            return f"{without_controls(value)}{column.suffix}"


def _percent(share: Share, decimals: int) -> Decimal:
    """Rounded down, as everywhere, so that a share never looks better than it is."""
    scaled = share.part * 100 * 10**decimals // share.whole
    return Decimal(scaled).scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)


def _time(moment: datetime, column: MapColumn) -> str:
    """Beijing time for people; ISO keeps its offset."""
    local = moment.astimezone(SHANGHAI)
    if column.time == "iso":
        return local.isoformat(timespec="seconds")
    return f"{local:%Y-%m-%d}" if column.time == "date" else f"{local:%Y-%m-%d %H:%M:%S}"
