"""Numbers as people type them into a form: full width, with separators, in Chinese words.

`folded` keeps the length of a text, so that a place found in it is a place of the original.
"""

import re
from fractions import Fraction

__all__ = ["NUMBER", "WORDS", "decimals", "folded", "number"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_SAME = {"％": "%", "﹪": "%", "．": ".", "／": "/", "＝": "=", "＋": "+", "（": "(", "）": ")"}
_SAME |= {
    "：": ":",
    "；": ";",
    "﹔": ";",
    "〜": "~",
    "～": "~",
    "＜": "<",
    "＞": ">",
    "\u00a0": " ",
}
_SAME |= {"\u3000": " ", "\t": " ", "÷": "/"}
_TABLE: dict[int, int | str] = {**_FULL_WIDTH, **{ord(key): value for key, value in _SAME.items()}}

NUMBER = r"(?<![\d.])(?<!\d,)\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
"""Digits in a folded text, with or without thousands separators."""

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
WORDS = "[" + "".join([*_DIGITS, *_UNITS]) + "]+"
"""A whole number in Chinese words, below ten thousand."""

_LONGEST = 15
"""Characters beyond which digits are no figure of a community."""

_WHOLE = re.compile(WORDS)


def folded(text: str) -> str:
    """The same text in half width where that has the same meaning; never longer or shorter."""
    return text.translate(_TABLE)


def number(text: str) -> Fraction | None:
    """What ``4,379``, ``0.413``, ``九十五`` or ``九十八点五`` is; None when it is no number."""
    if len(text) > _LONGEST:
        return None
    if re.fullmatch(NUMBER, text):
        return Fraction(text.replace(",", ""))
    whole, point, rest = text.partition("点")
    value = _words(whole)
    if value is None or not point:
        return None if value is None else Fraction(value)
    digits = "".join(str(_DIGITS.get(word, "")) for word in rest)
    if not digits or len(digits) != len(rest):
        return None
    return value + Fraction(int(digits), 10 ** len(digits))


def decimals(text: str) -> int:
    """How many digits stand behind the point."""
    return len(re.split("[.点]", text, maxsplit=1)[1]) if re.search("[.点]", text) else 0


def _words(text: str) -> int | None:
    """A number in words; a row of digits (``二〇二四``) is read digit by digit."""
    if not _WHOLE.fullmatch(text):
        return None
    if all(word in _DIGITS for word in text):
        return int("".join(str(_DIGITS[word]) for word in text))
    total = pending = 0
    for word in text:
        if word in _DIGITS:
            pending = _DIGITS[word]
            continue
        total += (pending or 1) * _UNITS[word]
        pending = 0
    return total + pending
