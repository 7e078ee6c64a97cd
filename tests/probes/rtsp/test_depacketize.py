"""Payloads to access units: every packet form, every kind of loss."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp import depacketize, nal
from probes.rtsp.depacketize import AccessUnit, Depacketizer
from probes.rtsp.rtp import Packet, Sequencer, parse_packet

SPS, PPS = b"\x67sps", b"\x68pps"
IDR, IDR_TAIL = b"\x65\x80first", b"\x65\x40second"
P = b"\x41\x80p"


def packet(payload: bytes, *, timestamp: int = 0, marker: bool = False) -> Packet:
    return Packet(
        payload_type=96, sequence=0, timestamp=timestamp, ssrc=1, marker=marker, payload=payload
    )


def unit(*nals: bytes, timestamp: int = 0, key: bool = True, **changes: bool) -> AccessUnit:
    return AccessUnit(
        timestamp=timestamp,
        is_key=key,
        is_complete=changes.get("complete", True),
        after_gap=changes.get("gap", False),
        data=b"".join(b"\0\0\0\1" + one for one in nals),
    )


def push(reader: Depacketizer, *packets: Packet, gap_at: int = -1) -> list[AccessUnit]:
    return [
        found
        for number, one in enumerate(packets)
        for found in reader.push(one, after_gap=number == gap_at)
    ]


@pytest.fixture
def h264() -> Depacketizer:
    return Depacketizer("h264", (SPS, PPS, b"", b"\x65not a set"))


@pytest.mark.parametrize("codec", ["h264", "h265"])
@pytest.mark.parametrize("size", [60, 1000, 60000])
def test_a_real_stream_comes_out_as_it_went_in(codec: str, size: int, clips: Any) -> None:
    clip = clips[codec]
    reader = Depacketizer(codec)
    sequencer = Sequencer(window=0)
    found: list[AccessUnit] = []
    for data in clip.packets(size=size):
        parsed = parse_packet(data)
        assert parsed is not None
        for due, gap in sequencer.push(parsed):
            found += reader.push(due, after_gap=gap)
    assert [one.data for one in found] == [clip.annex_b(n) for n in range(len(clip.units))]
    assert [one.is_key for one in found] == list(clip.key)
    assert all(one.is_complete and not one.after_gap for one in found)


def test_known_parameter_sets_are_put_in_front(h264: Depacketizer) -> None:
    assert push(h264, packet(IDR, marker=True)) == [unit(SPS, PPS, IDR)]


def test_only_missing_parameter_sets_are_put_in_front(h264: Depacketizer) -> None:
    new = b"\x67new"
    packets = (packet(new), packet(IDR, marker=True))
    assert push(h264, *packets) == [unit(PPS, new, IDR)]


def test_nothing_comes_before_parameter_sets_and_a_key_picture() -> None:
    reader = Depacketizer("h264")
    assert push(reader, packet(P, marker=True), packet(IDR, timestamp=1, marker=True)) == []
    sets = (packet(SPS, timestamp=2), packet(PPS, timestamp=2, marker=True))
    assert push(reader, *sets, packet(IDR, timestamp=3, marker=True)) == [
        unit(SPS, PPS, IDR, timestamp=3)
    ]
    assert push(reader, packet(P, timestamp=4, marker=True)) == [unit(P, timestamp=4, key=False)]


def test_without_marker_the_timestamp_ends_a_picture(h264: Depacketizer) -> None:
    assert push(h264, packet(IDR), packet(P, timestamp=1)) == [unit(SPS, PPS, IDR)]


def test_an_aggregate_is_taken_apart(h264: Depacketizer) -> None:
    stap = b"\x18" + b"".join(len(one).to_bytes(2) + one for one in (SPS, PPS, IDR))
    assert push(h264, packet(stap, marker=True)) == [unit(SPS, PPS, IDR)]
    short = b"\x18" + (99).to_bytes(2) + IDR
    packets = (packet(IDR, timestamp=1), packet(short, timestamp=1, marker=True))
    assert push(h264, *packets) == [unit(SPS, PPS, IDR, timestamp=1, complete=False)]


def test_start_codes_inside_a_unit_are_split(h264: Depacketizer) -> None:
    merged = SPS + b"\0\0\0\1" + PPS + b"\0\0\1" + IDR
    assert push(h264, packet(merged, marker=True)) == [unit(SPS, PPS, IDR)]


FU = (b"\x7c\x85\x80fi", b"\x7c\x05r", b"\x7c\x45st")


@pytest.mark.parametrize(
    ("parts", "complete"),
    [
        (FU, True),
        (FU[:2], None),
        (FU[1:], None),
        ((*FU, FU[1]), False),
        ((FU[0], *FU), False),
        ((FU[0], IDR), False),
        ((FU[0], b"\x1e??", IDR), False),
        ((FU[0], b"\x1e??", *FU), False),
        ((b"\x7c", *FU), False),
        ((b"", *FU), True),
        ((b"\x1f??", *FU), True),
    ],
)
def test_fragments_must_be_whole(
    parts: tuple[bytes, ...], complete: Any, h264: Depacketizer
) -> None:
    packets = [packet(part) for part in parts]
    found = push(h264, *packets, packet(P, timestamp=1))
    expected = [] if complete is None else [unit(SPS, PPS, IDR, complete=complete)]
    assert found == expected


def test_a_gap_inside_damages_the_picture(h264: Depacketizer) -> None:
    packets = (packet(IDR), packet(IDR_TAIL, marker=True))
    assert push(h264, *packets, gap_at=1) == [
        unit(SPS, PPS, IDR, IDR_TAIL, complete=False, gap=True)
    ]


@pytest.mark.parametrize("gap_at", [1, -1])
def test_a_picture_that_lost_its_end_is_not_complete(gap_at: int, h264: Depacketizer) -> None:
    """A lost last slice, or one cut short: no marker came, the next picture tells."""
    packets = [packet(IDR), packet(P, timestamp=1)]
    if gap_at < 0:
        packets.insert(1, packet(FU[0]))
    assert push(h264, *packets, gap_at=gap_at) == [unit(SPS, PPS, IDR, complete=False)]


def test_what_was_cut_short_does_not_damage_the_next_picture(h264: Depacketizer) -> None:
    packets = (packet(IDR), packet(FU[0]), packet(IDR, timestamp=1, marker=True))
    assert push(h264, *packets)[-1] == unit(SPS, PPS, IDR, timestamp=1)


def test_what_a_marker_cut_short_does_not_damage_what_comes_after_a_picture_passed_over(
    h264: Depacketizer,
) -> None:
    cut = (packet(P), packet(b"\x5c\x81begun", marker=True))
    assert push(h264, *cut) == []
    h264.pass_over(1)
    assert push(h264, packet(IDR, timestamp=2, marker=True)) == [unit(SPS, PPS, IDR, timestamp=2)]


def fragments(nal_unit: bytes, *, timestamp: int = 0) -> list[Packet]:
    """Two fragments (FU-A), the second with the marker."""
    indicator, kind, half = nal_unit[0] & 0xE0 | 28, nal_unit[0] & 0x1F, len(nal_unit) // 2
    first = bytes([indicator, 0x80 | kind]) + nal_unit[1:half]
    last = bytes([indicator, 0x40 | kind]) + nal_unit[half:]
    return [
        packet(first, timestamp=timestamp),
        packet(last, timestamp=timestamp, marker=True),
    ]


def test_nothing_is_looked_for_in_predicted_pictures_before_the_first_key_picture(
    h264: Depacketizer,
) -> None:
    two = P + b"\0\0\1" + P
    assert push(h264, *fragments(two)) == []
    assert push(h264, *fragments(IDR, timestamp=1)) == [unit(SPS, PPS, IDR, timestamp=1)]
    assert push(h264, *fragments(two, timestamp=2)) == [unit(P, P, timestamp=2, key=False)]


def test_a_delimiter_of_h265_is_no_message_of_a_recovery_point() -> None:
    sets = (b"\x40\x01vps", b"\x42\x01sps", b"\x44\x01pps")
    two = (b"\x62\x01\x81\x80p\0\0\1", b"\x62\x01\x41\x26\x01\x80key")
    delimited = (packet(b"\x46\x01\x50"), packet(two[0]), packet(two[1], marker=True))
    assert push(Depacketizer("h265", sets), *delimited) == []


def test_every_slice_at_a_recovery_point_is_looked_at(h264: Depacketizer) -> None:
    sei, intra, predicted = b"\x06\x06\x01\xc4\x80", b"\x41\xb0i", b"\x41\x9ap"
    assert push(h264, packet(sei), *fragments(intra)) == [unit(SPS, PPS, sei, intra)]
    fresh = Depacketizer("h264", (SPS, PPS))
    (found,) = push(fresh, packet(sei), *fragments(intra + b"\0\0\1" + predicted))
    assert not found.is_key


def test_a_payload_may_begin_with_a_start_code(h264: Depacketizer) -> None:
    assert push(h264, packet(b"\0\0\0\1" + IDR, marker=True)) == [unit(SPS, PPS, IDR)]


def test_a_gap_between_pictures_is_told(h264: Depacketizer) -> None:
    packets = (packet(IDR, marker=True), packet(P, timestamp=1, marker=True))
    assert push(h264, *packets, gap_at=1) == [
        unit(SPS, PPS, IDR),
        unit(P, timestamp=1, key=False, gap=True),
    ]


def test_a_picture_without_its_first_slice_is_not_complete(h264: Depacketizer) -> None:
    assert push(h264, packet(IDR_TAIL, marker=True)) == [unit(SPS, PPS, IDR_TAIL, complete=False)]


def test_a_slice_after_the_marker_of_a_picture_passed_over_shows_that_markers_lie(
    h264: Depacketizer,
) -> None:
    h264.pass_over(1)
    assert push(h264, packet(P[:1] + b"\x40tail", timestamp=1, marker=True)) == []
    assert (h264.ended, h264.trusts_marker, h264.is_waiting) == (1, False, False)


def test_markers_on_every_slice_are_not_believed_twice(h264: Depacketizer) -> None:
    slices = [
        packet(data, timestamp=time, marker=True) for time in range(3) for data in (IDR, IDR_TAIL)
    ]
    found = push(h264, *slices)
    assert found[0] == unit(SPS, PPS, IDR)
    assert found[-1] == unit(SPS, PPS, IDR, IDR_TAIL, timestamp=1)


class Counted(bytes):
    """Counts how often its bytes are looked at."""

    looks = 0

    def __getitem__(self, key: Any) -> Any:
        Counted.looks += 1
        return super().__getitem__(key)


@pytest.mark.parametrize(("codec", "delimiter"), [("h264", b"\x09\x10"), ("h265", b"F\x01P")])
def test_what_came_before_is_not_looked_at_again_for_each_packet(
    codec: str, delimiter: bytes
) -> None:
    """Else one camera with a thousand delimiters in a picture would hold up all others."""
    reader, looks = Depacketizer(codec), []
    for _ in range(50):
        Counted.looks = 0
        assert push(reader, packet(Counted(delimiter), marker=True)) == []
        looks.append(Counted.looks)
    assert looks == looks[:1] * 50


def test_the_size_of_a_picture_has_a_limit(
    h264: Depacketizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depacketize, "MAX_NALS", 2)
    packets = (packet(IDR), packet(IDR_TAIL), packet(IDR_TAIL, marker=True))
    assert push(h264, *packets) == [unit(SPS, PPS, IDR, IDR_TAIL, complete=False)]


def test_the_size_of_a_fragmented_unit_has_a_limit(
    h264: Depacketizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nal, "MAX_NAL_BYTES", 3)
    assert push(h264, *map(packet, FU), packet(P, timestamp=1)) == []


def test_the_number_of_parameter_sets_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depacketize, "MAX_SETS", 2)
    reader = Depacketizer("h264", (b"\x67old", SPS, PPS, b"\x67" + b"x" * 5000))
    assert push(reader, packet(IDR, marker=True)) == [unit(SPS, PPS, IDR)]


@given(
    st.sampled_from(["h264", "h265"]),
    st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 2), st.booleans(), st.booleans())),
)
def test_any_payloads_are_survived(codec: str, stream: list[tuple[bytes, int, bool, bool]]) -> None:
    reader = Depacketizer(codec, (SPS, PPS, b"\x40\1v", b"\x42\1s", b"\x44\1p"))
    for payload, timestamp, marker, gap in stream:
        one = packet(payload, timestamp=timestamp, marker=marker)
        for found in reader.push(one, after_gap=gap):
            assert found.data.startswith(b"\0\0\0\1")
