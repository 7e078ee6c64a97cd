"""Chinese names that were read in a wrong encoding: recognised, and read again.

Three mistakes are common: UTF-8 read as Windows-1252 or Latin-1 (``æ³°å±±``), GBK read so
(``Ì©É½``), and UTF-8 read as GBK (``娉板北``).  In each the whole name follows the other
encoding's grammar of bytes, which a name that was typed does not; a letter with an accent, a
few of them, or rare ideographs are no traces.  Names of question marks are recognised too.
Other damage that cannot be read again (U+FFFD, 锟斤拷) is the rules' business.

The expressions are for the prepared frame; `original` shows what the name probably was.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import polars as pl

from auditor.record_text import text

__all__ = ["is_latin", "is_lost", "is_misread", "is_utf8_as_gbk", "original"]

_LOST = "□"
_SINGLE = "windows-1252"
_GBK_NAMES = ("gb18030", "gbk")
_ASCII = r"[\x{09}\x{0A}\x{0D}\x{20}-\x{7E}]"
_NEXT = range(0x80, 0xC0)
_LEADS = (
    *range(0xE2, 0xEA),
    0xEF,
    0xF0,
)  # ideographs of the plane, and the punctuation beside them
_LETTERS = range(0x40, 0x7F)
_QUESTIONS = r"^(?:[\x{20}-\x{7E}]*\?\?[\x{20}-\x{7E}]*|[?？]+)$"
_LETTER = "[À-ÖØ-öø-ÿ]"


def is_misread() -> pl.Expr:
    """Any of the four: what else could be said of such a name is said of other text."""
    return is_latin() | is_utf8_as_gbk() | is_lost()


def is_latin() -> pl.Expr:
    """Two ideographs or more of UTF-8 or GBK, read in an encoding of Western Europe.

    The whole name is such text; GBK wants two ideographs of GB 2312 together, since no
    language writes four letters with accents in a row.
    """
    name = _suspected()
    gbk = name.str.contains(_gbk_as_latin()) & name.str.contains(_LETTER)
    return (name.str.contains(_utf8_as_latin()) | gbk).fill_null(value=False)


def is_utf8_as_gbk() -> pl.Expr:
    """Three ideographs or more; what is seen are ideographs all the same, thus a suspicion."""
    return _suspected().str.contains(_utf8_as_gbk()).fill_null(value=False)


def is_lost() -> pl.Expr:
    """Question marks, which an encoding puts for what it lacks: two in a row and no ideograph."""
    return text("name").str.contains(_QUESTIONS)


def _suspected() -> pl.Expr:
    """The names that begin as only misread ones and few others do; null for all the others."""
    return pl.when(text("name").str.contains(_beginning())).then(text("name"))


def original(name: str) -> str:
    """What the name was before it was read wrongly; empty when none of the three mistakes fits.

    >>> original("æ³°å±±åŒº"), original("Ì©É½Çø"), original("娉板北鍖")
    ('泰山区', '泰山区', '泰山□')
    """
    for data, encoding in _attempts(name):
        decoded = data.decode(encoding, "replace")
        found = decoded.replace("\ufffd?", _LOST).replace("\ufffd", _LOST)
        if _is_chinese(found):
            return found
    return ""


def _attempts(name: str) -> Iterator[tuple[bytes, str]]:
    single = _single_bytes(name)
    if single is not None:
        yield single, "utf-8"
        yield single, "gb18030"
    for encoding in _GBK_NAMES:
        try:
            yield name.replace("\ufffd", "?").encode(encoding), "utf-8"
        except UnicodeEncodeError:
            continue


def _single_bytes(name: str) -> bytes | None:
    try:
        return bytes(_of_single()[character] for character in name)
    except KeyError:
        return None


def _is_chinese(decoded: str) -> bool:
    """At least two ideographs, and as many as could not be read."""
    ideographs = sum("\u3400" <= character <= "\u9fff" for character in decoded)
    return ideographs > 1 and decoded.count(_LOST) <= ideographs


@cache
def _of_single() -> dict[str, int]:
    """Characters of Windows-1252 and of Latin-1 by their bytes."""
    latin = {chr(byte): byte for byte in range(0x100)}
    windows = {bytes([byte]).decode(_SINGLE, "ignore"): byte for byte in range(0x80, 0xA0)}
    return latin | {character: byte for character, byte in windows.items() if character}


def _singles(numbers: Iterable[int]) -> str:
    """A class of the characters that single bytes become (Rust's syntax)."""
    wanted = frozenset(numbers)
    return _class(character for character, byte in _of_single().items() if byte in wanted)


@cache
def _beginning() -> str:
    return f"^{_ASCII}*(?:{_singles(range(0x80, 0x100))}|{_pairs(_LEADS, _NEXT)})"


@cache
def _utf8_as_latin() -> str:
    following = _singles(_NEXT)
    ideograph = f"[ä-é]{following}{following}"
    one = f"(?:{_ASCII}|[Â-ß]{following}|[à-ï]{following}{following}|ð{following}{{3}})"
    cut = f"(?:[Â-ð]{following}{{0,2}})?"  # blanks are stripped, and U+00A0 is one
    return f"^{one}*{ideograph}{one}*{ideograph}{one}*{cut}$"


@cache
def _gbk_as_latin() -> str:
    one = f"(?:{_ASCII}|{_singles(range(0x81, 0xFF))}(?:{_singles(range(0x80, 0xFF))}|[@-~]))"
    common = "[\\x{B0}-\\x{F7}][\\x{A1}-\\x{FE}]"
    return f"^{one}*{common}{common}{one}*$"


@cache
def _utf8_as_gbk() -> str:
    """Two ideographs are six bytes, three characters of GBK; an odd one loses its third byte.

    That byte is taken into the next letter, shown as a question mark, or not shown; so is one
    that begins no character.  Three ideographs are wanted, two of them whole.
    """
    first, second, third = _pairs(_LEADS, _NEXT), _pairs(_NEXT, _LEADS), _pairs(_NEXT, _NEXT)
    swallowed = _pairs(_NEXT, _LETTERS)
    any_of = f"(?:{_ASCII}|\\x{{FFFD}}|{first}|{second}|{third}|{swallowed})*"
    two = f"{first}{second}{third}"
    return f"^{any_of}(?:{two}{any_of}{first}|{first}{any_of}{two}){any_of}$"


def _pairs(firsts: Iterable[int], seconds: Iterable[int]) -> str:
    """A class of the characters that pairs of bytes become as GBK (Rust's syntax)."""
    pairs = [bytes(pair) for pair in product(firsts, seconds)]
    return _class(
        pair.decode(name, "ignore")
        for pair in pairs
        for name in _GBK_NAMES
        if len(pair.decode(name, "ignore")) == 1
    )


def _class(characters: Iterable[str]) -> str:
    points = sorted({ord(character) for character in characters})
    return "[" + "".join(rf"\x{{{point:X}}}" for point in points) + "]"
