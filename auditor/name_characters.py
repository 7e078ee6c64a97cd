"""Characters of names that cause trouble somewhere, as patterns and as lists for findings.

Each kind leaves out what another one tells: damaged text (NAME-02), marks that nobody sees,
characters outside GBK, symbols that are unusual in a name.  Letters, digits and ideographs of
any script are usual: real places have rare ones.
"""

import unicodedata
from collections.abc import Callable
from functools import cache

__all__ = [
    "INVISIBLE",
    "UNUSUAL",
    "is_invisible",
    "is_outside_gbk",
    "is_unusual",
    "listed",
    "outside_gbk",
]

_DAMAGE = "\x00-\x1f\x7f\ufffd"
# C1 controls, soft hyphen, zero-width and direction marks, private use.  NEL (U+0085) and the
# line and paragraph separators break lines: NAME-07 tells of those.
_UNSEEN = (
    ("\x80", "\x84"), ("\x86", "\x9f"), ("\xad", "\xad"), ("\u061c", "\u061c"),
    ("\u180e", "\u180e"), ("\u200b", "\u200f"), ("\u202a", "\u202e"), ("\u2060", "\u206f"),
    ("\ufeff", "\ufeff"), ("\ue000", "\uf8ff"), ("\U000f0000", "\U0010ffff"),
)  # fmt: skip
_USUAL_SIGNS = (
    "（）()【】[]〔〕「」『』《》〈〉“”‘’'、，,。.；;：:·•・．—–―‐‑-－_＿~～∼#＃+＋/／"
    "@＠!！%％°′″℃№→←↑↓↔…&＆×"
)
_MOST_LISTED = 8


def _ranges(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"\\x{{{ord(first):X}}}-\\x{{{ord(last):X}}}" for first, last in pairs)


INVISIBLE = f"[{_ranges(_UNSEEN)}]"
"""A character that shows nothing, or something else on every system (Rust's syntax)."""

UNUSUAL = (
    rf"[^\p{{L}}\p{{M}}\p{{N}}\s{_DAMAGE}{_ranges(_UNSEEN)}"
    f"{_ranges(tuple((sign, sign) for sign in _USUAL_SIGNS))}]"
)
"""A symbol that names seldom have (Rust's syntax)."""


def is_invisible(character: str) -> bool:
    """Whether `INVISIBLE` matches it."""
    return any(first <= character <= last for first, last in _UNSEEN)


def is_unusual(character: str) -> bool:
    """Whether `UNUSUAL` matches it; Python may know fewer new letters than Polars does."""
    is_word = unicodedata.category(character)[0] in "LMN" or character.isspace()
    is_told_elsewhere = unicodedata.category(character) == "Cc" or character == "\ufffd"
    usual = is_word or is_told_elsewhere or character in _USUAL_SIGNS
    return not usual and not is_invisible(character)


def is_outside_gbk(character: str) -> bool:
    """Whether neither GB 2312 nor GBK has it, and no other kind is about it."""
    return character not in _gbk() and not is_invisible(character) and character != "\ufffd"


@cache
def outside_gbk() -> str:
    """A pattern of what `is_outside_gbk` finds (Rust's syntax)."""
    return f"[^{_ranges(_runs())}{_DAMAGE}{_ranges(_UNSEEN)}]"


def listed(name: str, is_wanted: Callable[[str], bool]) -> str:
    """The distinct characters of one kind, each with its code point (Chinese)."""
    found = [character for character in dict.fromkeys(name) if is_wanted(character)]
    shown = "、".join(_described(character) for character in found[:_MOST_LISTED])
    return f"{shown}等" if len(found) > _MOST_LISTED else shown


def _described(character: str) -> str:
    point = f"U+{ord(character):04X}"
    return point if is_invisible(character) else f"“{character}”（{point}）"


@cache
def _gbk() -> frozenset[str]:
    """What either encoding can write: they differ in how they map a few signs."""
    plane = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    return frozenset(
        character
        for encoding in ("gb2312", "gbk")
        for character in plane.encode(encoding, "ignore").decode(encoding)
    )


def _runs() -> tuple[tuple[str, str], ...]:
    """Neighbouring characters of `_gbk` as pairs of first and last."""
    points = sorted(map(ord, _gbk()))
    known = set(points)
    firsts = [chr(point) for point in points if point - 1 not in known]
    lasts = [chr(point) for point in points if point + 1 not in known]
    return tuple(zip(firsts, lasts, strict=True))
