"""HTTP for ONVIF that reaches one address only, says Get only and reads only so much.

h11 knows the protocol; here are the socket and the limits.  Redirects are not followed, no
cookie is kept, no proxy of the environment is used, nothing is decompressed.  Time limits are
left to the caller: cancelling aborts whatever the peer is doing.
"""

import asyncio
import functools
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

import h11

from probes.failure import FailureKind, ProbeError
from probes.onvif.hosts import request_target, same_host
from probes.onvif.requests import check_allowed

__all__ = ["MAX_BODY_BYTES", "HttpAnswer", "OnvifTransport", "open_transport"]

MAX_BODY_BYTES = 1_000_000
MAX_HEAD_BYTES = 64 * 1024

_READ_BYTES = 64 * 1024
_MAX_CHALLENGES = 8
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, WWW-Authenticate values and body; no other header of the peer is passed on."""

    status: int
    challenges: tuple[str, ...] = ()
    body: bytes = field(default=b"", repr=False)


class _ClosedError(ProbeError):
    """The peer closed before the first byte of an answer."""

    def __init__(self) -> None:
        super().__init__(FailureKind.CONNECTION_RESET, "closed without an answer")


@dataclass(slots=True, kw_only=True)
class OnvifTransport:
    """Posts messages for ``registered_host`` to ``address``, an IP literal.

    ``sending`` is called when a connection is up and a request begins.  One connection is kept
    as long as the peer keeps it.
    """

    registered_host: str
    address: str
    sending: Callable[[], None]
    _wire: "_Wire | None" = None

    async def post(
        self, url: str, message: bytes, *, action: str, authorization: str | None = None
    ) -> HttpAnswer:
        """Send ``message`` to ``url``; the answer whatever its status, but for a redirect.

        Raises `ProbeError` and OSError.  A message that does not ask for an operation of the
        closed list is refused before anything is dialled.
        """
        check_allowed(message)
        parts = urlsplit(url)
        if not same_host(parts.hostname or "", self.registered_host):
            raise ProbeError(FailureKind.ADDRESS_NOT_ALLOWED, "not the registered host")
        headers = _headers(parts, message, action=action, authorization=authorization)
        send = functools.partial(self._exchange, parts, request_target(url), headers, message)
        was_kept = self._kept(parts) is not None
        try:
            return await send()
        except (ConnectionError, _ClosedError):
            if not was_kept:
                raise
        # The peer closed the kept connection as we spoke; on a new one it has its say.
        self.close()
        return await send()

    async def _exchange(
        self, parts: SplitResult, target: str, headers: list[tuple[bytes, bytes]], message: bytes
    ) -> HttpAnswer:
        """One request on the kept connection or a new one, and its answer."""
        wire = await self._connected(parts)
        self.sending()
        try:
            return await wire.exchange(target, headers, message)
        except h11.RemoteProtocolError:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is not HTTP") from None
        finally:
            self._wire = wire.kept()

    def close(self) -> None:
        """Drop the connection at once: nothing is left to be said."""
        if self._wire is not None:
            self._wire.writer.transport.abort()
            self._wire = None

    def _kept(self, parts: SplitResult) -> "_Wire | None":
        """The kept connection if it leads there and the peer did not close it."""
        wire = self._wire
        if wire is None or wire.origin != _origin(parts) or wire.reader.at_eof():
            return None
        return wire

    async def _connected(self, parts: SplitResult) -> "_Wire":
        """The kept connection, or a new one."""
        kept = self._kept(parts)
        if kept is not None:
            return kept
        self.close()
        scheme, port = origin = _origin(parts)
        is_tls = scheme == "https"
        reader, writer = await asyncio.open_connection(
            self.address,
            port,
            ssl=_any_certificate() if is_tls else None,
            server_hostname=self.registered_host.strip("[]") if is_tls else None,
        )
        self._wire = _Wire(origin, reader, writer)
        return self._wire


@dataclass(slots=True)
class _Wire:
    """One connection."""

    origin: tuple[str, int]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    http: h11.Connection = field(
        default_factory=lambda: h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
    )

    async def exchange(
        self, target: str, headers: list[tuple[bytes, bytes]], message: bytes
    ) -> HttpAnswer:
        """One request and its answer."""
        request = h11.Request(method="POST", target=target, headers=headers)
        data = (h11.Data(data=message), h11.EndOfMessage())
        self.writer.write(b"".join(self.http.send(event) or b"" for event in (request, *data)))
        await self.writer.drain()
        response = await self._response()
        _check_head(response)
        body = await self._body()
        challenges = [v for name, v in response.headers if name == b"www-authenticate"]
        told = tuple(value.decode("latin-1") for value in challenges[:_MAX_CHALLENGES])
        return HttpAnswer(response.status_code, told, body)

    def kept(self) -> "_Wire | None":
        """The wire if both sides may use it again; it is dropped otherwise."""
        if self.http.our_state is h11.DONE and self.http.their_state is h11.DONE:
            self.http.start_next_cycle()
            return self
        self.writer.transport.abort()
        return None

    async def _response(self) -> h11.Response:
        """The final head; interim ones are passed over."""
        while True:
            event = await self._event()
            if isinstance(event, h11.Response):
                return event
            if isinstance(event, h11.ConnectionClosed):
                raise _ClosedError

    async def _body(self) -> bytes:
        """The body as sent; `ProbeError` beyond the cap."""
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            if len(body) > MAX_BODY_BYTES:
                raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is larger than 1 MB")
        return bytes(body)

    async def _event(self) -> object:
        """The next event of the peer."""
        while (event := self.http.next_event()) is h11.NEED_DATA:
            data = await self.reader.read(_READ_BYTES)
            if not data and self.http.their_state is h11.SEND_RESPONSE and not self._has_begun:
                raise _ClosedError
            self.http.receive_data(data)
        return event

    @property
    def _has_begun(self) -> bool:
        """Whether a part of the answer's head is here."""
        return bool(self.http.trailing_data[0])


@asynccontextmanager
async def open_transport(
    *, registered_host: str, address: str, sending: Callable[[], None]
) -> AsyncIterator[OnvifTransport]:
    """A transport whose connection is dropped at the end whatever happens."""
    transport = OnvifTransport(registered_host=registered_host, address=address, sending=sending)
    try:
        yield transport
    finally:
        transport.close()


@functools.cache
def _any_certificate() -> ssl.SSLContext:
    """TLS without a check of names: cameras sign their own certificates.

    The address comes from the registry, and the password never leaves as plain text.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _origin(parts: SplitResult) -> tuple[str, int]:
    return parts.scheme, parts.port or _PORTS[parts.scheme]


def _headers(
    parts: SplitResult, message: bytes, *, action: str, authorization: str | None
) -> list[tuple[bytes, bytes]]:
    headers = {
        "Host": parts.netloc,
        "User-Agent": "video-surveillance-auditor",
        "Content-Type": f'application/soap+xml; charset=utf-8; action="{action}"',
        "Content-Length": str(len(message)),
        # A compressed body could be a bomb that the cap sees too late.
        "Accept-Encoding": "identity",
    }
    if authorization is not None:
        headers["Authorization"] = authorization
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _check_head(response: h11.Response) -> None:
    """Refuse redirects and what is compressed, unasked."""
    status = response.status_code
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, f"redirect refused (HTTP {status})")
    encodings = {value.lower() for name, value in response.headers if name == b"content-encoding"}
    if encodings - {b"identity", b""}:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is compressed, unasked")
