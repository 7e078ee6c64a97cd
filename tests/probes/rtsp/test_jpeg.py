"""Motion JPEG: files put together from every form of packet, and only from whole ones."""

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp import jpeg as module
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.jpeg import JpegDepacketizer
from probes.rtsp.jpeg_tables import HUFFMAN, quantizers
from probes.rtsp.rtp import Packet, parse_packet
from probes.rtsp.video_format import VideoFormat
from tests.probes.rtsp.jpeg_stream import jpeg, packets, payloads, split


def run(reader: JpegDepacketizer, data: list[bytes], *, gap_at: int = -1) -> list[AccessUnit]:
    parsed = [packet for one in data if (packet := parse_packet(one)) is not None]
    return [
        unit
        for number, packet in enumerate(parsed)
        for unit in reader.push(packet, after_gap=number == gap_at)
    ]


def pixels(data: bytes) -> np.ndarray[Any, Any]:
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("encoded", "fields"),
    [
        ({}, {}),
        ({}, {"size": 60000}),
        ({}, {"quality": 255}),
        ({}, {"quality": 200}),
        ({"restart": 4}, {"restart": 4}),
        ({"restart": 4}, {"restart": 4, "quality": 255}),
        ({"wide": True}, {"kind": 0}),
    ],
)
def test_a_picture_comes_out_as_it_went_in(encoded: dict[str, Any], fields: dict[str, Any]) -> None:
    files = [jpeg(number, **encoded) for number in range(3)]
    reader = JpegDepacketizer()
    units = run(reader, packets(files, **fields))
    assert [unit.timestamp for unit in units] == [0, 3600, 7200]
    assert all(unit.is_key and unit.is_complete for unit in units)
    for unit, data in zip(units, files, strict=True):
        assert (pixels(unit.data) == pixels(data)).all()
    expected = VideoFormat(profile="baseline", width_px=160, height_px=96)
    assert reader.video_format == expected


def test_tables_are_those_of_the_standard() -> None:
    tables, _ = split(jpeg())
    assert quantizers(60) == (tables[:64], tables[64:])
    assert all(table in jpeg() for table in HUFFMAN)
    assert [quantizers(quality) for quality in (0, 100, 127)] == [None] * 3


def test_tables_sent_once_are_kept_for_their_number() -> None:
    reader = JpegDepacketizer()
    data = jpeg()
    first, later = packets([data], quality=130), packets([data], quality=130, with_tables=False)
    assert run(JpegDepacketizer(), later) == []
    units = run(reader, first) + run(reader, later)
    assert [(pixels(unit.data) == pixels(data)).all() for unit in units] == [True, True]


def test_number_255_must_bring_its_tables() -> None:
    reader = JpegDepacketizer()
    run(reader, packets([jpeg()], quality=255))
    assert run(reader, packets([jpeg()], quality=255, with_tables=False)) == []


def test_a_side_beyond_2040_px_is_told_by_the_description() -> None:
    data = jpeg(width=2560, height=64)
    sent = packets([data], sides=(0, 64))
    assert run(JpegDepacketizer(), sent) == []
    (unit,) = run(JpegDepacketizer((2560, 64)), sent)
    assert (pixels(unit.data) == pixels(data)).all()


def test_a_whole_file_in_place_of_the_scan_is_taken() -> None:
    data = jpeg()
    head = bytes([0, 0, 0, 0, 1, 60, 20, 12])
    packet = Packet(
        payload_type=26, sequence=0, timestamp=0, ssrc=1, marker=True, payload=head + data
    )
    (unit,) = JpegDepacketizer().push(packet, after_gap=False)
    assert unit.data == data


@pytest.mark.parametrize("lost", range(4))
def test_a_lost_packet_costs_its_picture_only(lost: int) -> None:
    sent = packets([jpeg(0), jpeg(1)], size=300)
    assert len(sent) > 8
    del sent[lost]
    units = run(JpegDepacketizer(), sent, gap_at=lost)
    assert [unit.timestamp for unit in units] == [3600]


def test_a_picture_without_its_marker_is_dropped() -> None:
    sent = packets([jpeg(0), jpeg(1)])
    last = next(number for number, data in enumerate(sent) if data[1] & 0x80)
    sent[last] = bytes([sent[last][0], 26, *sent[last][2:]])
    assert [unit.timestamp for unit in run(JpegDepacketizer(), sent)] == [3600]


@pytest.mark.parametrize(
    "fields", [{"quality": 0}, {"quality": 110}, {"kind": 2}, {"sides": (0, 0)}]
)
def test_what_the_rfc_reserves_is_no_picture(fields: dict[str, Any]) -> None:
    assert run(JpegDepacketizer(), packets([jpeg()], **fields)) == []


def test_a_picture_beyond_the_size_limit_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ACCESS_UNIT_BYTES", 1000)
    assert run(JpegDepacketizer(), packets([jpeg()])) == []


def test_wide_tables_are_announced_as_such() -> None:
    tables, scan = split(jpeg())
    wide = b"".join(bytes([0, value]) for value in tables)
    head = bytes([0, 0, 0, 0, 1, 255, 20, 12, 0, 3, *len(wide).to_bytes(2)])
    packet = Packet(
        payload_type=26, sequence=0, timestamp=0, ssrc=1, marker=True, payload=head + wide + scan
    )
    (unit,) = JpegDepacketizer().push(packet, after_gap=False)
    assert unit.data[:7] == b"\xff\xd8\xff\xdb\x00\x83\x10"
    short = Packet(
        payload_type=26, sequence=0, timestamp=0, ssrc=1, marker=True, payload=head + wide[:99]
    )
    assert JpegDepacketizer().push(short, after_gap=False) == []


@given(
    st.lists(
        st.tuples(st.binary(max_size=300), st.booleans(), st.integers(0, 2), st.booleans()),
        max_size=20,
    )
)
def test_any_payloads_are_survived(sent: list[tuple[bytes, bool, int, bool]]) -> None:
    reader = JpegDepacketizer()
    for payload, marker, timestamp, gap in sent:
        packet = Packet(
            payload_type=26, sequence=0, timestamp=timestamp, ssrc=1, marker=marker, payload=payload
        )
        for unit in reader.push(packet, after_gap=gap):
            assert unit.data.startswith(b"\xff\xd8")


@given(st.integers(0), st.integers(0, 255), st.integers(1, 5))
def test_a_changed_byte_never_gives_a_half_picture_out_of_order(
    at: int, value: int, size: int
) -> None:
    sent = payloads(jpeg(), size=200 * size)
    number = at % len(sent)
    sent[number] = bytes([value]) + sent[number][1:]
    reader = JpegDepacketizer()
    units = [
        unit
        for one in sent
        for unit in reader.push(
            Packet(
                payload_type=26,
                sequence=0,
                timestamp=0,
                ssrc=1,
                marker=one is sent[-1],
                payload=one,
            ),
            after_gap=False,
        )
    ]
    assert len(units) == 1
