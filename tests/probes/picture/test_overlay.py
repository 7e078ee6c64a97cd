"""Lines that were read: what a hostile picture writes is cut and cleaned."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from probes.picture.overlay import MAX_CHARACTERS, MAX_LINES, Place, TextLine, bounded, clean


def line(text: str, score: float = 0.9) -> TextLine:
    return TextLine(place=Place.TOP, text=text, score=score, height_share=0.3)


@given(st.text(max_size=300))
def test_a_clean_text_is_short_and_has_no_control_character(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= MAX_CHARACTERS
    assert not [char for char in cleaned if unicodedata.category(char).startswith("C")]
    assert clean(cleaned) == cleaned


def test_blanks_and_hidden_characters_go() -> None:
    assert clean(" 北门\x00\x1b[31m\u202e\n\t 01 \ud800") == "北门[31m 01"


def test_the_surest_lines_stay_in_their_order() -> None:
    lines = [line(str(number), number / 20) for number in range(12)]
    assert bounded([line(""), *lines]) == tuple(lines[12 - MAX_LINES :])
