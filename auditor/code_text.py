"""Expressions over codes and divisions that several record rules share.

Beside `auditor.record_text`: what only the operator can know (local codes, the county of a
community) and where a division lies.  A code that is not in the table has no place, so that
whatever compares places is silent about it: null, never false.
"""

import functools
import operator

import polars as pl

from auditor.criteria import Criteria
from auditor.division_text import (
    is_county,
    known_codes,
    municipality_digits,
    placed_codes,
)
from auditor.record_text import text

__all__ = [
    "begins_locally",
    "civil_code",
    "division_six",
    "expected_county",
    "is_known",
    "prefecture",
]

_CIVIL_CODE = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})$"


def begins_locally(code: pl.Expr, criteria: Criteria) -> pl.Expr:
    """Whether ``code`` begins with digits that the operator declares right here.

    Such digits need not mean a division at all (customs offices), so every rule that would
    read them as one is silent.
    """
    lengths = sorted({len(local) for local in criteria.local_codes})
    asked = [
        code.str.slice(0, length).is_in(
            [c for c in sorted(criteria.local_codes) if len(c) == length]
        )
        for length in lengths
    ]
    return functools.reduce(operator.or_, asked, pl.lit(value=False))


def civil_code() -> pl.Expr:
    """Whether the division has the form of a CivilCode: 2, 4, 6 or 8 digits (A.2.1.9)."""
    return text("division").str.contains(_CIVIL_CODE)


def division_six() -> pl.Expr:
    """The division at county level or above, padded with zeros; for what is a code only."""
    return text("division").str.slice(0, 6).str.pad_end(6, "0")


def is_known(six: pl.Expr) -> pl.Expr:
    """Whether six digits are a division or a heading of the table."""
    return six.is_in(list(known_codes()))


def prefecture(six: pl.Expr) -> pl.Expr:
    """The digits of the prefecture, two of a municipality, null where there is none.

    Provinces have none, nor have the counties directly under a province (xx90).
    """
    municipal = six.str.slice(0, 2).is_in(list(municipality_digits()))
    placed = six.is_in(list(placed_codes()))
    return pl.when(placed).then(
        pl.when(municipal).then(six.str.slice(0, 2)).otherwise(six.str.slice(0, 4))
    )


def expected_county(criteria: Criteria) -> pl.Expr:
    """The county that the operator names for the row's community; null where none is named.

    A code that is no county of the table is left out: an outdated list, or one of zones, must
    not condemn the records that are right.
    """
    named = {name: code if is_county(code) else None for name, code in criteria.counties.items()}
    others = named.pop("", None)
    if not named:
        return pl.lit(others, dtype=pl.String)
    return text("community").replace_strict(
        list(named), list(named.values()), default=others, return_dtype=pl.String
    )
