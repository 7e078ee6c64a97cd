import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest
from lxml import etree

from probes.failure import FailureKind, ProbeError
from probes.onvif_errors import network_failure
from probes.onvif_transport import MAX_BODY_BYTES, SoapResponse, open_transport

ENVELOPE = etree.fromstring(b"<Envelope/>")
OPENSSL = shutil.which("openssl")


def nothing() -> None:
    """Nobody listens."""


class RawServer:
    """Answers every request with fixed bytes, kept in order of arrival."""

    def __init__(self, answer: bytes, *, tls: ssl.SSLContext | None = None) -> None:
        self.answer, self.tls = answer, tls
        self.heads: list[str] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(self.answer)
        await writer.drain()
        writer.close()

    async def post(self, path: str = "/", *, host: str = "cam.example") -> SoapResponse:
        server = await asyncio.start_server(self.handle, "127.0.0.1", 0, ssl=self.tls)
        port = server.sockets[0].getsockname()[1]
        scheme = "https" if self.tls else "http"
        async with (
            server,
            open_transport(
                registered_host="cam.example",
                address="127.0.0.1",
                sending=nothing,
                heard=nothing,
            ) as transport,
        ):
            url = f"{scheme}://{host}:{port}{path}"
            return await transport.post_xml(url, ENVELOPE, {"Content-Type": "text/xml"})


def answer(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


async def test_the_address_is_dialled_and_the_name_is_told() -> None:
    server = RawServer(answer(b"<Envelope/>", "Content-Type: multipart/related"))
    assert await server.post("/onvif?x=1") == SoapResponse(200, b"<Envelope/>")
    first, *lines = server.heads[0].strip().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first == "POST /onvif?x=1 HTTP/1.1"
    assert headers["Host"].startswith("cam.example:")
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Content-Type"] == "text/xml"


async def test_another_host_is_not_dialled() -> None:
    server = RawServer(answer(b"<Envelope/>"))
    with pytest.raises(ProbeError) as caught:
        await server.post(host="127.0.0.1")
    assert caught.value.kind is FailureKind.ADDRESS_NOT_ALLOWED
    assert server.heads == []


async def test_a_body_may_be_as_large_as_the_cap() -> None:
    response = await RawServer(answer(b"x" * MAX_BODY_BYTES)).post()
    assert len(response.content) == MAX_BODY_BYTES


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (answer(b"x" * (MAX_BODY_BYTES + 1)), "the answer is larger than 1 MB"),
        (answer(b"x", "Content-Encoding: gzip"), "the answer is compressed, unasked"),
    ],
)
async def test_too_large_and_compressed_bodies_are_refused(raw: bytes, detail: str) -> None:
    with pytest.raises(ProbeError) as caught:
        await RawServer(raw).post()
    assert (caught.value.kind, caught.value.detail) == (FailureKind.PROTOCOL_ERROR, detail)


@pytest.mark.parametrize(
    "raw",
    [
        b"RTSP/1.0 400 Bad Request\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"\x00\x01\x02\x03\r\n\r\n",
    ],
)
async def test_what_is_not_http_is_an_error_of_httpx(raw: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await RawServer(raw).post()


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
    assert await server.post() == SoapResponse(200, b"<Envelope/>")


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
            registered_host="127.0.0.1", address="127.0.0.1", sending=nothing, heard=nothing
        ) as transport,
    ):
        with pytest.raises(httpx.ConnectError) as caught:
            await transport.post_xml(f"https://127.0.0.1:{port}/", ENVELOPE, {})
    assert network_failure(caught.value, step="connect").kind is FailureKind.TLS_FAILED
