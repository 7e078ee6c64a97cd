"""RTP headers and the order of packets."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.rtp import Packet, Sequencer, parse_packet


def raw(first: int = 0x80, payload: bytes = b"abc") -> bytes:
    return struct.pack("!BBHII", first, 0xE0, 5, 6, 7) + payload


def packet(sequence: int, *, ssrc: int = 7) -> Packet:
    return Packet(
        payload_type=96,
        sequence=sequence & 0xFFFF,
        timestamp=0,
        ssrc=ssrc,
        marker=False,
        payload=b"",
    )


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        (raw(), b"abc"),
        (raw(0xA0, b"abc\0\0\3"), b"abc"),
        (raw(0x82, b"12345678abc"), b"abc"),
        (raw(0x90, b"\xbe\xde\0\1exttabc"), b"abc"),
        (raw(0xA0, b"\1"), b""),
    ],
)
def test_padding_sources_and_extension_are_taken_off(data: bytes, payload: bytes) -> None:
    assert parse_packet(data) == Packet(
        payload_type=96, sequence=5, timestamp=6, ssrc=7, marker=True, payload=payload
    )


@pytest.mark.parametrize(
    "data", [b"", raw()[:11], raw(0x40), raw(0x8F), raw(0x90, b"abc"), raw(0xA0, b"\xff"), raw(0x90, b"\0\0\xff\xff")]
)  # fmt: skip
def test_contradictions_are_no_packets(data: bytes) -> None:
    assert parse_packet(data) is None


@given(st.binary(max_size=64))
def test_any_datagram_is_read_or_refused(data: bytes) -> None:
    parsed = parse_packet(data)
    assert parsed is None or data.find(parsed.payload) >= 0


def run(sequences: list[int], *, window: int) -> tuple[list[tuple[int, bool]], int]:
    sequencer = Sequencer(window=window)
    due = [one for number in sequences for one in sequencer.push(packet(number))]
    return [(found.sequence, gap) for found, gap in due], sequencer.lost


def test_order_across_the_wrap() -> None:
    assert run([65534, 65535, 0, 1], window=0) == (
        [(65534, False), (65535, False), (0, False), (1, False)],
        0,
    )


def test_a_gap_is_counted_at_once_without_a_window() -> None:
    assert run([1, 4, 3, 5], window=0) == ([(1, False), (4, True), (5, False)], 2)


def test_disorder_is_repaired_within_the_window() -> None:
    assert run([1, 3, 4, 2, 5], window=2) == ([(n, False) for n in range(1, 6)], 0)


def test_beyond_the_window_it_is_a_loss() -> None:
    assert run([1, 3, 4, 5, 2], window=2) == (
        [(1, False), (3, True), (4, False), (5, False)],
        1,
    )


def test_duplicates_are_dropped() -> None:
    assert run([1, 2, 2, 1, 3], window=4) == ([(1, False), (2, False), (3, False)], 0)


def test_numbers_that_begin_anew_are_followed() -> None:
    found, lost = run([500, *range(100, 140)], window=0)
    assert found == [(500, False), (132, True), *((n, False) for n in range(133, 140))]
    assert lost == 0


def test_another_source_begins_anew() -> None:
    sequencer = Sequencer(window=0)
    sequencer.push(packet(5))
    other = packet(900, ssrc=8)
    assert sequencer.push(other) == [(other, True)]


@given(st.permutations(range(8)))
def test_any_order_within_the_window_is_repaired(order: list[int]) -> None:
    found, lost = run([10, *(11 + number for number in order)], window=8)
    assert ([number for number, _ in found], lost) == (list(range(10, 19)), 0)
