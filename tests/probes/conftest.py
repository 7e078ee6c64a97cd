"""A camera on loopback that misbehaves as told, and small real streams for it to send."""

import asyncio
import base64
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, cast

import av
import numpy as np
import pytest

from probes.failure import FailureKind, ProbeError
from probes.picture.decode import UndecodableError, decode_picture
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.probe import Context
from probes.scope import Scope
from probes.target import Credential, Target

PASSWORD = "pa:ss/w@rd"
_ENCODERS = {
    "h264": ("libx264", {"preset": "ultrafast", "tune": "zerolatency"}),
    "h265": (
        "libx265",
        {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "log-level=none:pools=1"},
    ),
}
_CODER = {"h264": "x264", "h265": "x265"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Encoded pictures, each as its NAL units; ``key`` says which are key pictures."""

    codec: str
    units: tuple[tuple[bytes, ...], ...]
    key: tuple[bool, ...]

    def annex_b(self, index: int) -> bytes:
        return b"".join(b"\0\0\0\1" + nal for nal in self.units[index])

    def packets(self, *, size: int = 1000, step: int = 3600) -> list[bytes]:
        """RTP packets of the whole clip, 25 pictures a second."""
        payloads = [
            (index, payload, at_end)
            for index, nals in enumerate(self.units)
            for payload, at_end in _payloads(self.codec, nals, size)
        ]
        return [
            struct.pack("!BBHII", 0x80, 96 | at_end << 7, number & 0xFFFF, 1000 + index * step, 7)
            + payload
            for number, (index, payload, at_end) in enumerate(payloads, start=65000)
        ]


def _payloads(codec: str, nals: tuple[bytes, ...], size: int) -> list[tuple[bytes, bool]]:
    split = [payload for nal in nals for payload in _fragments(codec, nal, size)]
    return [(payload, number == len(split)) for number, payload in enumerate(split, start=1)]


def _fragments(codec: str, nal: bytes, size: int) -> list[bytes]:
    if len(nal) <= size:
        return [nal]
    head = 1 if codec == "h264" else 2
    if codec == "h264":
        kind, start = nal[0] & 0x1F, bytes([nal[0] & 0xE0 | 28])
    else:
        kind, start = nal[0] >> 1 & 0x3F, bytes([nal[0] & 0x81 | 49 << 1, nal[1]])
    parts = [nal[at : at + size] for at in range(head, len(nal), size)]
    flags = [kind | (0x80 if part is parts[0] else 0) for part in parts]
    flags[-1] |= 0x40
    return [start + bytes([flag]) + part for flag, part in zip(flags, parts, strict=True)]


def encode(
    codec: str, pictures: list[np.ndarray[Any, np.dtype[np.uint8]]], gop: int, *, extra: str = ""
) -> Clip:
    name, options = _ENCODERS[codec]
    if extra:
        private = f"{_CODER[codec]}-params"
        options = options | {private: f"{options.get(private, '')}:{extra}".lstrip(":")}
    context = cast("av.VideoCodecContext", av.CodecContext.create(name, "w"))
    context.height, context.width = pictures[0].shape[:2]
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, 25)
    context.gop_size = gop
    context.max_b_frames = 3 if "bframes" in extra else 0
    context.options = options
    packets: list[av.Packet[Any]] = []
    for number, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts = number
        packets += context.encode(frame)
    packets += context.encode(None)
    units = tuple(_nals(bytes(packet)) for packet in packets)
    return Clip(codec=codec, units=units, key=tuple(packet.is_keyframe for packet in packets))


def _nals(data: bytes) -> tuple[bytes, ...]:
    return tuple(part.rstrip(b"\0") for part in data.split(b"\0\0\1") if part.strip(b"\0"))


def scene(number: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    noise = np.random.default_rng(5).integers(0, 256, (96, 128, 3)).astype(np.uint8)
    return np.roll(noise, number * 5, axis=1)


@pytest.fixture(scope="session")
def clips() -> dict[str, Clip]:
    """``h264``, ``h265``: moving, a key picture every 12; ``frozen``: H.264, every 30.

    ``slices``: as ``h265`` with two slices a picture.  ``open``, ``refresh``: H.264 that has
    no IDR after its first picture but recovery points, or a gradual refresh.
    """
    moving = [scene(number) for number in range(40)]
    slope = np.linspace(0, 255, 128).astype(np.uint8)
    still = [np.dstack([np.tile(slope, (96, 1))] * 3)] * 40
    return {
        "h264": encode("h264", moving, 12),
        "h265": encode("h265", moving, 12),
        "frozen": encode("h264", still, 30),
        "open": encode("h264", moving, 12, extra="open-gop=1:bframes=3:scenecut=0"),
        "refresh": encode("h264", moving, 12, extra="intra-refresh=1:scenecut=0"),
        "slices": encode("h265", moving, 12, extra="slices=2"),
    }


@dataclass(slots=True, kw_only=True)
class Behaviour:
    """What the camera does; by default it is a good one without a password."""

    media: list[bytes] = field(default_factory=list)
    codec: str = "H264"
    sprop: tuple[bytes, ...] = ()
    sdp: bytes | None = None
    hang_at: str = ""
    close_at: str = ""
    reset_at: str = ""
    raw: dict[str, bytes] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    auth: str = ""
    is_stale: bool = False
    accepts: bool = True
    logins_taken: int | None = None
    udp: bool = False
    channel: int = 0
    closes_after_401: bool = False
    limit_at: str = ""
    answers_tcp_with_udp: bool = False
    drips: bool = False
    reason: str = "X"
    greeting: bytes = b""
    tls: ssl.SSLContext | None = None
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    torn_down: asyncio.Event = field(default_factory=asyncio.Event)

    def logins_sent(self) -> int:
        """How many descriptions were asked for with a password."""
        asked = (fields for method, _, fields in self.requests if method == "DESCRIBE")
        return sum("Authorization" in fields for fields in asked)

    def methods(self) -> list[str]:
        return [method for method, _, _ in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(self.greeting)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                await self._talk(reader, writer)
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            method, uri, _ = first.split(" ")
            fields = dict(line.split(": ", 1) for line in lines)
            self.requests.append((method, uri, fields))
            if method == "TEARDOWN":
                self.torn_down.set()
            if self.hang_at == method:
                await reader.read()
            if self.close_at == method:
                return
            if self.reset_at == method:
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return
            answer = self.raw.get(method) or self._answer(method, fields)
            if self.drips:
                await _drip(writer, answer)
            else:
                writer.write(answer)
            if self.closes_after_401 and self._status(method, fields) == 401:
                return
            if method == "PLAY" and self._status(method, fields) == 200:
                self._send_media(writer)

    def _status(self, method: str, fields: dict[str, str]) -> int:
        if self.auth and not self._is_welcome(fields):
            return 401
        if self.limit_at == method:
            return 401
        if method == "SETUP" and self.udp and "TCP" in fields["Transport"]:
            return 461
        return self.status.get(method, 200)

    def _is_welcome(self, fields: dict[str, str]) -> bool:
        if self.logins_taken is not None and self.logins_sent() > self.logins_taken:
            return False
        return self.accepts and self._nonce() in fields.get("Authorization", "")

    def _nonce(self) -> str:
        if self.auth == "Basic":
            return "Basic"
        if self.limit_at and self.methods()[-1] == self.limit_at:
            return f"nonce-1{len(self.requests)}"
        logins = [1 for _, _, fields in self.requests if "Authorization" in fields]
        return "nonce-2" if self.is_stale and len(logins) > 0 else "nonce-1"

    def _answer(self, method: str, fields: dict[str, str]) -> bytes:
        status = self._status(method, fields)
        headers = {"CSeq": fields["CSeq"], "Server": "fake"} | self.headers
        body = b""
        if status == 401:
            stale = ", stale=true" if self.is_stale and self.methods().count("DESCRIBE") > 1 else ""
            headers |= {"Connection": "close"} if self.closes_after_401 else {}
            headers["WWW-Authenticate"] = f'{self.auth} realm="r", nonce="{self._nonce()}"{stale}'
        elif method == "DESCRIBE" and status == 200:
            body = self._sdp()
        elif method == "SETUP":
            self._setup_headers(headers, fields)
        if body:
            headers["Content-Length"] = str(len(body))
        lines = [
            f"RTSP/1.0 {status} {self.reason}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def _setup_headers(self, headers: dict[str, str], fields: dict[str, str]) -> None:
        headers.setdefault("Session", "42;timeout=60")
        headers["Transport"] = fields["Transport"]
        if self.answers_tcp_with_udp and "TCP" in fields["Transport"]:
            headers["Transport"] = "RTP/AVP;unicast;client_port=5000-5001"
        if "client_port=" in fields["Transport"]:
            self.port = int(fields["Transport"].split("client_port=")[1].split("-")[0])

    def _sdp(self) -> bytes:
        if self.sdp is not None:
            return self.sdp
        sets = ",".join(base64.b64encode(nal).decode() for nal in self.sprop)
        return (
            "v=0\r\ns=x\r\nm=video 0 RTP/AVP 96\r\na=control:track1\r\n"
            f"a=rtpmap:96 {self.codec}/90000\r\na=fmtp:96 sprop-parameter-sets={sets}\r\n"
        ).encode()

    def _send_media(self, writer: asyncio.StreamWriter) -> None:
        if not (self.udp or self.answers_tcp_with_udp):
            for packet in self.media:
                writer.write(b"$" + bytes([self.channel]) + len(packet).to_bytes(2) + packet)
            return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for packet in self.media:
                sender.sendto(packet, ("127.0.0.1", self.port))


async def _drip(writer: asyncio.StreamWriter, answer: bytes) -> None:
    """Send byte by byte, so slowly that no read is ever idle for long."""
    for number in range(len(answer)):
        writer.write(answer[number : number + 1])
        await writer.drain()
        await asyncio.sleep(0.02)


class DirectDecoder:
    """Decodes in this process: the pool has its own tests."""

    def __init__(self) -> None:
        self.requests: list[PictureRequest] = []

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        self.requests.append(request)
        try:
            return decode_picture(request)
        except UndecodableError as error:
            raise ProbeError(FailureKind.NOT_DECODABLE, str(error)) from None


Start = Callable[[Behaviour], Any]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start a camera; returns its target."""
    servers: list[asyncio.Server] = []

    async def run(behaviour: Behaviour) -> Target:
        server = await asyncio.start_server(
            behaviour.serve, "127.0.0.1", 0, ssl=behaviour.tls, limit=1 << 20
        )
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        scheme = "rtsps" if behaviour.tls else "rtsp"
        return Target(
            key="camera",
            host="127.0.0.1",
            stream_uri=f"{scheme}://127.0.0.1:{port}/live",
            credential=Credential("c", "admin", PASSWORD) if behaviour.auth else None,
        )

    yield run
    for server in servers:
        server.close()


@pytest.fixture
def behaviour() -> type[Behaviour]:
    return Behaviour


@pytest.fixture
def decoder() -> DirectDecoder:
    return DirectDecoder()


@pytest.fixture
def new_context(decoder: DirectDecoder) -> Callable[..., Context[Any]]:
    """Make a context that dials loopback."""

    def make(**changes: Any) -> Context[Any]:
        return Context(
            address=changes.pop("address", "127.0.0.1"),
            scope=Scope.parse(["127.0.0.0/8", "::1/128"]),
            decoder=decoder,
            now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
            **changes,
        )

    return make
