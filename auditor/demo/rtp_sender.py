"""Sends a clip at the speed of life, over the RTSP connection or over UDP.

Making packets is left to :mod:`auditor.demo.rtp`, negotiating the way of sending to
:mod:`auditor.demo.rtsp_server`.  No sender reports are sent: nothing here needs a clock.
"""

import asyncio
import itertools
from dataclasses import dataclass
from typing import Protocol

from auditor.demo.encoder import Clip
from auditor.demo.rtp import Packetiser

__all__ = ["Carrier", "TcpCarrier", "UdpCarrier", "join_position", "open_udp", "send_clip"]

_STALLED_AFTER_S = 10.0
_UDP_BURST = 16
_UDP_PAUSE_S = 0.001
_PORT_TRIES = 20
_LONG_WAIT_S = 5.5


class Carrier(Protocol):
    """A way to the client."""

    async def send(self, packets: list[bytes]) -> None:
        """Send in order; OSError or TimeoutError when the client is gone."""
        ...

    def close(self) -> None:
        """Give up what the carrier itself opened."""
        ...


@dataclass(frozen=True, slots=True)
class TcpCarrier:
    """Interleaved on the RTSP connection (RFC 2326, 10.12)."""

    writer: asyncio.StreamWriter
    channel: int

    async def send(self, packets: list[bytes]) -> None:
        """Write at once; a client that does not read is given up after some seconds."""
        frames = (b"$%c%b%b" % (self.channel, len(p).to_bytes(2), p) for p in packets)
        self.writer.write(b"".join(frames))
        async with asyncio.timeout(_STALLED_AFTER_S):
            await self.writer.drain()

    def close(self) -> None:
        """Nothing: the connection belongs to the server."""


@dataclass(frozen=True, slots=True)
class UdpCarrier:
    """From a pair of ports on the camera's own address to the client's."""

    rtp: asyncio.DatagramTransport
    rtcp: asyncio.DatagramTransport
    destination: tuple[str, int]

    @property
    def server_ports(self) -> str:
        """The pair as the Transport header writes it."""
        port = int(self.rtp.get_extra_info("sockname")[1])
        return f"{port}-{port + 1}"

    async def send(self, packets: list[bytes]) -> None:
        """Send with short pauses: a key picture at once overruns a receive buffer."""
        for start in range(0, len(packets), _UDP_BURST):
            for packet in packets[start : start + _UDP_BURST]:
                self.rtp.sendto(packet, self.destination)
            await asyncio.sleep(_UDP_PAUSE_S)

    def close(self) -> None:
        """Close both sockets."""
        self.rtp.close()
        self.rtcp.close()


async def open_udp(address: str, destination: tuple[str, int]) -> UdpCarrier:
    """Bind an even port and the next one (RFC 3550, 11); OSError when none can be had."""
    loop = asyncio.get_running_loop()
    for _ in range(_PORT_TRIES):
        rtp, _protocol = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, local_addr=(address, 0)
        )
        port = rtp.get_extra_info("sockname")[1]
        try:
            if port % 2 == 0:
                rtcp, _protocol = await loop.create_datagram_endpoint(
                    asyncio.DatagramProtocol, local_addr=(address, port + 1)
                )
                return UdpCarrier(rtp, rtcp, destination)
        except OSError:  # the neighbour is taken: try another pair
            pass
        except asyncio.CancelledError:
            rtp.close()
            raise
        rtp.close()
    raise OSError(f"no free pair of UDP ports on {address}")


def join_position(clip: Clip, *, now: float, long_wait: bool) -> int:
    """The index that a client joining at ``now`` (seconds) sees first.

    As in real life the camera does not begin anew for a client.  With ``long_wait`` the next
    key picture is always the same 5.5 s away, for a demonstration without luck.
    """
    if long_wait:
        return len(clip.units) - round(_LONG_WAIT_S * clip.fps)
    return int(now * clip.fps) % len(clip.units)


async def send_clip(clip: Clip, carrier: Carrier, packetiser: Packetiser, *, start: int) -> None:
    """Play the loop from index ``start`` until cancelled or until the client is gone."""
    loop = asyncio.get_running_loop()
    origin = loop.time()
    try:
        for step in itertools.count():
            await asyncio.sleep(max(origin + step / clip.fps - loop.time(), 0))
            unit = clip.units[(start + step) % len(clip.units)]
            await carrier.send(packetiser.packets(unit, step=step))
    except OSError:  # also TimeoutError: the client is gone, which is its right
        return
