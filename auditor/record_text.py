"""Expressions that several record rules share: a column's text, the parts of a code.

Blanks around a cell are the spreadsheet's, not the record's: they never make a fault.
"""

from collections.abc import Mapping

import polars as pl

from gb28181.codes import LENGTH, PART_POSITIONS

__all__ = ["DEVICE_CODE", "cell", "code_part", "filled", "text", "well_formed_code"]

DEVICE_CODE = "device_code"


def text(column: str) -> pl.Expr:
    """The column without surrounding white space."""
    return pl.col(column).str.strip_chars()


def filled(column: str) -> pl.Expr:
    """Whether the cell says anything."""
    return text(column) != ""


def well_formed_code() -> pl.Expr:
    """Twenty ASCII digits: only then do the digits have meanings."""
    return text(DEVICE_CODE).str.contains(f"^[0-9]{{{LENGTH}}}$")


def code_part(part: str) -> pl.Expr:
    """A named part of the code (see `gb28181.codes.PART_POSITIONS`), or the ``division``."""
    first, last = (1, 6) if part == "division" else PART_POSITIONS[part]
    return text(DEVICE_CODE).str.slice(first - 1, last - first + 1)


def cell(cells: Mapping[str, str], column: str) -> str:
    """One cell of a row, trimmed as the expressions see it."""
    return cells.get(column, "").strip()
