"""Packets that go on as the one before them did, and the first that does not."""

import pytest

from probes.rtsp import nal
from probes.rtsp.middles import count_alike
from probes.rtsp.nal import H264, NalReader

HEAD = b"\x80\x60"
REST = b"\x00\x00\x00\x07" + b"\x00\x00\x00\x09" + b"\x7c\x05"
SIZE = 14


def packet(number: int, *, rest: bytes = REST, payload: bytes = b"media") -> bytes:
    return HEAD + number.to_bytes(2) + rest + payload


def test_those_that_count_on_are_counted() -> None:
    packets = [packet(number) for number in (8, 9, 10, 11)]
    assert [count_alike(packets, after=at, size=SIZE) for at in range(4)] == [3, 2, 1, 0]


def test_numbers_wrap() -> None:
    packets = [packet(number) for number in (0xFFFE, 0xFFFF, 0, 1)]
    assert count_alike(packets, after=0, size=SIZE) == 3


@pytest.mark.parametrize(
    "other",
    [
        packet(12),
        packet(10),
        packet(11, rest=REST[:-1] + b"\x45"),
        packet(11, rest=b"\x01" + REST[1:]),
        b"\x80\xe0" + packet(11)[2:],
        packet(11)[: SIZE - 1],
        b"",
    ],
    ids=["a gap", "twice", "the last fragment", "a later picture", "marked", "cut short", "empty"],
)
def test_another_one_ends_the_run(other: bytes) -> None:
    packets = [packet(9), packet(10), other, packet(12)]
    assert count_alike(packets, after=0, size=SIZE) == 1


def test_a_unit_that_would_grow_too_long_takes_none_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = NalReader(H264)
    reader.push(b"\x7c\x85start", after_gap=False)
    packets = [packet(number) for number in (8, 9, 10)]
    assert reader.extend(packets[0], 12)
    monkeypatch.setattr(nal, "MAX_NAL_BYTES", 20)
    assert reader.extend_alike(packets, 0, 12) == (0, 0)
    monkeypatch.undo()
    assert reader.extend_alike(packets, 0, 12) == (2, 14)
