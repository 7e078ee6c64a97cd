import asyncio
import gzip
import shutil
import ssl
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from probes.classify import classify
from probes.failure import FailureKind, ProbeError
from probes.onvif.requests import device_request, envelope
from probes.onvif_transport import (
    MAX_BODY_BYTES,
    MAX_HEAD_BYTES,
    HttpAnswer,
    OnvifTransport,
    open_transport,
)

REQUEST = device_request("GetSystemDateAndTime")
MESSAGE = envelope(REQUEST)
OPENSSL = shutil.which("openssl")


def nothing() -> None:
    """Nobody listens."""


async def post(transport: OnvifTransport, url: str, **more: str) -> HttpAnswer:
    return await transport.post(url, MESSAGE, action=REQUEST.action, **more)


class RawServer:
    """Answers every request with fixed bytes, kept in order of arrival."""

    def __init__(
        self,
        answer: bytes,
        *,
        tls: ssl.SSLContext | None = None,
        stays: bool = False,
        step: int | None = None,
    ) -> None:
        self.answer, self.tls, self.stays, self.step = answer, tls, stays, step
        self.heads: list[str] = []
        self.connections = 0
        self.handled: list[asyncio.Task[None]] = []

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.handled.append(asyncio.create_task(self.handle(reader, writer)))

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
                await reader.readexactly(len(MESSAGE))
                for piece in self._pieces():
                    writer.write(piece)
                    await asyncio.sleep(0)  # let the other side read before the next one
                await writer.drain()
                if not self.stays:
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    def _pieces(self) -> list[bytes]:
        step = self.step or len(self.answer) or 1
        return [self.answer[at : at + step] for at in range(0, len(self.answer), step)]

    async def post(
        self, path: str = "/", *, host: str = "cam.example", times: int = 1, **more: str
    ) -> HttpAnswer:
        listening = await asyncio.start_server(self.accept, "127.0.0.1", 0, ssl=self.tls)
        port = listening.sockets[0].getsockname()[1]
        scheme = "https" if self.tls else "http"
        url = f"{scheme}://{host}:{port}{path}"
        async with listening:
            async with open_transport(
                registered_host="cam.example", address="127.0.0.1", sending=nothing
            ) as transport:
                for _ in range(times - 1):
                    await post(transport, url)
                found = await post(transport, url, **more)
            await asyncio.gather(*self.handled)
        return found


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


async def test_the_address_is_dialled_and_the_name_is_told() -> None:
    server = RawServer(answer(b"<Envelope/>", "Content-Type: multipart/related"))
    assert await server.post("/onvif?x=1") == HttpAnswer(200, (), b"<Envelope/>")
    first, *lines = server.heads[0].strip().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first == "POST /onvif?x=1 HTTP/1.1"
    assert headers["Host"].startswith("cam.example:")
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Content-Type"] == (
        f'application/soap+xml; charset=utf-8; action="{REQUEST.action}"'
    )
    assert "Authorization" not in headers


async def test_another_host_is_not_dialled() -> None:
    server = RawServer(answer(b"<Envelope/>"))
    with pytest.raises(ProbeError) as caught:
        await server.post(host="127.0.0.1")
    assert caught.value.kind is FailureKind.ADDRESS_NOT_ALLOWED
    assert server.heads == []


async def test_a_path_outside_of_ascii_is_escaped() -> None:
    server = RawServer(answer(b"<Envelope/>"))
    await server.post("/设备/a%20b?通道=[1]")
    assert server.heads[0].split(" ")[1] == ("/%E8%AE%BE%E5%A4%87/a%20b?%E9%80%9A%E9%81%93=[1]")


async def test_a_login_is_sent_where_it_is_given() -> None:
    server = RawServer(answer(b"<Envelope/>"))
    await server.post(authorization='Digest username="监控"')
    assert "Authorization: Digest" in server.heads[0]


@pytest.mark.parametrize(
    ("raw", "connections"),
    [
        (answer(b"<Envelope/>"), 1),
        (answer(b"<Envelope/>", "Connection: close"), 3),
        (answer(b"<Envelope/>").replace(b"HTTP/1.1", b"HTTP/1.0"), 3),
    ],
)
async def test_a_connection_is_kept_as_long_as_the_peer_keeps_it(
    raw: bytes, connections: int
) -> None:
    server = RawServer(raw, stays=True)
    assert await server.post(times=3) == HttpAnswer(200, (), b"<Envelope/>")
    assert (len(server.heads), server.connections) == (3, connections)


async def test_a_connection_that_the_peer_closed_silently_is_made_anew() -> None:
    server = RawServer(answer(b"<Envelope/>"))
    assert await server.post(times=3) == HttpAnswer(200, (), b"<Envelope/>")
    assert server.connections == 3


