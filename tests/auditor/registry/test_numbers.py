"""Texts as degrees: plain decimal numbers and nothing else."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.registry.numbers import DECIMAL_DEGREES, decimal_degrees


def read(*texts: str | None) -> list[float | None]:
    column = pl.Series("degrees", texts, dtype=pl.String)
    return column.to_frame().select(decimal_degrees("degrees"))["degrees"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("117.661", 117.661),
        ("+117.661", 117.661),
        ("-36", -36.0),
        ("000.5", 0.5),
        (" 36.2　", 36.2),
        ("999", 999.0),
    ],
)
def test_plain_decimals_are_numbers(text: str, expected: float) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [None, "", ".5", "36.", "1175", "1e2", "nan", "inf", "36.2N", "36,2", "36 2", "３６.２", "36.2\n1",
     "--36", "0x10", "36.2.1", "1_0"],
)  # fmt: skip
def test_anything_else_is_none(text: str | None) -> None:
    assert read(text) == [None]


@given(st.decimals(-999, 999, places=7, allow_nan=False, allow_infinity=False))
def test_every_plain_decimal_is_read_exactly(value: object) -> None:
    text = f"{value:f}"
    assert read(text) == [float(text)]


@given(st.text(alphabet="0123456789.+-eEnaif 　N°", max_size=9))
def test_no_text_is_read_but_as_python_reads_it(text: str) -> None:
    is_plain = re.fullmatch(DECIMAL_DEGREES, text.strip()) is not None
    assert read(text) == [float(text.strip()) if is_plain else None]
