"""A scripted ONVIF device on loopback: replays canned answers, checks digests, misbehaves."""

import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

MESSAGES = Path(__file__).parents[2] / "captures" / "onvif"
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
USERNAME = "admin"
PASSWORD = "Inv3nted"

_NAMES = {
    "GetSystemDateAndTime": "clock_right.xml",
    "GetDeviceInformation": "device_information.xml",
    "GetServices": "services.xml",
    "GetCapabilities": "capabilities.xml",
    "GetProfiles": "profiles.xml",
    "GetStreamUri": "stream_uri.xml",
    "GetSnapshotUri": "snapshot_uri.xml",
    "GetOSDs": "osds.xml",
    "GetNTP": "ntp.xml",
    "GetScopes": "scopes.xml",
    "GetHostname": "hostname.xml",
    "Media2.GetProfiles": "media2_profiles.xml",
    "Media2.GetStreamUri": "media2_stream_uri.xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A canned message, or a way to answer badly.

    ``manner``: mute, drip, endless, hang_up, raw (these bytes, then the end), drip_raw and
    endless_raw (these bytes again and again, slowly or not).
    """

    message: str | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    manner: str = "normal"
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: operation, path, Host header, and how its login fared."""

    operation: str
    path: str
    host: str
    login: str


@dataclass(slots=True, kw_only=True)
class StubCamera:
    """``replies`` overrides the good answers, ``series`` the first ones of an operation.

    A ``closed`` device and ``closed_operations`` need a right login; what ``strangers_see``
    is answered without one.

    ``closed_clock`` asks for it even before telling the time, although ONVIF Core gives that
    call the access class PRE_AUTH.  ``refusal`` is what a wrong token earns.  With
    ``digest_nonces`` the login is HTTP digest, and tokens are not looked at.
    """

    replies: dict[str, Reply] = field(default_factory=dict)
    closed: bool = False
    closed_clock: bool = False
    closed_operations: tuple[str, ...] = ()
    strangers_see: dict[str, Reply] = field(default_factory=dict)
    series: dict[str, list[Reply]] = field(default_factory=dict)
    clock: datetime = NOON
    refusal: str = "fault_not_authorized.xml"
    digest_nonces: list[str] = field(default_factory=list)
    uses_per_nonce: int = 1000
    digest_used: int = 0
    address: str = "127.0.0.1"
    media_port: int | None = None
    paths: tuple[str, ...] | None = None
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    connections: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    hung_up_by_peer: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["StubCamera"]:
        """Listen on a free port (or the given one) until the block ends."""
        server = await asyncio.start_server(self._accept, self.address, self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

    @property
    def operations(self) -> list[str]:
        return [request.operation for request in self.requests]

    @property
    def logins(self) -> list[str]:
        return [request.login for request in self.requests]

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.tasks.add(asyncio.create_task(self._handle(reader, writer)))

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode("latin-1"), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up_by_peer.set()
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ") for line in lines)}
        body = etree.fromstring(await reader.readexactly(int(headers["content-length"])))
        if "cookie" in headers:
            self.cookies.append(headers["cookie"])
        operation = _operation(body)
        login = self._http_login(headers) if self.digest_nonces else self._login(body)
        request = Request(operation, first.split()[1], headers["host"], login)
        self.requests.append(request)
        token = body.findtext(".//{*}ProfileToken") or ""
        await self._send(self._reply(request), token, writer)

    def _reply(self, request: Request) -> Reply:
        if self.paths is not None and request.path not in self.paths:
            return Reply(message="html_page.html", status=404)
        if self.series.get(request.operation):
            return self.series[request.operation].pop(0)
        if request.operation in self.replies and not self._is_refused(request):
            return self.replies[request.operation]
        if self._is_refused(request):
            return self._refusal(request.login)
        if request.login == "none" and request.operation in self.strangers_see:
            return self.strangers_see[request.operation]
        return Reply(message=_NAMES[request.operation])

    def _is_refused(self, request: Request) -> bool:
        is_clock = request.operation == "GetSystemDateAndTime"
        is_closed = self.closed_clock if is_clock else self.closed
        is_closed = is_closed or request.operation in self.closed_operations
        return is_closed and request.login != "right"

    def _refusal(self, login: str) -> Reply:
        if not self.digest_nonces:
            message = self.refusal if login == "wrong" else "fault_not_authorized.xml"
            return Reply(message=message, status=400)
        parts = f'realm="cam", qop="auth", nonce="{self.digest_nonces[0]}"'
        basic = ("WWW-Authenticate", 'Basic realm="cam"')
        return Reply(status=401, headers=(basic, ("WWW-Authenticate", f"Digest {parts}")))

    def _http_login(self, headers: dict[str, str]) -> str:
        """Check HTTP digest; each nonce serves ``uses_per_nonce`` times."""
        if "authorization" not in headers:
            return "none"
        told = dict(re.findall(r'(\w+)="?([^",]+)"?', headers["authorization"]))
        if told["nonce"] != self.digest_nonces[0]:
            return "stale"
        expected = _digest_response(told)
        self.digest_used += 1
        if self.digest_used % self.uses_per_nonce == 0 and len(self.digest_nonces) > 1:
            self.digest_nonces.pop(0)
        return "right" if told["response"] == expected else "wrong"

    def _login(self, body: etree._Element) -> str:
        password = body.findtext(".//{*}Password")
        if password is None:
            return "none"
        nonce = base64.b64decode(body.findtext(".//{*}Nonce") or "")
        created = body.findtext(".//{*}Created") or ""
        digest = hashlib.sha1(nonce + created.encode() + PASSWORD.encode()).digest()  # noqa: S324  # the profile's hash
        told = datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        in_time = abs(told - self.clock) <= timedelta(seconds=5)
        right = in_time and base64.b64decode(password) == digest
        return "right" if right else "wrong"

    async def _send(self, reply: Reply, token: str, writer: asyncio.StreamWriter) -> None:
        head, body = self._rendered(reply, token)
        if reply.manner == "hang_up":
            writer.close()
        elif reply.manner == "normal":
            writer.write(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        elif reply.manner == "endless":
            await self._endless(head, writer)
        elif reply.manner == "raw":
            writer.write(reply.raw)
            await writer.drain()
            writer.close()
        elif reply.manner == "drip":
            await self._drip(head, writer)
        elif reply.manner in {"drip_raw", "endless_raw"}:
            pause = 0.01 if reply.manner == "drip_raw" else 0
            while True:
                writer.write(reply.raw)
                await writer.drain()
                await asyncio.sleep(pause)

    async def _endless(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(head + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()

    async def _drip(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(head + b"Content-Length: 900000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0)

    def _rendered(self, reply: Reply, token: str) -> tuple[bytes, bytes]:
        body = (MESSAGES / reply.message).read_bytes() if reply.message else b""
        for mark, value in (
            (
                b"127.0.0.1:@PORT@/onvif/media",
                f"127.0.0.1:{self.media_port or self.port}/onvif/media",
            ),
            (b"@PORT@", str(self.port)),
            (b"@TOKEN@", token),
        ):
            body = body.replace(mark, value.encode())
        lines = [f"HTTP/1.1 {reply.status} Scripted", "Content-Type: application/soap+xml"]
        lines += [f"{name}: {value}" for name, value in reply.headers]
        return "\r\n".join([*lines, ""]).encode(), body


def _operation(body: etree._Element) -> str:
    """The operation's name, with its service where the name alone would not tell it."""
    name = etree.QName(body[-1][0])
    is_media2 = name.namespace == "http://www.onvif.org/ver20/media/wsdl"
    return f"Media2.{name.localname}" if is_media2 else name.localname


def _digest_response(told: dict[str, str]) -> str:
    """RFC 7616 3.4.1 with MD5 and qop=auth."""
    secret = _md5(f"{USERNAME}:cam:{PASSWORD}")
    request = _md5(f"POST:{told['uri']}")
    return _md5(f"{secret}:{told['nonce']}:{told['nc']}:{told['cnonce']}:auth:{request}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324  # the scheme's hash
