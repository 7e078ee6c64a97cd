"""The tables of a report as files by name: CSV, Parquet, one workbook, the data dictionary."""

from collections.abc import Iterable, Iterator

from auditor.render.csv import csv_pieces
from auditor.render.dictionary import DICTIONARY, dictionary_lines
from auditor.render.parquet import render_parquet
from auditor.render.shared import Shared
from auditor.render.tables import TABLES, cells, filled_tables
from auditor.render.xlsx import render_xlsx

__all__ = ["TABLE_FILES", "WORKBOOK", "table_files"]

WORKBOOK = "tables.xlsx"
_DICTIONARY = f"{DICTIONARY.id}.csv"
TABLE_FILES = (
    *(f"{table.id}.{form}" for form in ("csv", "parquet") for table in TABLES),
    WORKBOOK,
    _DICTIONARY,
)
"""Every file's name, in the order of their making."""


def table_files(shown: Shared) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and content in pieces, made one after the other; see `auditor.render.tables`."""
    tables = filled_tables(shown)
    for one in tables:
        yield f"{one.table.id}.csv", csv_pieces(one.table.ids, cells(one.table, one.lines))
    for one in tables:
        yield f"{one.table.id}.parquet", (render_parquet(one),)
    yield WORKBOOK, (render_xlsx(tables, made_at=shown.report.provenance.ended_at),)
    words = dictionary_lines(TABLES)
    yield _DICTIONARY, csv_pieces(DICTIONARY.ids, cells(DICTIONARY, words))
