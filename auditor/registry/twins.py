"""Records that share what should be their own: a device code, a name within a division.

Adds ``code_count``, ``name_count`` (how many rows share it) and ``code_rows``, ``name_rows``
(the first of them, in words); null for a row that shares nothing or has an empty cell: names
without a division may well be those of two places.
"""

import polars as pl

from auditor.record_text import text

__all__ = ["with_twins"]

_NAMED_TWINS = 5
_BETWEEN = "\x1f"  # stands in no cell that anybody can type


def with_twins(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the four columns; a few rows are named, since a file may repeat a thing endlessly."""
    named = pl.concat_str(text("division"), pl.lit(_BETWEEN), text("name"))
    shared = {
        "code": pl.when(text("device_code") != "").then(text("device_code")),
        "name": pl.when((text("name") != "") & (text("division") != "")).then(named),
    }
    numbered = frame.select("row", at=pl.int_range(pl.len()), **shared)
    counted = [_twins(numbered, prefix) for prefix in shared]
    result = frame.with_columns(at=pl.int_range(pl.len()))
    for twins in counted:
        result = result.join(twins, on="at", how="left", maintain_order="left")
    return result.drop("at")


def _twins(numbered: pl.DataFrame, what: str) -> pl.DataFrame:
    """Position, count and rows of those that share; only they are grouped."""
    doubled = numbered.filter(pl.col(what).is_not_null() & pl.col(what).is_duplicated())
    groups = doubled.group_by(what).agg(
        pl.len().alias(f"{what}_count"),
        pl.col("row")
        .sort()
        .head(_NAMED_TWINS)
        .cast(pl.String)
        .str.join("、")
        .alias(f"{what}_rows"),
    )
    return doubled.join(groups, on=what).select("at", f"{what}_count", f"{what}_rows")
