"""Catalog elements (GB/T 28181 A.2.1.9) as columns: what is a fault, and when they are asked.

The forms are made from the domains of `gb28181.catalog`, so that the expressions cannot say
anything else than `check_value`, but for three things that a table does to values: blanks
around a cell, ``.0`` behind an enumerated number and a word for "nothing" are never a fault.
How severe a fault is, and what it is called, is left to the rules.
"""

import re
from functools import cache

import polars as pl

from auditor.record_text import code_part, well_formed_code
from gb28181 import catalog_values as values
from gb28181.capture_position_data import MIDDLES
from gb28181.catalog import FIELDS, SEPARATOR, Field
from gb28181.catalog_domains import Address, Domain, Enumeration, Number, Pattern
from gb28181.editions import Edition

__all__ = [
    "NOTHING",
    "device_row",
    "directory_export",
    "empty",
    "faulty_value",
    "matches",
    "value_form",
]

NOTHING = r"(?i:无|暂无|未知|不详|/|-{1,3}|—{1,2}|null|none|n/a)"
"""How tables write that a cell is empty on purpose."""

_FLOAT_END = r"(?:\.0)?"
_FIRST_PLATFORM_TYPE = "200"

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_H16 = "[0-9A-Fa-f]{1,4}"
_LAST = f"(?:{_H16}:{_H16}|{_IPV4})"
_AFTER_GAP = ("", _H16, _LAST, *(f"(?:{_H16}:){{{groups}}}{_LAST}" for groups in range(1, 6)))
# As RFC 3986 writes them: at most seven groups beside the gap, then a zone (fe80::1%eth0).
_WITH_GAP = [
    f"(?:(?:{_H16}:){{0,{6 - after}}}{_H16})?::{tail}" for after, tail in enumerate(_AFTER_GAP[:-1])
]
_IPV6 = f"(?:(?:{_H16}:){{6}}{_LAST}|::{_AFTER_GAP[-1]}|{'|'.join(_WITH_GAP)})(?:%[^%/]{{1,54}})?"
_BY_VERSION = {4: _IPV4, 6: _IPV6}


def matches(column: str, form: str) -> pl.Expr:
    """Whether the whole cell has ``form``, a regular expression; null without column.

    A register has none of most Catalog columns; asking a column of nulls costs nothing.
    """
    return pl.col(column).str.contains(f"^(?:{form})$")


def empty(column: str) -> pl.Expr:
    """What `auditor.record_text.missing` says, but null without column, which costs less."""
    return pl.col(column) == ""


def directory_export() -> pl.Expr:
    """Whether the file is an export of a platform's directory, thus asked as Catalog items.

    RegisterWay and Parental mean nothing outside a directory: no register of 一机一档 has them.
    """
    return pl.col("register_way").is_not_null() | pl.col("parental").is_not_null()


def device_row() -> pl.Expr:
    """A device in a directory; divisions, systems, groups and organisations have fewer fields."""
    return well_formed_code() & (code_part("type_code") < _FIRST_PLATFORM_TYPE)


def faulty_value(column: str, element: str, edition: Edition) -> pl.Expr:
    """Where ``element`` may not have the cell's value; null where the file has no such column.

    Empty cells are no fault, and an element that the edition does not know has none.
    """
    field = FIELDS[edition].get(element)
    if field is None or field.domain is None:
        return pl.lit(value=False)
    unlike = ~matches(column, f"(?:{_field_form(field)}|{NOTHING})?")
    if isinstance(field.domain, Number) and not field.domain.is_integer:
        return unlike | _out_of_range(column, field.domain)
    return unlike


def _out_of_range(column: str, limits: Number) -> pl.Expr:
    """False for what is no number at all."""
    number = pl.col(column).cast(pl.Float64, strict=False)
    inside = (number > limits.above) & number.is_between(limits.minimum, limits.maximum)
    return (~inside).fill_null(value=False)


def value_form(element: str, edition: Edition) -> str:
    """The regular expression for the whole value of ``element``, for Python and Polars alike.

    Raises KeyError for an element that the edition does not know, and for CivilCode and
    GrassrootsCode, which have rules of their own.
    """
    return _field_form(FIELDS[edition][element])


@cache
def _field_form(field: Field) -> str:
    """Several values may be joined where the standard says so."""
    one = f"(?:{_domain_form(field.domain)})" if field.domain else "(?s:.*)"
    return f"{one}(?:{SEPARATOR}{one})*" if field.is_list else one


def _domain_form(domain: Domain) -> str:
    match domain:
        case Enumeration():
            return _enumerated(domain)
        case Pattern():
            return domain.form.pattern
        case Number(is_integer=True):
            return rf"(?:\+?[0-9]{{1,300}}|-0{{1,300}}){_FLOAT_END}"
        case Number():
            return (
                r"[+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})(?:[eE][+-]?[0-9]{1,6})?"
            )
        case Address():
            return "|".join(_BY_VERSION[version] for version in domain.versions)
    return _coded_forms()[domain]


def _enumerated(domain: Enumeration) -> str:
    """A column of whole numbers with one empty cell comes out of many tables as 1.0, 2.0."""
    listed = "|".join(re.escape(value) for value in domain.values)
    numeric = all(value.isdecimal() for value in domain.values)
    return f"(?:{listed}){_FLOAT_END}" if numeric else listed


@cache
def _coded_forms() -> dict[Domain, str]:
    """Codes by their form; GrassrootsCode and CivilCode have rules of their own."""
    positions = "|".join(
        f"{major}(?:{'|'.join(sorted(middles))})" for major, middles in MIDDLES.items()
    )
    return {
        values.ITEM_ID: "[0-9]{20}|[0-9]{8}|[0-9]{6}|[0-9]{4}|[0-9]{2}",
        values.DEVICE_ID: "[0-9]{20}",
        values.CAPTURE_POSITION: f"(?:{positions})[0-9]{{2}}",
    }