async def test_challenges_and_the_body_of_a_refusal_are_told() -> None:
    basic, digest = 'Basic realm="a"', 'Digest realm="a", nonce="1"'
    headers = [f"WWW-Authenticate: {value}" for value in (basic, digest)]
    raw = answer(b"refused", *headers, status="401 Unauthorized")
    assert await RawServer(raw).post() == HttpAnswer(401, (basic, digest), b"refused")


async def test_no_more_than_eight_challenges_are_looked_at() -> None:
    raw = answer(b"", *["WWW-Authenticate: Digest"] * 20, status="401 Unauthorized")
    assert len((await RawServer(raw).post()).challenges) == 8


async def test_interim_answers_are_passed_over() -> None:
    raw = b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + answer(b"<Envelope/>")
    assert await RawServer(raw).post() == HttpAnswer(200, (), b"<Envelope/>")


@pytest.mark.parametrize("step", [1, 2, 7])
@pytest.mark.parametrize(
    "raw",
    [
        answer(b"<Envelope/>", "WWW-Authenticate: Digest"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nWWW-Authenticate: Digest\r\n\r\n"
            b"3\r\n<En\r\n8\r\nvelope/>\r\n0\r\n\r\n"
        ),
    ],
)
async def test_an_answer_may_come_byte_by_byte(raw: bytes, step: int) -> None:
    found = await RawServer(raw, step=step).post()
    assert found == HttpAnswer(200, ("Digest",), b"<Envelope/>")


async def test_a_body_without_a_length_ends_with_the_connection() -> None:
    raw = b"HTTP/1.0 200 OK\r\n\r\n<Envelope/>"
    assert await RawServer(raw).post() == HttpAnswer(200, (), b"<Envelope/>")


async def test_a_body_may_be_as_large_as_the_cap() -> None:
    response = await RawServer(answer(b"x" * MAX_BODY_BYTES)).post()
    assert len(response.body) == MAX_BODY_BYTES


BOMB = gzip.compress(b"<a/>" * 2_000_000)


@pytest.mark.parametrize(
    ("raw", "kind", "detail"),
    [
        (
            answer(b"x" * (MAX_BODY_BYTES + 1)),
            FailureKind.PROTOCOL_ERROR,
            "the answer is larger than 1 MB",
        ),
        (
            answer(BOMB, "Content-Encoding: gzip"),
            FailureKind.PROTOCOL_ERROR,
            "the answer is compressed, unasked",
        ),
        (
            b"HTTP/1.1 200 OK\r\nX: " + b"x" * (2 * MAX_HEAD_BYTES),
            FailureKind.PROTOCOL_ERROR,
            "the answer is not HTTP",
        ),
        (b"RTSP/1.0 400 Bad\r\n\r\n", FailureKind.PROTOCOL_ERROR, "the answer is not HTTP"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
            FailureKind.PROTOCOL_ERROR,
            "the answer is not HTTP",
        ),
        (b"HTTP/1.1 200", FailureKind.PROTOCOL_ERROR, "the answer is not HTTP"),
        (b"\x00\x01\x02\x03\r\n\r\n", FailureKind.PROTOCOL_ERROR, "the answer is not HTTP"),
        (b"", FailureKind.CONNECTION_RESET, "closed without an answer"),
        (
            answer(b"", "Location: http://127.0.0.99/", status="302 Found"),
            FailureKind.PROTOCOL_ERROR,
            "redirect refused (HTTP 302)",
        ),
    ],
)
async def test_what_is_no_good_answer_is_refused_at_once(
    raw: bytes, kind: FailureKind, detail: str
) -> None:
    began = time.monotonic()
    with pytest.raises(ProbeError) as caught:
        await RawServer(raw).post()
    assert (caught.value.kind, caught.value.detail) == (kind, detail)
    assert time.monotonic() - began < 1


async def test_a_body_does_not_show_in_a_repr() -> None:
    assert "secret" not in repr(await RawServer(answer(b"secret Envelope")).post())


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server context whose certificate is its own and names somebody else."""
    if OPENSSL is None:
        pytest.skip("openssl makes the certificate")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=nobody"]
    command = [OPENSSL, "req", *options, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_self_signed_camera_is_accepted(self_signed: ssl.SSLContext) -> None:
    server = RawServer(answer(b"<Envelope/>"), tls=self_signed)
    assert await server.post() == HttpAnswer(200, (), b"<Envelope/>")


async def test_a_plain_port_fails_a_tls_handshake() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 welcome\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with (
        server,
        open_transport(
            registered_host="127.0.0.1", address="127.0.0.1", sending=nothing
        ) as transport,
    ):
        with pytest.raises(ssl.SSLError) as caught:
            await post(transport, f"https://127.0.0.1:{port}/")
    assert classify(caught.value, step="connect") is FailureKind.TLS_FAILED
