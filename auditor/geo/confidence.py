"""Divisions whose area the two open layers draw too differently to accuse anybody by them.

The table is written by scripts/build_county_confidence.py: the areas' intersection over their
union, for every division whose share is below `THRESHOLD`.  Reasons are new boundaries, sea
areas and lands managed by another division; which of the layers is right is not known.
"""

import csv
import functools
import io
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

__all__ = ["THRESHOLD", "agreement", "is_doubtful"]

THRESHOLD = 0.8
_TABLE = "county_confidence.csv"
_DIGITS = 6


def is_doubtful(code: str) -> bool:
    """Whether the layers disagree on the division of 2, 4 or 6 digits."""
    return code.ljust(_DIGITS, "0") in agreement()


@functools.cache
def agreement() -> Mapping[str, float]:
    """Six digits → intersection over union (0-1) of the divisions below the threshold."""
    text = resources.files("auditor.geo").joinpath("data", _TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return MappingProxyType({row["code"]: float(row["agreement"]) for row in rows})
