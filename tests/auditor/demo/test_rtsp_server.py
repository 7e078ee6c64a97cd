"""The RTSP port by a scripted client: every answer, without FFmpeg's interpretation."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from auditor.demo.account import Account
from auditor.demo.cast import Behaviour, SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.rtsp_server import MAX_CONNECTIONS, serve_rtsp

ADDRESS = "127.0.77.30"
TCP = "RTP/AVP/TCP;unicast;interleaved=4-5"


@dataclass(slots=True)
class Client:
    """Sends requests, answers the challenge, keeps the session."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    base: str
    account: Account
    fields: dict[str, str] = field(default_factory=dict)
    nonce: str = ""

    async def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        """Status and whole text of the answer; headers persist from request to request."""
        uri = f"{self.base}/{path}"
        self.fields |= {"CSeq": "7"} | fields
        if self.nonce:
            self.fields["Authorization"] = self._authorization(method, uri)
        lines = [f"{method} {uri} RTSP/1.0", *(f"{k}: {v}" for k, v in self.fields.items())]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        size = re.search(r"Content-Length: (\d+)", head)
        body = await self.reader.readexactly(int(size[1])) if size else b""
        if nonce := re.search('nonce="(.*?)"', head):
            self.nonce = nonce[1]
        if session := re.search("Session: (.*?);", head):
            self.fields["Session"] = session[1]
        return int(head.split(" ")[1]), head + body.decode()

    def _authorization(self, method: str, uri: str) -> str:
        name, realm = self.account.username, "simulated camera"
        secret = md5(f"{name}:{realm}:{self.account.password}")
        response = md5(f"{secret}:{self.nonce}:{md5(f'{method}:{uri}')}")
        parts = f'username="{name}", realm="{realm}", nonce="{self.nonce}", uri="{uri}"'
        return f'Digest {parts}, response="{response}"'


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class Stage:
    """Opens cameras and clients, and closes all of them."""

    def __init__(self, footage: Footage, account: Account) -> None:
        self._footage = footage
        self._account = account
        self._servers: list[asyncio.Server] = []
        self._clients: list[Client] = []

    async def camera(self, behaviour: Behaviour) -> int:
        camera = SimulatedCamera(row=1, behaviour=behaviour)
        server = await serve_rtsp(camera, self._footage, self._account, address=ADDRESS, port=0)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def client(self, port: int, *, login: bool = True) -> Client:
        reader, writer = await asyncio.open_connection(ADDRESS, port)
        client = Client(reader, writer, f"rtsp://{ADDRESS}:{port}", self._account)
        self._clients.append(client)
        if login:
            await client.ask("DESCRIBE", "main")
        return client

    async def close(self) -> None:
        for client in self._clients:
            client.writer.close()
        for server in self._servers:
            server.close()
            await server.wait_closed()


@pytest.fixture
async def stage(footage: Footage, account: Account) -> AsyncIterator[Stage]:
    opened = Stage(footage, account)
    yield opened
    await opened.close()


async def statuses(client: Client, *requests: tuple[str, str]) -> list[int]:
    return [(await client.ask(method, path, Transport=TCP))[0] for method, path in requests]


async def test_options_need_no_account(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY), login=False)
    expected = (
        "RTSP/1.0 200 OK\r\nCSeq: 7\r\n"
        "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n\r\n"
    )
    assert await client.ask("OPTIONS", "main") == (200, expected)


@pytest.mark.parametrize("method", ["DESCRIBE", "SETUP", "PLAY"])
async def test_the_rest_is_challenged(stage: Stage, method: str) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY), login=False)
    status, text = await client.ask(method, "main")
    assert (status, client.nonce in text) == (401, True)


async def test_a_wrong_password_is_challenged_again(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY))
    client.account = Account("inspector", "wrong-password")
    assert await statuses(client, ("DESCRIBE", "main")) == [401]


async def test_a_nonce_belongs_to_its_connection(stage: Stage) -> None:
    port = await stage.camera(Behaviour.HEALTHY)
    first, second = await stage.client(port), await stage.client(port, login=False)
    second.nonce = first.nonce
    assert await statuses(second, ("DESCRIBE", "main")) == [401]


async def test_description_names_its_base(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY))
    status, text = await client.ask("DESCRIBE", "main")
    assert status == 200
    assert f"Content-Base: {client.base}/main/\r\n" in text
    assert "a=rtpmap:96 H264/90000\r\n" in text


