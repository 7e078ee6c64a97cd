"""Twelve cameras for rounds that are killed; they count who came.

Real RTSP servers in a process of their own.  Row 4 has no server: its port is closed.
"""

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from multiprocessing.connection import Connection

from auditor.demo.account import Account
from auditor.demo.cast import Behaviour, SimulatedCamera
from auditor.demo.encoder import FPS, Clip, ClipEncoder, Codec
from auditor.demo.footage import Footage
from auditor.demo.messages import HEAD_LIMIT, answer, read_request
from auditor.demo.rtsp_session import Session
from auditor.demo.scenery import Scene, make_street, paint

__all__ = ["ACCOUNT", "ROWS", "WRONG", "Counts", "Fleet", "fleet"]

ACCOUNT = Account("night-kill", "Inv3nted-for-kills")
ROWS = range(1, 13)
WRONG = frozenset({8, 9})
"""Two channels of one recorder whose password is wrong in the register."""
CLOSED = 4
_SIZE = (320, 180)
_ACTS = {6: Behaviour.NOT_FOUND, 7: Behaviour.UDP_ONLY}
_BLACK = 10
_FPS = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """Connections by row, and logins that were refused by row."""

    connections: dict[int, int]
    refused: dict[int, int]


@dataclass(slots=True)
class _Camera:
    camera: SimulatedCamera
    footage: Footage
    address: str
    connections: int = 0
    refused: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        session = Session(self.camera, self.footage, ACCOUNT, self.address, writer)
        try:
            await self._converse(session, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client was killed, or the fleet ends
        finally:
            await session.close()
            writer.close()

    async def _converse(
        self, session: Session, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while (request := await read_request(reader, body_limit=4096)) is not None:
            reply = await session.handle(request)
            self.refused += (
                reply.status == HTTPStatus.UNAUTHORIZED and "authorization" in request.headers
            )
            headers = {"CSeq": request.headers.get("cseq", "0"), **reply.headers}
            writer.write(answer(reply.status, version="RTSP/1.0", headers=headers, body=reply.body))
            if reply.starts_playing:
                session.start()
            await writer.drain()


@dataclass(slots=True)
class Fleet:
    """``ports`` by row; `counts` asks the process of the cameras."""

    network: str
    ports: dict[int, int]
    _asked: Connection = field(repr=False)

    def uri(self, row: int) -> str:
        """The stream address of a row."""
        return f"rtsp://{_host(self.network, row)}:{self.ports[row]}/main"

    def counts(self) -> Counts:
        """Who came so far."""
        self._asked.send(None)
        counts: Counts = self._asked.recv()
        return counts


def _host(network: str, row: int) -> str:
    """Rows 8 and 9 are one recorder."""
    return f"{network}.{min(WRONG) if row in WRONG else row}"


@contextlib.contextmanager
def fleet(network: str) -> Iterator[Fleet]:
    """The cameras of ``network`` (three parts of a loopback address) while the context lasts."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_play, args=(theirs, network), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Fleet(network, ours.recv(), ours)
    finally:
        ours.close()
        process.join(5)
        process.kill()


def _play(asked: Connection, network: str) -> None:
    asyncio.run(_serve(asked, network))


async def _serve(asked: Connection, network: str) -> None:
    """Open all ports, tell them, answer until the pipe is closed."""
    cameras = {row: _Camera(*_part(row), _host(network, row)) for row in ROWS if row != CLOSED}
    ports: dict[int, int] = {}
    servers = []
    for row, camera in cameras.items():
        # Channels of one recorder share its port, and so its account.
        if row == max(WRONG):
            ports[row] = ports[min(WRONG)]
            continue
        server = await asyncio.start_server(camera.serve, camera.address, 0, limit=HEAD_LIMIT)
        servers.append(server)
        ports[row] = server.sockets[0].getsockname()[1]
    ports[CLOSED] = ports[1]
    ended = asyncio.Event()

    def told() -> None:
        try:
            asked.recv()
            seen = {row: camera.connections for row, camera in cameras.items()}
            asked.send(Counts(seen, {row: camera.refused for row, camera in cameras.items()}))
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(asked.fileno())
            ended.set()

    asyncio.get_running_loop().add_reader(asked.fileno(), told)
    asked.send(ports)
    await ended.wait()


def _part(row: int) -> tuple[SimulatedCamera, Footage]:
    clip = _clip(row)
    camera = SimulatedCamera(row=row, behaviour=_ACTS.get(row, Behaviour.HEALTHY))
    return camera, Footage(clip, clip)


def _clip(row: int) -> Clip:
    """Fifty pictures a second and a key picture with every tenth of it, so that a visit is short."""
    width, height = _SIZE
    street = make_street(row, width=width, height=height)
    encoder = ClipEncoder(Codec.H264, width_px=width, height_px=height, gop=FPS // 2)
    scene = Scene.BLACK if row == _BLACK else Scene.STREET
    for index in range(4 * FPS):
        encoder.add(paint(scene, street=street, index=index, caption=f"SIMULATED {row} {index}"))
    return replace(encoder.finish(), fps=_FPS)
