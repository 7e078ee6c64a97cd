"""A table before its columns are understood: what every reader of a file format gives.

Made by `auditor.registry.table` from delimited text and by `auditor.registry.xlsx` from a
workbook.  Which columns mean what is left to `auditor.registry.table`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from auditor.records import RowError

__all__ = ["RawSheet", "Wanted"]

Wanted = Callable[[list[str]], list[int]]
"""Given the headers, the positions of the columns to load; may raise RegistryError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """Headers as written, and the rows below them.

    ``frame`` has a row for each readable data row that is not blank, in the file's order:
    ``row`` (Int64, 1-based number among the data rows that are not blank, unreadable ones
    counted), ``line`` (Int64, 1-based line of the text or row of the sheet where it begins)
    and ``c0`` … ``c{n-1}`` (String, by position, never null; those not wanted are left out).
    ``errors`` are the unreadable rows.  ``notes`` (Chinese) tell a reader of the report what
    was chosen on the way.  ``delimiter`` is empty where the format needs none; ``sha256`` is
    filled in by `auditor.registry.table.read_sheet`.
    """

    headers: list[str]
    frame: pl.DataFrame
    errors: tuple[RowError, ...]
    encoding: str
    notes: tuple[str, ...] = ()
    delimiter: str = ""
    lines: int = 0
    sha256: str = ""
