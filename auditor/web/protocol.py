"""HTTP/1.1 of uvicorn with one limit more: a request's head that does not come is cut off.

uvicorn's own time-out runs only between requests, so that a client which never ends its head
would hold a place for ever.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["impatient"]

_HEAD_S = 10.0


def impatient(seconds: float = _HEAD_S) -> type[asyncio.Protocol]:
    """The protocol class that uvicorn is to use; a head may take ``seconds`` at most."""

    class Impatient(H11Protocol):
        """It looks twice within the time: who waits for the same head both times is late."""

        waiting = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.loop.call_later(seconds / 2, self._look)

        def _look(self) -> None:
            if self.transport.is_closing():
                return
            is_head = self.conn.their_state is h11.IDLE and self.timeout_keep_alive_task is None
            if is_head and self.waiting:
                self.transport.abort()
                return
            self.waiting = is_head
            self.loop.call_later(seconds / 2, self._look)

    return Impatient
