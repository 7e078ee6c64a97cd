"""Chinese names that were read in a wrong encoding: recognised, and read again.

Three mistakes are common: UTF-8 read as Windows-1252 or Latin-1 (``æ³°å±±``), GBK read so
(``Ì©É½``), and UTF-8 read as GBK (``娉板北``).  In each the whole name follows the other
encoding's grammar of bytes, which a name that was typed does not; a letter with an accent, a
few of them, or rare ideographs are no traces.  Names of question marks are recognised too.
Other damage that cannot be read again (U+FFFD, 锟斤拷) is the rules' business.

`auditor.registry.misread` puts the answer into the frame; `original` shows what the name was.
"""

import enum
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import polars as pl

__all__ = ["Misread", "misread", "original"]

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


class Misread(enum.StrEnum):
    """Which mistake was made.

    WESTERN is certain: two ideographs or more of UTF-8 or GBK, read in an encoding of Western
    Europe.  UTF8_AS_GBK (three ideographs or more) is a suspicion, since what is seen are
    ideographs all the same, and so is LOST: question marks, two in a row and no ideograph.
    """

    WESTERN = "western"
    UTF8_AS_GBK = "utf8_as_gbk"
    LOST = "lost"


def misread(names: pl.Series) -> pl.Series:
    """The `Misread` of each of the trimmed names; null for nearly all.

    Few names begin as misread ones do: only these are looked at.
    """
    suspects = names.str.contains(_beginning()).arg_true()
    kinds = names.gather(suspects).to_frame("name").select(_kind())["kind"]
    return (
        pl.Series([None], dtype=pl.String).new_from_index(0, names.len()).scatter(suspects, kinds)
    )


def _kind() -> pl.Expr:
    """GBK wants two ideographs of GB 2312 together: nobody writes four accents in a row."""
    name = pl.col("name")
    gbk = name.str.contains(_gbk_as_latin()) & name.str.contains(_LETTER)
    return (
        pl.when(name.str.contains(_utf8_as_latin()) | gbk)
        .then(pl.lit(Misread.WESTERN.value))
        .when(name.str.contains(_utf8_as_gbk()))
        .then(pl.lit(Misread.UTF8_AS_GBK.value))
        .when(name.str.contains(_QUESTIONS))
        .then(pl.lit(Misread.LOST.value))
        .alias("kind")
    )


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
    return rf"^{_ASCII}*(?:[?？]|{_singles(range(0x80, 0x100))}|{_pairs(_LEADS, _NEXT)})"


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
