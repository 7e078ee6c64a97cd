"""The tables as one workbook, a sheet each: made to be filtered, and the same bytes each time.

* One header row, the Chinese title over the name that programs use, so that filters, sorting
  and pivot tables work; it stays in view.
* Every code and text is a text cell: nothing is rounded and no formula is run.  A choice is
  shown in Chinese, with its symbol, and coloured by what it means.
* Sheets are written row by row, so that a large community takes little memory; what is too
  long for a sheet goes on in the next one.
* The last sheet is the data dictionary.

The workbook's own time is the round's end.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from auditor.render.dictionary import DICTIONARY, dictionary_lines
from auditor.render.figures import SHANGHAI
from auditor.render.plain_text import shorten, without_controls
from auditor.render.tables import Filled
from auditor.render.vocabulary.column import Column, Kind, Value

__all__ = ["render_xlsx"]

SHEET_ROWS = 1_000_000
"""Rows a sheet; a spreadsheet has 1,048,576."""
_A4 = 9
_CELL = 32_000  # a cell holds 32,767 characters
_MEASURED = 300
_WIDEST, _NARROWEST = 48, 8
_WIDE_FROM = "\u2e80"
_COLOURS = {
    "good": ("#1B5E20", "#E3F2E6"),
    "bad": ("#8E1B16", "#FBE3E1"),
    "warn": ("#7A4A00", "#FFF1D6"),
    "unsure": ("#174A7C", "#E2EDF8"),
}
_YES, _NO = "是", "否"


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of a workbook, each made once."""

    header: Format
    text: Format
    whole: Format
    tones: dict[str, Format] = field(default_factory=dict)


def render_xlsx(
    tables: Sequence[Filled], *, made_at: datetime, sheet_rows: int = SHEET_ROWS
) -> bytes:
    """One sheet a table, then the dictionary of their columns."""
    to = io.BytesIO()
    words = Filled(table=DICTIONARY, lines=dictionary_lines(one.table for one in tables))
    with Workbook(to, {"constant_memory": True}) as book:
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
        styles = _styles(book)
        for filled in (*tables, words):
            for title, lines in _parts(filled, sheet_rows):
                _fill(book.add_worksheet(title), filled, lines, styles)
    return to.getvalue()


def _styles(book: Workbook) -> _Styles:
    header = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EAED", "border": 1}
    return _Styles(
        header=book.add_format({**header, "num_format": "@"}),
        text=book.add_format({"num_format": "@", "valign": "top"}),
        whole=book.add_format({"num_format": "0", "valign": "top"}),
        tones={
            tone: book.add_format({"font_color": dark, "bg_color": light})
            for tone, (dark, light) in _COLOURS.items()
        },
    )


def _parts(filled: Filled, rows: int) -> Iterator[tuple[str, Sequence[Any]]]:
    """The sheets of a table: one, or as many as its lines need."""
    title = filled.table.title
    yield title, filled.lines[:rows]
    for number, start in enumerate(range(rows, len(filled.lines), rows), start=2):
        yield f"{title} {number}", filled.lines[start : start + rows]


def _fill(sheet: Worksheet, filled: Filled, lines: Sequence[Any], styles: _Styles) -> None:
    columns = [column for column in filled.table.columns if not column.words_of]
    last = len(lines)
    _for_paper(sheet)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column, lines))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, f"{column.title}\n{column.id}", styles.header)
    for row, line in enumerate(lines, start=1):
        for place, column in enumerate(columns):
            value = column.read(line)
            if value is not None and value != "":
                _write(sheet, (row, place), _shown(column, value), styles)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for place, column in enumerate(columns):
        _colour(sheet, (last, place), column, styles)


def _for_paper(sheet: Worksheet) -> None:
    """A4 across, as wide as the paper, the header on each page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(
    sheet: Worksheet, place: tuple[int, int], value: str | int | None, styles: _Styles
) -> None:
    if isinstance(value, int):
        sheet.write_number(*place, value, styles.whole)
    elif value:
        sheet.write_string(*place, value, styles.text)


def _shown(column: Column[Any], value: Value) -> str | int | None:
    """What stands in the cell: Chinese for people, text but for what was counted."""
    match value:
        case None:
            return None
        case bool():
            return _YES if value else _NO
        case int():
            return value
        case datetime():
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        case str() if column.values and value in column.values:
            return str(column.values[value]).strip()
        case str():
            return shorten(without_controls(value), _CELL)


def _colour(sheet: Worksheet, end: tuple[int, int], column: Column[Any], styles: _Styles) -> None:
    """By value, so that a cell that is corrected by hand changes its colour."""
    last, place = end
    for word in (column.values or {}).values():
        if word.tone in styles.tones and last:
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{str(word).strip()}"',
                "format": styles.tones[word.tone],
            }
            sheet.conditional_format(1, place, last, place, rule)


def _width(column: Column[Any], lines: Sequence[Any]) -> int:
    """By the titles and the first lines, in digits; an ideograph takes two."""
    texts = [column.title, column.id]
    for line in lines[:_MEASURED]:
        shown = _shown(column, column.read(line))
        texts.append("" if shown is None else str(shown)[:_WIDEST])
    widest = max(sum(2 if letter >= _WIDE_FROM else 1 for letter in text) for text in texts)
    # The arrow of the filter lies over the title.
    return max(_NARROWEST, min(_WIDEST, widest + 3 if column.kind is not Kind.TEXT else widest + 2))
