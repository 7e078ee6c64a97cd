"""`auditor.render.csv.cell_text` for whole columns of text at once.

A property test holds the two against each other; what is done to a cell, and why, is told there.
"""

import polars as pl
import polars.selectors as cs

__all__ = ["safe_columns"]

_INNER_CONTROLS = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}]+"
_BREAKS = "[\\t\\r\\n]+"
_FORMULA = (
    "^(?:[\\t\\r\\n]|[\\s\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}]*"
    "[=+\\-@＝＋－＠])"
)
_LONG_NUMBER = r"^\d{12,}$"


def safe_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Every text cell as a spreadsheet may have it; other columns stay."""
    return frame.with_columns(
        _safe(pl.col(name)) for name in cs.expand_selector(frame, cs.string())
    )


def _safe(column: pl.Expr) -> pl.Expr:
    judged = column.str.replace_all(_INNER_CONTROLS, "")
    clean = judged.str.replace_all(_BREAKS, " ")
    return (
        pl.when(judged.str.contains(_FORMULA))
        .then(pl.concat_str(pl.lit("'"), clean))
        .when(clean.str.contains(_LONG_NUMBER))
        .then(pl.concat_str(clean, pl.lit("\t")))
        .otherwise(clean)
        .alias(column.meta.output_name())
    )
