"""RTSP/1.0 messages (RFC 2326): writing requests, reading answers and interleaved frames.

Bytes in, values out.  What an answer means is left to :mod:`probes.rtsp_client`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from probes.failure import FailureKind, ProbeError

__all__ = [
    "Frame",
    "Message",
    "Parser",
    "Response",
    "Skim",
    "build_request",
    "encode_uri",
    "is_closing",
]

MAX_HEADER_BYTES = 64 * 1024
MAX_BODY_BYTES = 256 * 1024
MAX_LINE_BYTES = 4 * 1024
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"RTSP/1\.\d +(\d{3})(?: +([^\r\n]*))?")
_REQUEST_LINE = re.compile(rb"[A-Z_]{3,20} +\S+ +RTSP/1\.\d\s*")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_ENCODED = re.compile(rf"[\w.\-{re.escape(_SAFE)}]*", re.ASCII)
_LINE_ENDS = b"\r\n"
_DOLLAR = 0x24
_FRAME_HEADER_BYTES = 4


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; header names compare without case (RFC 2326 4.2)."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of header ``name``, in order."""
        return tuple(value for key, value in self.headers if key == name.lower())

    def header(self, name: str) -> str | None:
        """Return the first value of header ``name``."""
        return next(iter(self.all(name)), None)


class Frame(NamedTuple):
    """An interleaved binary frame (RFC 2326 10.12); at most 64 kB by its 16-bit length."""

    channel: int
    payload: bytes


Message = Response | Frame
Skim = Callable[[bytearray], tuple[int, bool]]


def encode_uri(uri: str) -> str:
    """Return ``uri`` as a request line carries it: blanks and the like percent-encoded."""
    if _ENCODED.fullmatch(uri):
        return uri
    return quote(uri, safe=_SAFE, errors="replace")


def is_closing(response: Response) -> bool:
    """Whether the server says that it ends the connection (RFC 2326 12.10)."""
    return "close" in (response.header("connection") or "").lower().replace(",", " ").split()


def build_request(method: str, uri: str, *, cseq: int, headers: Mapping[str, str]) -> bytes:
    """Return the bytes of a request without a body.

    Control characters are refused, so that nothing a device sent earlier can add a header.
    """
    lines = [f"{method} {encode_uri(uri)} RTSP/1.0", f"CSeq: {cseq}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if any(not line.isprintable() for line in lines):
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "control character in a header")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Parser:
    """Incremental reader of what a server sends; garbage raises ProbeError(protocol_error)."""

    __slots__ = ("_buffer", "_head", "_scanned")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._scanned = 0
        self._head: tuple[Response | None, int] | None = None

    def feed(self, data: bytes | bytearray | memoryview) -> None:
        """Add received bytes."""
        self._buffer += data

    def next(self) -> Message | None:
        """Return the next whole message, None when more bytes are needed.

        A request of the server (keep-alive, ANNOUNCE) is read and passed over.
        """
        while self._buffer or self._head is not None:
            if self._head is None and self._buffer[0] in _LINE_ENDS:
                self._drop_blank_lines()
                continue
            if self._head is None and self._buffer[0] == _DOLLAR:
                return self._frame()
            if not self._read_head():
                return None
            done, response = self._read_body()
            if not done or response is not None:
                return response
        return None

    def frames(self) -> list[Frame]:
        """Return the whole interleaved frames that come next, up to another kind of message."""
        found: list[Frame] = []
        while self._head is None and self._buffer[:1] == b"$":
            frame = self._frame()
            if frame is None:
                break
            found.append(frame)
        return found

    def payloads(self, channel: int) -> list[bytes]:
        """Return what `frames` would, but only the payloads of ``channel``.

        A camera sends hundreds of them a second: they are cut from one copy of the buffer.
        """
        found: list[bytes] = []
        data, at = b"" if self._head else bytes(self._buffer), 0
        size = len(data)
        while at + _FRAME_HEADER_BYTES <= size and data[at] == _DOLLAR:
            end = at + _FRAME_HEADER_BYTES + (data[at + 2] << 8 | data[at + 3])
            if end > size:
                break
            if data[at + 1] == channel:
                found.append(data[at + _FRAME_HEADER_BYTES : end])
            at = end
        del self._buffer[:at]
        return found

    def skim(self, skim: Skim) -> bool:
        """Drop what ``skim`` passes over of the buffer; whether it waits for more.

        It sees frames and what follows them, never the middle of another kind of message.
        """
        if self._head is not None:
            return False
        passed, is_waiting = skim(self._buffer)
        del self._buffer[:passed]
        return is_waiting

    def _frame(self) -> Frame | None:
        if len(self._buffer) < _FRAME_HEADER_BYTES:
            return None
        end = _FRAME_HEADER_BYTES + int.from_bytes(self._buffer[2:4])
        if len(self._buffer) < end:
            return None
        frame = Frame(self._buffer[1], bytes(self._buffer[_FRAME_HEADER_BYTES:end]))
        del self._buffer[:end]
        return frame

    def _read_head(self) -> bool:
        """Whether the header block of the current message is complete (and now parsed)."""
        if self._head is not None:
            return True
        _check_first_line(self._buffer)
        match = _BLANK_LINE.search(self._buffer, max(0, self._scanned - 3))
        self._scanned = len(self._buffer)
        if (match.start() if match else len(self._buffer)) > MAX_HEADER_BYTES:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "RTSP header block is too long")
        if match is None:
            return False
        self._head = _parse_head(bytes(self._buffer[: match.start()]))
        del self._buffer[: match.end()]
        self._scanned = 0
        return True

    def _drop_blank_lines(self) -> None:
        """Pass over line ends between messages, which some firmwares send."""
        self._buffer = self._buffer.lstrip(_LINE_ENDS)
        self._scanned = 0

    def _read_body(self) -> tuple[bool, Response | None]:
        """Whether the message is whole, and its answer (None for a server's request)."""
        response, length = self._head or (None, 0)
        if len(self._buffer) < length:
            return False, None
        body = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._head = None
        if response is None:
            return True, None
        return True, Response(response.status, response.reason, response.headers, body)


