"""Cells without the blanks around them, and device codes taken apart, once for all rules.

Blanks around a cell are the spreadsheet's, not the record's: they never make a fault.

``code_ok``           whether the device code is 20 ASCII digits: only then have its digits meanings
``code_division``     digits 1-6, and ``code_centre``, ``code_industry``, ``code_type_code``,
``code_network`` and ``code_serial`` (`gb28181.codes.PART_POSITIONS`)
"""

import polars as pl
import polars.selectors as cs

from gb28181.codes import LENGTH, PART_POSITIONS

__all__ = ["trimmed", "with_code_parts"]

_EDGE = r"^\s|\s$"
_PARTS = {"division": (1, 6), **PART_POSITIONS}


def trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Strip every text column that needs it; the others are kept as they are, uncopied."""
    names = frame.select(cs.string()).columns
    blanks = frame.lazy().select(pl.col(name).str.contains(_EDGE).any() for name in names)
    (found,) = blanks.collect().rows()
    needed = [name for name, has_blanks in zip(names, found, strict=True) if has_blanks]
    return frame.with_columns(pl.col(name).str.strip_chars() for name in needed)


def with_code_parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of the code; ``device_code`` is trimmed and never null."""
    code = pl.col("device_code")
    parts = {
        f"code_{part}": code.str.slice(first - 1, last - first + 1)
        for part, (first, last) in _PARTS.items()
    }
    return frame.with_columns(code_ok=code.str.contains(f"^[0-9]{{{LENGTH}}}$"), **parts)
