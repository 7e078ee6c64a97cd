import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.render.plain_text import shorten, visible, without_controls

_ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown", "kept"),
    [
        ("东门\u202e3pm", "东门[U+202E]3pm", "东门\u202e3pm"),
        ("a\x00b\x1b[31m", "a[U+0000]b[U+001B][31m", "ab[31m"),
        ("一\r\n二\t三", "一 二 三", "一 二 三"),
        ("\ud800x", "[U+D800]x", "x"),
        ("零\u200b宽\ufeff", "零[U+200B]宽[U+FEFF]", "零\u200b宽\ufeff"),
        ("𠮷野家 · café", "𠮷野家 · café", "𠮷野家 · café"),
    ],
)
def test_unseen_characters_are_written_out_or_removed(text: str, shown: str, kept: str) -> None:
    assert (visible(text), without_controls(text)) == (shown, kept)


@given(_ANY)
def test_nothing_that_steers_a_terminal_or_breaks_a_file_is_left(text: str) -> None:
    for result in (visible(text), without_controls(text)):
        assert {unicodedata.category(char) for char in result}.isdisjoint({"Cc", "Cs"})
        assert result.encode().decode() == result


@given(_ANY)
def test_visible_text_is_visible_already(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_shortening_says_so() -> None:
    assert shorten("名" * 120, 120) == "名" * 120
    assert shorten("名" * 121, 120) == "名" * 120 + "……（过长，此处截断）"
