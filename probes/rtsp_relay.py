"""A loopback relay between FFmpeg and one camera, so that FFmpeg dials nothing but the relay.

FFmpeg follows redirects and media hosts that a device names; here it cannot, since only the
relay dials, and only the address of the context.  It speaks RTSP over TCP with one client that
knows the relay's secret path.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from probes.failure import ProbeError
from probes.probe import Context
from probes.rtsp.message import Frame, Response
from probes.rtsp.relayed import Request, parse_request, to_client
from probes.rtsp_client import Limits
from probes.rtsp_upstream import Upstream
from probes.target import Target

__all__ = ["Relay", "open_relay"]

ADDRESS = "127.0.0.1"
MAX_HEAD_BYTES = 16 * 1024
_DOLLAR = b"$"
_FRAME_REST_BYTES = 3
_OK = Response(200, "")


class Relay:
    """What passed; ``failure`` is why the relay ended the dialogue, None when FFmpeg did."""

    def __init__(self, upstream: Upstream, context: Context[Any], *, silence: float) -> None:
        self.uri = ""
        self.upstream = upstream
        self.failure: ProbeError | OSError | None = None
        self.description = b""
        self.is_playing = False
        self.packets = 0
        self._context = context
        self._silence = silence
        self._is_taken = False
        self._clients: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take the first client that knows the secret; everybody else is cut off."""
        client = asyncio.current_task()
        if client is not None:
            self._clients.add(client)
            client.add_done_callback(self._clients.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._admit(reader, writer)
        except asyncio.CancelledError:
            pass  # the relay ends; streams of Python 3.11 print a handler that says so
        finally:
            writer.transport.abort()

    async def close(self) -> None:
        """End the dialogue, also in its middle."""
        clients = tuple(self._clients)
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)
        await self.upstream.close()

    async def _admit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await _next_request(reader)
        if request is None or self._is_taken or not request.uri.startswith(self.uri):
            return
        self._is_taken = True
        pump: asyncio.Task[None] | None = None
        try:
            while request is not None and request.method != "TEARDOWN":
                response = await self._answer(request)
                cseq = request.headers.get("cseq", "")
                is_setup = request.method == "SETUP"
                writer.write(to_client(response, cseq=cseq, is_setup=is_setup))
                await writer.drain()
                if request.method == "PLAY":
                    pump = asyncio.create_task(self._pump(writer))
                request = await _next_request(reader)
        except (ProbeError, TimeoutError) as error:
            self.failure = error
        finally:
            if pump is not None:
                pump.cancel()
                await asyncio.gather(pump, return_exceptions=True)

    async def _answer(self, request: Request) -> Response:
        """The camera's answer; while it plays, signs of life are answered here."""
        if self.is_playing:
            return _OK
        try:
            if not self.upstream.is_connected:
                await self.upstream.connect()
            response = await self.upstream.ask(request, near=self.uri)
        except OSError as error:
            self.failure = error
            raise
        if request.method == "DESCRIBE":
            self.description = response.body
        if request.method == "PLAY":
            self.is_playing = True
            self._context.step("first_packet")
        return response

    async def _pump(self, writer: asyncio.StreamWriter) -> None:
        """Hand media on until one side is gone."""
        try:
            async with asyncio.timeout(self._silence):
                frames = await self.upstream.frames()
            self._context.step("first_key_frame")
            while True:
                self.packets += len(frames)
                writer.writelines(_interleaved(frame) for frame in frames)
                await writer.drain()
                frames = await self.upstream.frames()
        except TimeoutError:
            writer.transport.abort()  # silence: no packet is told by its number
        except (ProbeError, OSError) as error:
            self.failure = None if self.packets else error
            writer.transport.abort()


def _interleaved(frame: Frame) -> bytes:
    """RFC 2326 10.12."""
    return bytes((_DOLLAR[0], frame.channel)) + len(frame.payload).to_bytes(2) + frame.payload


async def _next_request(reader: asyncio.StreamReader) -> Request | None:
    """Return the client's next request; its receiver reports end here, the camera needs none."""
    while True:
        first = await reader.readexactly(1)
        if first != _DOLLAR:
            return parse_request(first + (await reader.readuntil(b"\r\n\r\n"))[:-4])
        rest = await reader.readexactly(_FRAME_REST_BYTES)
        await reader.readexactly(int.from_bytes(rest[1:]))


@asynccontextmanager
async def open_relay(
    target: Target, context: Context[Any], *, limits: Limits, silence: float = 7.5
) -> AsyncIterator[Relay]:
    """Listen on loopback; ``uri`` of what is given is for FFmpeg.

    The camera is dialled with the client's first request: a process may take seconds to start,
    and a camera does not wait for it.  ``silence`` in seconds may pass between PLAY and the
    first packet.
    """
    relay = Relay(Upstream(target, context, limits), context, silence=silence)
    try:
        server = await asyncio.start_server(relay.serve, ADDRESS, 0, limit=MAX_HEAD_BYTES)
        try:
            port = server.sockets[0].getsockname()[1]
            relay.uri = f"rtsp://{ADDRESS}:{port}/{secrets.token_hex(16)}"
            yield relay
        finally:
            server.close()
    finally:
        await relay.close()
