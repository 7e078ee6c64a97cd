"""A relay between our client and a peer that keeps what the client said: an honest witness."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

__all__ = ["Relay", "relay_to"]

ADDRESS = "127.0.0.1"


@dataclass(slots=True)
class Relay:
    """Listens on ``port``; ``said`` is every byte of the client."""

    port: int = 0
    said: bytearray = field(default_factory=bytearray)

    @property
    def requests(self) -> list[str]:
        """Methods in order, with a star where a login was sent."""
        heads = self.said.decode().split("\r\n\r\n")[:-1]
        return [
            head.partition(" ")[0] + ("*" if "\r\nAuthorization:" in head else "") for head in heads
        ]


@asynccontextmanager
async def relay_to(port: int) -> AsyncIterator[Relay]:
    """Pass connections on to ``port`` of the same address."""
    relay = Relay()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(ADDRESS, port)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_pass_on(reader, far_writer, relay.said))
                group.create_task(_pass_on(far_reader, writer, bytearray()))
        finally:
            far_writer.close()
            writer.close()

    server = await asyncio.start_server(serve, ADDRESS, 0)
    relay.port = server.sockets[0].getsockname()[1]
    async with server:
        yield relay


async def _pass_on(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, record: bytearray
) -> None:
    """Copy until one side is gone, and tell the other."""
    try:
        while data := await source.read(64 * 1024):
            record += data
            sink.write(data)
            await sink.drain()
        sink.write_eof()
    except OSError:
        sink.transport.abort()
