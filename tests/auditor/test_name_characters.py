"""Kinds of characters: what a pattern finds is what the list for the finding shows."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.name_characters import (
    INVISIBLE,
    UNUSUAL,
    is_invisible,
    is_outside_gbk,
    is_unusual,
    listed,
    outside_gbk,
)

ASSIGNED = st.characters(exclude_categories=("Cs", "Cn"))


def found(character: str, pattern: str) -> bool:
    return bool(pl.Series([character]).str.contains(pattern)[0])


@given(ASSIGNED)
def test_pattern_and_list_agree(character: str) -> None:
    assert found(character, INVISIBLE) == is_invisible(character)
    assert found(character, UNUSUAL) == is_unusual(character)
    if character >= " " and character != "\x7f":
        assert found(character, outside_gbk()) == is_outside_gbk(character)


@given(ASSIGNED)
def test_a_character_is_of_one_kind_at_most(character: str) -> None:
    assert not (is_invisible(character) and (is_unusual(character) or is_outside_gbk(character)))


@given(st.characters(codec="gbk"))
def test_what_gbk_writes_is_never_outside(character: str) -> None:
    assert not found(character, outside_gbk())


@pytest.mark.parametrize("character", "星㙍𠮷Кàé門ⅡⅡ①〇（）()【】·•—-－_～#、，。&＆'Ａ１° \t")
def test_letters_digits_brackets_and_common_signs_are_usual(character: str) -> None:
    assert (is_unusual(character), is_invisible(character)) == (False, False)


@pytest.mark.parametrize("character", '★☆■●✓🚗<>"|\\^$`{}*?=')
def test_ornaments_and_signs_of_markup_are_unusual(character: str) -> None:
    assert is_unusual(character)


@pytest.mark.parametrize("character", "\u200b\u200f\u202a\u202e\u2066\u2069\ufeff\xad\x9f\ue863")
def test_what_shows_nothing_is_invisible(character: str) -> None:
    assert is_invisible(character)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("北门", ""),
        ("★北★☆", "“★”（U+2605）、“☆”（U+2606）"),
        ("🚗", "“🚗”（U+1F697）"),
    ],
)
def test_a_list_shows_each_character_once(name: str, text: str) -> None:
    assert listed(name, is_unusual) == text


def test_what_cannot_be_seen_is_listed_by_number() -> None:
    assert listed("北\u200b门\ufeff", is_invisible) == "U+200B、U+FEFF"


def test_a_long_list_is_cut() -> None:
    assert listed("①②③④⑤⑥⑦⑧⑨", str.isnumeric).endswith("“⑧”（U+2467）等")
    assert listed("①②③④⑤⑥⑦⑧", str.isnumeric).endswith("“⑧”（U+2467）")
