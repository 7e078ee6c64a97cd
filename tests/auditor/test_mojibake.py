"""Misread names: every real name is left alone, every misread one is found and read again."""

from collections.abc import Iterable
from functools import cache

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.mojibake import Misread, misread, original
from gb28181.divisions import Exists, division_table
from gb28181.townships import townships

SIGNS = ["", "北门", "东侧01", "A1-2号楼B单元", "（南区）西门-02", " 停车场 3#"]


@cache
def places() -> tuple[str, ...]:
    """Every division and township of China by name; the divisions with all above them too."""
    table = division_table()
    found: set[str] = set()
    for code in table.names:
        status = table.lookup(code)
        found |= {status.name, status.full_name} if isinstance(status, Exists) else set()
        for each in (townships().civil, townships().statistical):
            found |= set(each.in_county(code).values()) if len(code) == 6 else set()
    return tuple(sorted(found - {""}))


def others(names: Iterable[str], kind: Misread | None) -> list[str]:
    """The names, trimmed as a register's are, of which something else than ``kind`` is said."""
    trimmed = pl.Series(list(names), dtype=pl.String).str.strip_chars()
    return trimmed.filter(~misread(trimmed).eq_missing(kind)).to_list()


def windows(data: bytes) -> str:
    """As browsers and Windows read single bytes."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def utf8_as_gbk(name: str, encoding: str) -> str | None:
    try:
        return name.encode().decode(encoding)
    except UnicodeDecodeError:
        return None


def test_no_place_of_china_is_called_misread() -> None:
    assert len(places()) > 39_000
    assert others(places(), None) == []


@given(st.lists(st.sampled_from(places()), min_size=1, max_size=3), st.sampled_from(SIGNS))
def test_no_name_made_of_places_is_called_misread(parts: list[str], sign: str) -> None:
    assert others(["".join(parts) + sign], None) == []


def test_every_place_is_found_when_utf8_was_read_as_a_western_encoding() -> None:
    names = [name for name in places() if len(name) >= 4]
    assert others([windows(name.encode()) for name in names], Misread.WESTERN) == []
    assert others([name.encode().decode("latin-1") for name in names], Misread.WESTERN) == []


def test_every_place_is_found_when_gbk_was_read_as_a_western_encoding() -> None:
    data = [n.encode("gb2312", "ignore") for n in places() if len(n) >= 4]
    whole = [each for each in data if len(each) >= 8]
    assert len(whole) > 20_000
    assert others([each.decode("latin-1") for each in whole], Misread.WESTERN) == []


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_every_place_is_found_when_utf8_was_read_as_gbk(encoding: str) -> None:
    read = [utf8_as_gbk(name, encoding) for name in places() if len(name) >= 4]
    decoded = [name for name in read if name is not None]
    assert len(decoded) > 9_000
    assert others(decoded, Misread.UTF8_AS_GBK) == []


@given(st.sampled_from(places()), st.sampled_from(SIGNS))
def test_a_misread_name_is_read_again(place: str, sign: str) -> None:
    name = place + sign
    assert original(windows(name.encode())) in {name, ""}
    read = utf8_as_gbk(name, "gb18030")
    assert read is None or original(read) in {name, ""}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("æ³°å±±åŒºåŒ—é—¨", "泰山区北门"),
        ("Ì©É½Çø±±ÃÅ", "泰山区北门"),
        ("娉板北鍖哄崕鏂扮ぞ鍖", "泰山区华新社□"),
        ("娉板北鍖哄崕鏂扮ぞ鍖?1", "泰山区华新社□1"),
        ("泰山区北门", ""),
        ("Café Größe", ""),
        ("北\ufffd门", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_the_original(written: str, expected: str) -> None:
    assert original(written) == expected


@pytest.mark.parametrize(
    "name",
    ["Café Müller", "Größe Maßstab", "Éléphant", "Ñandú", "ÅÄÖ", "±±±±", "××××", "····", "naïve",
     "Café “A” – Nº 3", "涿州濮阳漯河门口", "潞城滁州", "联通", "What?", "出口?北门", "出口??", "北京"],
)  # fmt: skip
def test_accents_signs_and_rare_ideographs_are_no_traces(name: str) -> None:
    assert others([name], None) == []


@pytest.mark.parametrize("name", ["????", "????01", "A???1?B", "？？", "?", "？"])
def test_question_marks_alone_are_lost_text(name: str) -> None:
    assert others([name], Misread.LOST) == []
