import asyncio
import contextlib
import itertools
import socket

import pytest

from auditor.demo.encoder import AccessUnit, Clip, Codec
from auditor.demo.rtp import Packetiser
from auditor.demo.rtp_sender import join_position, open_udp, send_clip

ADDRESS = "127.0.77.20"


def clip_of(count: int, *, fps: int = 10) -> Clip:
    units = (AccessUnit((bytes((0x41, n)),), is_key=n == 0) for n in range(count))
    return Clip(
        codec=Codec.H264,
        width_px=16,
        height_px=16,
        fps=fps,
        parameter_sets=(b"\x67abc", b"\x68a"),
        units=tuple(units),
    )


class Notes:
    """A carrier that writes down, and loses its client after some sends."""

    def __init__(self, lasts: int) -> None:
        self.sent: list[list[bytes]] = []
        self._left = lasts

    async def send(self, packets: list[bytes]) -> None:
        self._left -= 1
        if self._left < 0:
            raise ConnectionResetError
        self.sent.append(packets)

    def close(self) -> None:
        raise AssertionError("the session closes the carrier")


def test_joining_follows_the_clock() -> None:
    clip = clip_of(20)
    moments = (0.0, 0.05, 0.1, 1.95, 2.0, 1000.3)
    assert [join_position(clip, now=now, long_wait=False) for now in moments] == [
        0,
        0,
        1,
        19,
        0,
        3,
    ]


@pytest.mark.parametrize("now", [0.0, 3.3, 1e9])
def test_a_long_wait_is_always_the_same(now: float) -> None:
    clip = clip_of(80)
    start = join_position(clip, now=now, long_wait=True)
    waited = next(n for n in itertools.count() if clip.units[(start + n) % 80].is_key)
    assert waited / clip.fps == 5.5


async def test_the_loop_goes_round_until_the_client_is_gone() -> None:
    clip, notes = clip_of(3, fps=1000), Notes(lasts=5)
    packetiser = Packetiser(clip, ssrc=1, sequence=0, timestamp=0)
    await send_clip(clip, notes, packetiser, start=2)
    shown = [packets[-1][12:] for packets in notes.sent]
    assert shown == [b"\x41\x02", b"\x41\x00", b"\x41\x01", b"\x41\x02", b"\x41\x00"]
    stamps = [int.from_bytes(packets[-1][4:8]) for packets in notes.sent]
    assert stamps == [0, 90, 180, 270, 360]


async def test_udp_comes_from_an_even_port_of_the_camera() -> None:
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        client.bind(("127.0.77.21", 0))
        client.setblocking(False)  # noqa: FBT003 - the method's only parameter
        carrier = await open_udp(ADDRESS, client.getsockname())
        stack.callback(carrier.close)
        await carrier.send([b"one", b"two"])
        loop = asyncio.get_running_loop()
        received = [await loop.sock_recvfrom(client, 99) for _ in range(2)]
    host, port = carrier.rtp.get_extra_info("sockname")
    assert received == [(b"one", (ADDRESS, port)), (b"two", (ADDRESS, port))]
    assert (host, port % 2, carrier.server_ports) == (ADDRESS, 0, f"{port}-{port + 1}")
