"""Numbers as they are typed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.declared.numerals import decimals, folded, number

DIGITS = "零一二三四五六七八九"


def spelled(value: int) -> str:
    """A number below ten thousand in words, as it is spoken."""
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text or "零"


@given(st.integers(0, 9999))
def test_words_are_read_as_they_are_spoken(value: int) -> None:
    assert number(spelled(value)) == value


@given(st.integers(0, 10**9))
def test_separators_change_nothing(value: int) -> None:
    assert number(f"{value:,}") == number(str(value)) == value


@given(st.text(max_size=40))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("十五", Fraction(15), 0),
        ("两百", Fraction(200), 0),
        ("二〇二四", Fraction(2024), 0),
        ("九十八点五", Fraction(197, 2), 1),
        ("0.413", Fraction(413, 1000), 3),
        ("九点", None, 0),
        ("九点十", None, 1),
        ("点五", None, 1),
        ("", None, 0),
        ("多", None, 0),
    ],
)
def test_single_numbers(text: str, value: Fraction | None, places: int) -> None:
    assert (number(text), decimals(text)) == (value, places)
