"""A table as Parquet for programs: typed by the vocabulary, the texts as they are.

The same lines give the same bytes.  Nothing is escaped: whoever writes these texts into a
spreadsheet must make them safe as `auditor.render.csv` does.
"""

import io
from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl

from auditor.render.tables import Filled
from auditor.render.vocabulary.column import Column, Kind, Table, Value

__all__ = ["render_parquet", "schema"]

_TYPES = {
    Kind.WHOLE: pl.Int64(),
    Kind.TRUTH: pl.Boolean(),
    Kind.TIME: pl.Datetime("us", "UTC"),
}
_LEVEL = 6


def schema(table: Table[Any]) -> pl.Schema:
    """Names and types.

    A choice is text, as every reader knows it: a word of another version stops no report.
    """
    return pl.Schema({column.id: _type(column) for column in table.columns})


def render_parquet(filled: Filled) -> bytes:
    """The whole file."""
    to = io.BytesIO()
    columns = [_series(column, filled.lines) for column in filled.table.columns]
    pl.DataFrame(columns).write_parquet(to, compression="zstd", compression_level=_LEVEL)
    return to.getvalue()


def _series(column: Column[Any], lines: Iterable[Any]) -> pl.Series:
    """Words that come again are held once: a large table is mostly made of such."""
    places: dict[Value, int] = {}
    at = array("L", (places.setdefault(column.read(line), len(places)) for line in lines))
    known = pl.Series(column.id, map(_whole, places), _type(column), strict=True)
    return known.gather(np.frombuffer(at, dtype=np.dtype("L")))


def _type(column: Column[Any]) -> pl.DataType:
    return _TYPES.get(column.kind, pl.String())


def _whole(value: Value) -> Value:
    """UTF-8 has no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
