"""Bits and Exp-Golomb codes: the standard's own tables, and ends that are never overrun."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.bits import BitReader, BitsError, unescape


def pack(bits: str) -> bytes:
    padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
    return bytes(int(padded[at : at + 8], 2) for at in range(0, len(padded), 8))


@pytest.mark.parametrize(
    ("bits", "unsigned", "signed"),
    [("1", 0, 0), ("010", 1, 1), ("011", 2, -1), ("00100", 3, 2), ("0001010", 9, 5), ("0001011", 10, -5)],
)  # fmt: skip
def test_the_codes_of_table_9_2(bits: str, unsigned: int, signed: int) -> None:
    assert BitReader(pack(bits)).unsigned() == unsigned
    assert BitReader(pack(bits)).signed() == signed


@given(st.lists(st.tuples(st.integers(0, 64), st.integers(0)), max_size=20))
def test_fixed_lengths_come_back(fields: list[tuple[int, int]]) -> None:
    wanted = [(size, value % (1 << size)) for size, value in fields]
    reader = BitReader(pack("".join(f"{value:0{size}b}" for size, value in wanted if size)))
    assert [reader.bits(size) for size, _ in wanted] == [value for _, value in wanted]


@given(st.integers(0, (1 << 32) - 2), st.binary(max_size=3))
def test_any_number_comes_back(value: int, tail: bytes) -> None:
    digits = f"{value + 1:b}"
    reader = BitReader(pack("0" * (len(digits) - 1) + digits) + tail)
    assert reader.unsigned() == value


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x01", bytes(400)])
def test_the_end_is_an_error(data: bytes) -> None:
    with pytest.raises(BitsError):
        BitReader(data).unsigned()


def test_a_limit_is_kept() -> None:
    assert BitReader(pack("00100")).unsigned(3) == 3
    with pytest.raises(BitsError):
        BitReader(pack("00100")).unsigned(2)


def test_emulation_prevention_is_taken_out() -> None:
    assert unescape(b"\1\0\0\3\1\0\0\3") == b"\1\0\0\1\0\0"
