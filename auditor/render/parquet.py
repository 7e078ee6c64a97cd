"""A table as Parquet for programs: typed by the vocabulary, the texts as they are.

The same lines give the same bytes.  Nothing is escaped: whoever writes these texts into a
spreadsheet must make them safe as `auditor.render.csv` does.
"""

import io
from collections.abc import Iterable
from typing import Any

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
    table, to = filled.table, io.BytesIO()
    columns = [
        pl.Series(column.id, _values(column, filled.lines), _type(column), strict=True)
        for column in table.columns
    ]
    pl.DataFrame(columns).write_parquet(to, compression="zstd", compression_level=_LEVEL)
    return to.getvalue()


def _type(column: Column[Any]) -> pl.DataType:
    return _TYPES.get(column.kind, pl.String())


def _values(column: Column[Any], lines: Iterable[Any]) -> list[Value]:
    return [_whole(column.read(line)) for line in lines]


def _whole(value: Value) -> Value:
    """UTF-8 has no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