@pytest.mark.parametrize(
    ("behaviour", "main", "sub", "other"),
    [
        (Behaviour.HEALTHY, 200, 200, 404),
        (Behaviour.NOT_FOUND, 404, 404, 404),
        (Behaviour.SUB_STREAM_ONLY, 404, 200, 404),
    ],
)
async def test_paths(stage: Stage, behaviour: Behaviour, main: int, sub: int, other: int) -> None:
    client = await stage.client(await stage.camera(behaviour))
    asked = [("DESCRIBE", path) for path in ("main", "sub", "other")]
    assert await statuses(client, *asked) == [main, sub, other]


async def test_playing_interleaves_on_the_asked_channel(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY))
    _, setup = await client.ask("SETUP", "main/trackID=1", Transport=TCP)
    assert "Transport: RTP/AVP/TCP;unicast;interleaved=4-5\r\n" in setup
    status, play = await client.ask("PLAY", "main/")
    frame = await client.reader.readexactly(16)
    info = re.search(r"RTP-Info: url=(.*);seq=(\d+);rtptime=(\d+)\r\n", play)
    assert info is not None
    assert (status, frame[:2], frame[4]) == (200, b"$\x04", 0x80)
    assert info[1] == f"{client.base}/main/trackID=1"
    assert int(info[2]) == int.from_bytes(frame[6:8])
    assert int(info[3]) == int.from_bytes(frame[8:12])


async def test_without_rtp_the_play_is_answered_and_nothing_follows(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.NO_RTP))
    asked = (("SETUP", "main/trackID=1"), ("PLAY", "main/"), ("GET_PARAMETER", "main/"))
    assert await statuses(client, *asked, ("TEARDOWN", "main/")) == [200, 200, 200, 200]
    client.writer.write_eof()
    assert await client.reader.read() == b""


async def test_teardown_stops_the_packets(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY))
    asked = (("SETUP", "main/trackID=1"), ("PLAY", "main/"))
    assert await statuses(client, *asked) == [200, 200]
    client.writer.write(b"TEARDOWN * RTSP/1.0\r\nCSeq: 9\r\n\r\n")
    client.writer.write_eof()
    assert (await client.reader.read()).rstrip().split(b"\r\n")[-2:-1] == [b"CSeq: 9"]


@pytest.mark.parametrize(
    ("behaviour", "transport", "status"),
    [
        (Behaviour.HEALTHY, "RTP/AVP;unicast;client_port=50000-50001", 200),
        (Behaviour.UDP_ONLY, "RTP/AVP;unicast;client_port=50000-50001", 200),
        (Behaviour.UDP_ONLY, TCP, 461),
        (Behaviour.HEALTHY, "RTP/AVP/TCP;unicast;interleaved=255-256", 461),
        (Behaviour.HEALTHY, "RTP/AVP;multicast;client_port=50000-50001", 461),
        (Behaviour.HEALTHY, "RTP/AVP;unicast;client_port=99999-99999", 461),
        (Behaviour.HEALTHY, "RAW/RAW/UDP;unicast", 461),
    ],
)
async def test_transports(stage: Stage, behaviour: Behaviour, transport: str, status: int) -> None:
    client = await stage.client(await stage.camera(behaviour))
    assert (await client.ask("SETUP", "main/trackID=1", Transport=transport))[0] == status


async def test_order_is_kept(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY))
    asked = (("PLAY", "main"), ("SETUP", "none"), ("SETUP", "main"), ("SETUP", "main"))
    assert await statuses(client, *asked) == [455, 404, 200, 455]
    client.fields["Session"] = "another"
    assert await statuses(client, ("PLAY", "main"), ("RECORD", "main")) == [454, 405]


async def test_nonsense_is_answered_and_ended(stage: Stage) -> None:
    client = await stage.client(await stage.camera(Behaviour.HEALTHY), login=False)
    client.writer.write(b"GET\r\n\r\n")
    assert await client.reader.read() == b"RTSP/1.0 400 Bad Request\r\n\r\n"


async def test_too_many_clients_are_turned_away(stage: Stage) -> None:
    port = await stage.camera(Behaviour.HEALTHY)
    served = [await stage.client(port) for _ in range(MAX_CONNECTIONS)]
    late = await stage.client(port, login=False)
    assert await late.reader.read() == b""
    assert await statuses(served[0], ("DESCRIBE", "main")) == [200]
