"""Requests and answers of RTSP/1.0 and HTTP/1.1, which share their form, with limits.

Reading from a stream and text for a stream; what is answered is left to
:mod:`auditor.demo.rtsp_server` and :mod:`auditor.demo.onvif_server`.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["HEAD_LIMIT", "MessageError", "Request", "answer", "read_request"]

HEAD_LIMIT = 16 * 1024

_REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    411: "Length Required",
    413: "Request Entity Too Large",
    454: "Session Not Found",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    500: "Internal Server Error",
}
_INTERLEAVED = b"$"


class MessageError(Exception):
    """Raised for a request that cannot be read; ``status`` is the answer to give."""

    def __init__(self, status: int) -> None:
        super().__init__(_REASONS[status])
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; header names are in lower case, a repeated header keeps its last value."""

    method: str
    uri: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


async def read_request(reader: asyncio.StreamReader, *, body_limit: int) -> Request | None:
    """The next request, None at the end of the stream.

    Interleaved RTCP of the client (RFC 2326, 10.12) is skipped.  ``reader`` must have been
    made with ``HEAD_LIMIT``.  Raises `MessageError`; asyncio's own errors pass through.
    """
    first = await reader.read(1)
    while first == _INTERLEAVED:
        size = await reader.readexactly(3)
        await reader.readexactly(int.from_bytes(size[1:]))
        first = await reader.read(1)
    if not first:
        return None
    try:
        head = first + await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise MessageError(413) from None
    method, uri, headers = _parse_head(head)
    body = await reader.readexactly(_body_size(headers, body_limit))
    return Request(method=method, uri=uri, headers=headers, body=body)


def answer(
    status: int, *, version: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> bytes:
    """The bytes of an answer; ``version`` is ``RTSP/1.0`` or ``HTTP/1.1``."""
    lines = [f"{version} {status} {_REASONS[status]}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or version.startswith("HTTP"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode() + body


def _parse_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    """Method, URI and headers; `MessageError` 400 for anything else."""
    try:
        start, *lines = head.decode("ascii").strip("\r\n").split("\r\n")
        method, uri, _version = start.split(" ")
        pairs = [line.split(":", 1) for line in lines]
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
    except ValueError:  # also what UnicodeDecodeError is
        raise MessageError(400) from None
    return method, uri, headers


def _body_size(headers: Mapping[str, str], limit: int) -> int:
    """The announced length, checked before a byte of it is read."""
    if "transfer-encoding" in headers:
        raise MessageError(411)
    text = headers.get("content-length", "0")
    if not (text.isdecimal() and text.isascii() and len(text) < len("1000000000")):
        raise MessageError(400)
    if int(text) > limit:
        raise MessageError(413)
    return int(text)
