"""Packets of a running session become access units; the short way gives what the long one gives."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.failure import ProbeError
from probes.rtsp.depacketize import AccessUnit, Depacketizer
from probes.rtsp.sdp import VideoTrack
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_client import Dialogue, PassOver
from probes.rtsp_connection import Connection
from probes.rtsp_media import MediaReader


class ScriptedSession:
    """Gives batches of packets, then ends."""

    def __init__(self, batches: list[list[bytes]], *, transport: str = "tcp") -> None:
        self.dialogue = Dialogue(transport=transport)
        self._batches = iter(batches)

    async def packets(self, pass_over: PassOver | None = None) -> list[bytes]:
        assert pass_over is None or pass_over(bytearray(), 0) == (0, True)
        for batch in self._batches:
            return batch
        raise EOFError


class ScriptedInbox:
    """Gives bytes in pieces, then ends."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = iter(pieces)

    async def take(self) -> bytearray:
        return bytearray(next(self._pieces, b""))

    def take_at_hand(self) -> bytearray:
        return bytearray()

    async def hand_over(self, take: Callable[[memoryview], bool]) -> None:
        for piece in self._pieces:
            if take(memoryview(piece)):
                return


class WiredSession:
    """Parses interleaved bytes as a session does."""

    def __init__(self, pieces: list[bytes]) -> None:
        inbox: Any = ScriptedInbox(pieces)
        self.dialogue = Dialogue(transport="tcp")
        self._connection = Connection(inbox)

    async def packets(self, pass_over: PassOver | None = None) -> list[bytes]:
        if pass_over is None:
            return await self._connection.payloads(0)
        return await self._connection.payloads(0, lambda buffer: pass_over(buffer, 0))


class PatientReader(MediaReader):
    """Reads every packet whole."""

    def _skim(self) -> PassOver | None:
        return None

    def _take_middle(self, data: bytes, depacketizer: Depacketizer) -> bool:
        del data, depacketizer
        return False


Seen = tuple[list[AccessUnit], int, int, int | None]


async def read(
    packets: list[bytes], *, kind: type[MediaReader], codec: str, batch: int = 1000
) -> Seen:
    batches = [packets[at : at + batch] for at in range(0, len(packets), batch)]
    session: Any = ScriptedSession(batches)
    track = VideoTrack(codec=codec, payload_type=96, clock_rate=90_000, control="rtsp://h/a")
    reader = kind(session, track)
    units: list[AccessUnit] = []
    with suppress(EOFError):
        while True:
            units.append(await reader.unit())
    return units, reader.packets, reader.lost, reader.predicted.typical


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_the_size_of_batches_does_not_matter(codec: str, clips: Any) -> None:
    packets = clips[codec].packets(size=100)
    whole = await read(packets, kind=MediaReader, codec=codec)
    assert (len(whole[0]), whole[1:3]) == (40, (len(packets), 0))
    assert await read(packets, kind=MediaReader, codec=codec, batch=1) == whole


@pytest.mark.parametrize("size", range(12))
async def test_a_first_packet_that_is_cut_short_is_passed_over(size: int, clips: Any) -> None:
    packets = clips["h264"].packets()
    units, *_ = await read([packets[0][:size], *packets], kind=MediaReader, codec="h264")
    assert len(units) == 40


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.sampled_from("ldsmtxc"), st.integers(0, 400), st.integers(0, 60)), max_size=6
    ),
    codec=st.sampled_from(["h264", "h265"]),
)
async def test_the_short_way_gives_what_the_long_one_gives(
    edits: list[tuple[str, int, int]], codec: str, clips: Any
) -> None:
    packets = clips[codec].packets(size=100)
    for edit, at, value in edits:
        _spoil(packets, edit, at % len(packets), value)
    short = await read(packets, kind=MediaReader, codec=codec)
    assert short == await read(packets, kind=PatientReader, codec=codec)


def _spoil(packets: list[bytes], edit: str, at: int, value: int) -> None:
    """Lose, double, swap, mark, time anew, cut short, or change a byte."""
    packet = packets[at]
    match edit:
        case "l":
            del packets[at]
        case "d":
            packets.insert(min(at + value, len(packets)), packet)
        case "s":
            other = (at + value) % len(packets)
            packets[at], packets[other] = packets[other], packet
        case "m":
            packets[at] = packet[:1] + bytes(byte ^ 0x80 for byte in packet[1:2]) + packet[2:]
        case "t":
            packets[at] = packet[:7] + bytes([value]) + packet[8:]
        case "x":
            packets[at] = packet[:value]
        case _:
            place = value % max(len(packet), 1)
            packets[at] = packet[:place] + b"\x7c" + packet[place + 1 :]


def framed(packets: list[bytes]) -> bytes:
    return b"".join(b"$\0" + len(packet).to_bytes(2) + packet for packet in packets)


@dataclass(frozen=True, slots=True)
class Told:
    """The first two units, and all that was counted on the way to them."""

    units: list[AccessUnit]
    packets: int
    received_bytes: int
    lost: int
    pictures: int
    predicted_bytes: int | None
    rate: float | None
    declared: VideoFormat | None


async def read_wire(data: bytes, *, kind: type[MediaReader], codec: str, piece: int) -> Told:
    session: Any = WiredSession([data[at : at + piece] for at in range(0, len(data), piece)])
    track = VideoTrack(codec=codec, payload_type=96, clock_rate=90_000, control="rtsp://h/a")
    reader = kind(session, track)
    units: list[AccessUnit] = []
    with suppress(ProbeError):
        while len(units) < 2:
            units.append(await reader.unit())
    return Told(
        units=units,
        packets=reader.packets,
        received_bytes=reader.received_bytes,
        lost=reader.lost,
        pictures=reader.predicted.pictures,
        predicted_bytes=reader.predicted.typical,
        rate=reader.measured_rate,
        declared=reader.declared,
    )


@pytest.mark.parametrize("codec", ["h264", "h265", "slices"])
async def test_what_is_passed_over_is_counted(codec: str, clips: Any) -> None:
    clip = replace(clips[codec], units=clips[codec].units[1:])
    data, codec = framed(clip.packets(size=100)), clip.codec
    told = await read_wire(data, kind=MediaReader, codec=codec, piece=999)
    assert (len(told.units), told.units[0].is_key, told.lost) == (2, True, 0)
    assert told == await read_wire(data, kind=PatientReader, codec=codec, piece=999)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.sampled_from("ldsmtxc"), st.integers(0, 400), st.integers(0, 60)), max_size=6
    ),
    name=st.sampled_from(["h264", "h265", "slices", "refresh", "open"]),
    piece=st.integers(1, 5000),
)
async def test_passing_over_gives_what_reading_in_full_gives(
    edits: list[tuple[str, int, int]], name: str, piece: int, clips: Any
) -> None:
    clip = replace(clips[name], units=clips[name].units[1:])
    packets, codec = clip.packets(size=100), clip.codec
    for edit, at, value in edits:
        _spoil(packets, edit, at % len(packets), value)
    data = framed(packets)
    quick = await read_wire(data, kind=MediaReader, codec=codec, piece=piece)
    assert quick == await read_wire(data, kind=PatientReader, codec=codec, piece=piece)
