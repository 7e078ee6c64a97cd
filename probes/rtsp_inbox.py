"""What one peer sent and nobody has read yet, taken from the socket without detours.

A stream of asyncio gets 256 kB of fresh memory for every read of a few kilobytes, and copies
them three times; here all reads of a connection share one buffer.  What the bytes mean is left
to :mod:`probes.rtsp_connection`.
"""

import asyncio
from collections.abc import Callable
from typing import cast

__all__ = ["Inbox"]

READ_BYTES = 64 * 1024
MAX_HELD_BYTES = 128 * 1024


class Inbox(asyncio.BufferedProtocol):
    """One reader at a time; reading pauses while too much is held, so that the peer waits."""

    def __init__(self) -> None:
        self._buffer = memoryview(bytearray(READ_BYTES))
        self._held = bytearray()
        self._transport: asyncio.Transport | None = None
        self._take: Callable[[memoryview], bool] | None = None
        self._reader: asyncio.Future[None] | None = None
        self._closed = asyncio.get_running_loop().create_future()
        self._is_ended = False
        self._is_paused = False
        self._error: Exception | None = None

    @property
    def transport(self) -> asyncio.Transport:
        """The connection; there is one from `connection_made` on."""
        if self._transport is None:
            raise ConnectionError("not connected")
        return self._transport

    async def take(self) -> bytearray:
        """Return all that has come, waiting for something; empty at the end.

        Raises the OSError that broke the connection.
        """
        while not self._held and not self._is_ended:
            await self._woken()
        if not self._held and self._error is not None:
            raise self._error
        return self.take_at_hand()

    def take_at_hand(self) -> bytearray:
        """Return what has come, which may be nothing."""
        taken, self._held = self._held, bytearray()
        if self._is_paused and not self._is_ended:
            self._is_paused = False
            self.transport.resume_reading()
        return taken

    async def hand_over(self, take: Callable[[memoryview], bool]) -> None:
        """Give what comes to ``take`` as soon as it comes, until that is enough or the end.

        A reader that wants little of much is woken once and not for each read.  Nothing may be
        held when it begins.
        """
        self._take = take
        try:
            while self._is_handing and not self._is_ended:
                await self._woken()
        finally:
            self._take = None

    @property
    def _is_handing(self) -> bool:
        return self._take is not None

    async def _woken(self) -> None:
        self._reader = asyncio.get_running_loop().create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    async def abort(self) -> None:
        """Drop the connection at once and wait until it is gone."""
        self.transport.abort()
        await self._closed

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        # Other event loops have transports of their own, without the class.
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the loop writes to; emptied by `buffer_updated` before the next read."""
        del sizehint
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take what came."""
        if self._take is not None:
            if self._take(self._buffer[:nbytes]):
                self._take = None
                self._wake()
            return
        self._held += self._buffer[:nbytes]
        if len(self._held) > MAX_HELD_BYTES and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """The peer says no more; a plain connection stays open for a farewell."""
        self._is_ended = True
        self._wake()
        return self.transport.get_extra_info("ssl_object") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """The end, by whatever cause."""
        self._error = exc
        self._is_ended = True
        if not self._closed.done():
            self._closed.set_result(None)
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