def _check_first_line(buffer: bytearray) -> None:
    """Refuse early what cannot become RTSP, so that an endless first line ends at once."""
    end = buffer.find(b"\n", 0, MAX_LINE_BYTES)
    if end < 0 and len(buffer) < MAX_LINE_BYTES and _is_text(buffer):
        return
    line = bytes(buffer[: max(end, 0)]).rstrip(b"\r")
    if not (_STATUS_LINE.fullmatch(line) or _REQUEST_LINE.fullmatch(line)):
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the peer does not speak RTSP")


def _is_text(buffer: bytearray) -> bool:
    return all(byte >= ord(" ") or byte in b"\r\t" for byte in buffer[:16])


def _parse_head(block: bytes) -> tuple[Response | None, int]:
    """Return the answer without its body (None for a request), and the body's length."""
    first, *rest = re.split(rb"\r?\n", block)
    headers = _parse_headers(rest)
    length = _content_length(headers)
    match = _STATUS_LINE.fullmatch(first)
    if match is None:
        return None, length
    reason = (match[2] or b"").decode(errors="replace").strip()
    return Response(int(match[1]), reason, headers), length


def _parse_headers(lines: list[bytes]) -> tuple[tuple[str, str], ...]:
    """Lower-cased names with values; a line without a colon is passed over, folds are joined."""
    headers: list[tuple[str, str]] = []
    for raw in lines:
        line = raw.decode(errors="replace")
        if line[:1] in (" ", "\t") and headers:
            name, value = headers.pop()
            headers.append((name, f"{value} {line.strip()}"))
            continue
        name, colon, value = line.partition(":")
        if colon:
            headers.append((name.strip().lower(), value.strip()))
    return tuple(headers)


def _content_length(headers: tuple[tuple[str, str], ...]) -> int:
    text = next((value for name, value in headers if name == "content-length"), "0")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_BODY_BYTES))):
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "unusable Content-Length")
    if int(text) > MAX_BODY_BYTES:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "RTSP body is too long")
    return int(text)
