"""Expressions that several record rules share: a column's text, a code's parts, an extent.

They are meant for the prepared frame (`auditor.registry.prepared`), whose cells are trimmed and
whose codes are taken apart once: Polars does not share such work between expressions.
"""

from collections.abc import Mapping

import polars as pl

__all__ = [
    "cell",
    "code_part",
    "filled",
    "inside_china",
    "missing",
    "position_pair",
    "possible_readings",
    "text",
    "well_formed_code",
]

# The land and sea of China, taken wide.
_LONGITUDES = (73.0, 135.1)
_LATITUDES = (3.0, 53.6)


def text(column: str) -> pl.Expr:
    """The column's trimmed text; empty where the file has no such column."""
    return pl.col(column).fill_null("")


def filled(column: str) -> pl.Expr:
    """Whether the cell says anything."""
    return text(column) != ""


def missing(column: str) -> pl.Expr:
    """Whether the cell is empty; null (not asked) where the file has no such column.

    A register is not blamed row by row for a column that nobody asked it to have.
    """
    return pl.col(column).is_not_null() & ~filled(column)


def well_formed_code() -> pl.Expr:
    """Twenty ASCII digits: only then do the digits have meanings."""
    return pl.col("code_ok")


def code_part(part: str) -> pl.Expr:
    """A named part of the code (see `gb28181.codes.PART_POSITIONS`), or the ``division``."""
    return pl.col(f"code_{part}")


def inside_china(lon: str = "lon", lat: str = "lat") -> pl.Expr:
    """Whether the pair of prepared columns can be a camera's position.

    Null or false when one of them is unreadable: ask for both where that matters.
    """
    return pl.col(lon).is_between(*_LONGITUDES) & pl.col(lat).is_between(*_LATITUDES)


def cell(cells: Mapping[str, str], column: str) -> str:
    """One cell of a row, trimmed as the expressions see it."""
    return cells.get(column, "").strip()


def position_pair(cells: Mapping[str, str]) -> str:
    """Longitude and latitude as written: a fault of a position may be in either."""
    return f"{cell(cells, 'longitude')}, {cell(cells, 'latitude')}"


def possible_readings(cells: Mapping[str, str]) -> str:
    """What a faulty position may have been meant to be (Chinese); empty when nobody can say.

    A suggestion for whoever corrects the record: see `auditor.geo.hypotheses`.
    """
    readings = cells.get("readings", "")
    return f"若按以下方式理解则在登记的行政区划内，请核实：{readings}" if readings else ""
