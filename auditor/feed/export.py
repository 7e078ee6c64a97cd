"""The result of a kept round as a file: the document itself, or its tables."""

import enum
from datetime import datetime

from auditor.errors import ConfigError
from auditor.feed.column_map import load_map
from auditor.feed.document import Document, canonical
from auditor.feed.table import make_table, table_csv
from auditor.feed.workbook import render_xlsx

__all__ = ["ExportFormat", "export"]

_TABLES = ("rates", "cameras")


class ExportFormat(enum.StrEnum):
    """JSON is the contract; CSV and XLSX are tables of it."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def export(document: Document, form: ExportFormat, *, map_name: str | None) -> bytes:
    """The bytes of the file; without a map the rates, and in a workbook the cameras too."""
    if form is ExportFormat.JSON:
        if map_name is not None:
            raise ConfigError("--map is for tables; use --as csv or --as xlsx")
        return canonical(document)
    names = (map_name,) if map_name is not None else _TABLES
    tables = [make_table(document, load_map(name), name=name) for name in names]
    if form is ExportFormat.CSV:
        return table_csv(tables[0])
    ended = datetime.fromisoformat(document.round.ended_at)
    return render_xlsx(tables, made_at=ended)
