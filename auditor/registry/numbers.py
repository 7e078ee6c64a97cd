"""Texts that are plain decimal degrees, as numbers."""

import polars as pl

__all__ = ["DECIMAL_DEGREES", "decimal_degrees"]

DECIMAL_DEGREES = r"^[+-]?[0-9]{1,3}(\.[0-9]+)?$"


def decimal_degrees(column: str) -> pl.Expr:
    """The column as numbers; null where the text is anything else."""
    text = pl.col(column).str.strip_chars()
    plain = text.str.contains(DECIMAL_DEGREES)
    return pl.when(plain).then(text.cast(pl.Float64, strict=False))
