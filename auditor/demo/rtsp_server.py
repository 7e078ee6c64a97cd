"""A simulated camera's RTSP port: digest authentication, one video track, TCP and UDP.

Which misbehaviour is acted is read from the camera; pictures come from
:mod:`auditor.demo.footage`.  A camera that refuses or swallows connections has no server:
see :mod:`auditor.demo.black_hole` for the latter.
"""

import asyncio
from dataclasses import dataclass, field

from auditor.demo.account import Account
from auditor.demo.cast import RTSP_PORT, SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.messages import HEAD_LIMIT, MessageError, answer, read_request
from auditor.demo.rtsp_session import Session

__all__ = ["MAX_CONNECTIONS", "serve_rtsp"]

# A connection has one session at most, so this bounds both.
MAX_CONNECTIONS = 32

_BODY_LIMIT = 4096
_IDLE_S = 70.0
_VERSION = "RTSP/1.0"


@dataclass(slots=True)
class _Port:
    """One camera's listening port and how many clients it has."""

    camera: SimulatedCamera
    footage: Footage
    account: Account
    address: str
    clients: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client until it goes, is idle for too long or breaks the rules."""
        if len(self.clients) >= MAX_CONNECTIONS:
            writer.close()
            return
        self.clients.add(writer)
        session = Session(self.camera, self.footage, self.account, self.address, writer)
        try:
            await _converse(session, reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # gone or silent for too long: the client's right
        except asyncio.CancelledError:
            pass  # the community ends; streams of Python 3.11 print a handler that says so
        finally:
            self.clients.discard(writer)
            await session.close()
            writer.close()


async def serve_rtsp(
    camera: SimulatedCamera,
    footage: Footage,
    account: Account,
    *,
    address: str | None = None,
    port: int = RTSP_PORT,
) -> asyncio.Server:
    """Listen on the camera's address (or ``address``); port 0 takes a free one.

    Raises OSError when the address cannot be bound.
    """
    host = address or camera.address
    handler = _Port(camera, footage, account, host)
    return await asyncio.start_server(handler.serve, host, port, limit=HEAD_LIMIT)


async def _converse(
    session: Session, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Request by request; TimeoutError after an idle time beyond the session's own."""
    while True:
        try:
            async with asyncio.timeout(_IDLE_S):
                request = await read_request(reader, body_limit=_BODY_LIMIT)
        except MessageError as error:
            writer.write(answer(error.status, version=_VERSION))
            return
        if request is None:
            return
        reply = await session.handle(request)
        headers = {"CSeq": request.headers.get("cseq", "0"), **reply.headers}
        writer.write(answer(reply.status, version=_VERSION, headers=headers, body=reply.body))
        if reply.starts_playing:
            session.start()
        await writer.drain()
