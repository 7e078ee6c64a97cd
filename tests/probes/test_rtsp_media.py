"""Packets of a running session become access units; the short way gives what the long one gives."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.rtsp.depacketize import AccessUnit, Depacketizer
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_client import Dialogue
from probes.rtsp_media import MediaReader


class ScriptedSession:
    """Gives batches of packets, then ends."""

    def __init__(self, batches: list[list[bytes]], *, transport: str = "tcp") -> None:
        self.dialogue = Dialogue(transport=transport)
        self._batches = iter(batches)

    async def packets(self) -> list[bytes]:
        for batch in self._batches:
            return batch
        raise EOFError


class PatientReader(MediaReader):
    """Reads every packet whole."""

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
            packets[at] = bytes([packet[0], packet[1] ^ 0x80]) + packet[2:]
        case "t":
            packets[at] = packet[:7] + bytes([value]) + packet[8:]
        case "x":
            packets[at] = packet[:value]
        case _:
            place = value % len(packet)
            packets[at] = packet[:place] + b"\x7c" + packet[place + 1 :]
