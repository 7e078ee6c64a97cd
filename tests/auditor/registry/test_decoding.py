"""Encodings: found by what the bytes are, and broken bytes seen where they stand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import RegistryError
from auditor.registry.decoding import Piece, broken_at, decode, text_of

PATH = Path("cameras.csv")
LINE = "37011600011326000001,星河里小区北门\n"


def test_sound_utf8_is_taken_as_it_is() -> None:
    data = [LINE.encode(), LINE.encode()]
    assert decode(PATH, list(data)) == ("utf-8", [Piece(each, sound=True) for each in data])


def test_gb18030_becomes_utf8() -> None:
    pieces = [LINE.encode("gb18030")] * 2
    assert decode(PATH, pieces) == ("gb18030", [Piece(LINE.encode(), sound=True)] * 2)
    assert pieces == []


def test_a_byte_order_mark_settles_it_and_is_no_text() -> None:
    found = decode(PATH, [b"\xef\xbb\xbf" + LINE.encode("gb18030")])
    assert (found[0], found[1][0].sound) == ("utf-8", False)
    assert decode(PATH, [b"\xef\xbb\xbfa\n"]) == ("utf-8", [Piece(b"a\n", sound=True)])


def test_some_lines_of_gbk_in_utf8_are_broken_and_the_others_are_not() -> None:
    lines = [LINE.encode()] * 9 + [LINE.encode("gbk")]
    encoding, (sound, broken) = decode(PATH, [b"".join(lines[:8]), b"".join(lines[8:])])
    assert (encoding, sound.sound, broken.sound) == ("utf-8", True, False)
    assert text_of(broken.data).startswith(LINE)
    assert broken_at(broken.data).min() >= len(LINE.encode())


def test_some_lines_of_utf8_in_gbk_are_no_reason_to_read_all_as_utf8() -> None:
    odd = "1,小区北门一\n".encode()
    encoding, (piece,) = decode(PATH, [LINE.encode("gbk") * 9 + odd])
    assert encoding == "gb18030"
    assert text_of(piece.data).startswith(LINE * 9)


@pytest.mark.parametrize("before", [0, 3])
def test_bytes_of_no_encoding_are_refused_with_their_line(before: int) -> None:
    pieces = [b"a,b\n"] * before + [b"1,2\n\xff\xff\xff,\xff\n"]
    with pytest.raises(RegistryError, match=f"line {before + 2} is neither UTF-8 nor GB 18030"):
        decode(PATH, pieces)


@given(st.binary(max_size=60))
def test_broken_bytes_are_those_that_the_codec_escapes(data: bytes) -> None:
    encoding, (piece,) = "utf-8", decode(PATH, [b"\xef\xbb\xbf" + data])[1]
    text = data.decode(encoding, "surrogateescape")
    assert text_of(piece.data) == text
    assert len(broken_at(piece.data)) == sum("\udc80" <= c <= "\udcff" for c in text)
    assert piece.sound == (not len(broken_at(piece.data)))
