"""Which names were read in a wrong encoding, found once for all rules about names.

Adds ``name_misread``, a value of `auditor.mojibake.Misread`, null for all other names.
"""

import polars as pl

from auditor.mojibake import misread

__all__ = ["with_misread"]


def with_misread(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the column; ``name`` is trimmed and may be null."""
    return frame.with_columns(misread(frame["name"].fill_null("")).alias("name_misread"))
