"""One RTSP connection: dialling, UDP ports, bytes to messages; no meaning.

The address is the engine's; a name or port that a device sends for media is never dialled.
"""

import asyncio
import ipaddress
import socket
from collections import deque
from contextlib import suppress

from probes.failure import FailureKind, ProbeError
from probes.rtsp.message import Frame, Parser, Response, Skim
from probes.rtsp_inbox import Inbox
from probes.rtsp_tls import TlsPolicy, peer_certificate, start_tls

__all__ = ["Connection", "MediaPort", "connect"]

MAX_HELD_FRAMES = 512
MAX_HELD_DATAGRAMS = 2048
PORT_TRIES = 16
UDP_BUFFER_BYTES = 1024 * 1024
_STATUS = b"RTSP/1."


class Connection:
    """A connected RTSP peer; `close` is safe to call at any time."""

    __slots__ = ("_frames", "_inbox", "_parser")

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._parser = Parser()
        self._frames: deque[Frame] = deque(maxlen=MAX_HELD_FRAMES)

    @property
    def local_host(self) -> str:
        """The address that the kernel chose to reach the peer."""
        return str(self._inbox.transport.get_extra_info("sockname")[0])

    @property
    def certificate(self) -> bytes:
        """The peer's certificate (DER); empty without TLS."""
        return peer_certificate(self._inbox.transport)

    def send(self, data: bytes) -> None:
        """Write a request; it is short, so that nothing waits for the peer to read it."""
        self._inbox.transport.write(data)

    async def response(self) -> Response:
        """Return the next answer; media that arrives before it is kept."""
        while True:
            self._frames.extend(self._parser.frames())
            message = await self._message()
            if isinstance(message, Response):
                return message
            self._frames.append(message)

    async def farewell(self) -> None:
        """Wait for an answer, for its own sake: closed earlier, the request might be lost.

        Seconds of media may come before it.  They are searched, not parsed: media that looks
        like an answer ends the waiting early, and no more.
        """
        before = b""
        while data := await self._inbox.take():
            if _STATUS in before + data:
                return
            before = bytes(data[-len(_STATUS) :])

    async def frames(self) -> list[Frame]:
        """Return the next interleaved frames, as many as have come; late answers are passed over."""
        found = [*self._frames, *self._parser.frames()]
        self._frames.clear()
        while not found:
            message = await self._message()
            if isinstance(message, Frame):
                found = [message, *self._parser.frames()]
        return found

    async def payloads(self, channel: int, skim: Skim | None = None) -> list[bytes]:
        """Return the next frames' payloads on ``channel``, as many as have come; at least one.

        What ``skim`` passes over is not among them.
        """
        found = [frame.payload for frame in self._frames if frame.channel == channel]
        self._frames.clear()
        if skim is not None and not found:
            await self._skim(skim)
        found += self._parser.payloads(channel)
        while not found:
            message = await self._message()
            if isinstance(message, Frame) and message.channel == channel:
                found.append(message.payload)
            found += self._parser.payloads(channel)
        return found

    async def _skim(self, skim: Skim) -> None:
        """Read on until something came that ``skim`` does not want to pass over."""

        def is_enough(data: memoryview | bytearray) -> bool:
            self._parser.feed(data)
            return not self._parser.skim(skim)

        if not is_enough(self._inbox.take_at_hand()):
            await self._inbox.hand_over(is_enough)

    async def _message(self) -> Response | Frame:
        while True:
            message = self._parser.next()
            if message is not None:
                return message
            data = await self._inbox.take()
            if not data:
                raise ProbeError(FailureKind.CONNECTION_RESET, "the peer closed the connection")
            self._parser.feed(data)

    async def close(self) -> None:
        """Drop the connection at once, without waiting for a TLS farewell."""
        await self._inbox.abort()


async def connect(
    address: str, port: int, *, host: str, tls: TlsPolicy | None, limit: float
) -> Connection:
    """Dial ``address``; ``limit`` in seconds, once for TCP and once for TLS.

    ``host`` is the registered name, for its certificate only.  Raises OSError, TimeoutError
    (TCP) and ProbeError (tls_failed).
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.setblocking(False)  # noqa: FBT003 - positional only in the standard library
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(limit):
            await loop.sock_connect(plain, (address, port))
        if tls is None:
            _, inbox = await loop.create_connection(Inbox, sock=plain)
        else:
            inbox = await start_tls(plain, Inbox, policy=tls, host=host, limit=limit)
    except BaseException:
        plain.close()
        raise
    return Connection(inbox)


class MediaPort(asyncio.DatagramProtocol):
    """A pair of UDP ports for one track; only datagrams of ``peer`` are taken."""

    def __init__(self, peer: str) -> None:
        self._peer = ipaddress.ip_address(peer)
        self._received: asyncio.Queue[bytes] = asyncio.Queue(MAX_HELD_DATAGRAMS)
        self._transport: asyncio.DatagramTransport | None = None
        self._control: socket.socket | None = None
        self.port = 0

    async def open(self, local_host: str) -> None:
        """Bind an even port and the next one (RFC 3550 11), on the connection's own address."""
        media, self._control = _bind_pair(local_host)
        self.port = media.getsockname()[1]
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=media)

    def datagram_received(self, data: bytes, addr: tuple[object, ...]) -> None:
        """Keep ``data`` when it is the peer's; a full queue loses it, as the network would."""
        if ipaddress.ip_address(str(addr[0])) == self._peer:
            with suppress(asyncio.QueueFull):
                self._received.put_nowait(data)

    async def packet(self) -> bytes:
        """Return the next datagram."""
        return await self._received.get()

    def close(self) -> None:
        """Release both ports."""
        if self._transport is not None:
            self._transport.abort()
        if self._control is not None:
            self._control.close()


def _bind_pair(local_host: str) -> tuple[socket.socket, socket.socket]:
    family = socket.AF_INET6 if ":" in local_host else socket.AF_INET
    for _ in range(PORT_TRIES):
        media = socket.socket(family, socket.SOCK_DGRAM)
        control = socket.socket(family, socket.SOCK_DGRAM)
        try:
            media.setblocking(False)  # noqa: FBT003 - positional only in the standard library
            # A key picture is a burst of a hundred datagrams; the kernel may grant less.
            media.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UDP_BUFFER_BYTES)
            media.bind((local_host, 0))
            port = media.getsockname()[1]
            control.bind((local_host, port + 1 if port % 2 == 0 else 0))
            if port % 2 == 0:
                return media, control
        except (OSError, OverflowError):
            pass
        media.close()
        control.close()
    raise ProbeError(FailureKind.RESOURCE_EXHAUSTED, "no pair of free UDP ports")
