"""What passes between FFmpeg and a camera: requests read, requests and answers rewritten.

Pure.  An answer is written anew from a closed list of headers, so that nothing in it can make
FFmpeg dial anything: no Location, and of Transport only the channels.  Connections are left to
:mod:`probes.rtsp_relay`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from probes.failure import FailureKind, ProbeError
from probes.rtsp.message import Response

__all__ = ["ALLOWED", "Request", "parse_request", "to_camera", "to_client"]

ALLOWED = frozenset({"OPTIONS", "DESCRIBE", "SETUP", "PLAY", "GET_PARAMETER", "TEARDOWN"})
_REQUEST_LINE = re.compile(r"([A-Z_]{3,20}) (\S{1,4096}) RTSP/1\.0")
_ASKED = ("accept", "range", "session", "transport", "user-agent")
_TOLD = ("content-base", "content-type", "public", "range", "rtp-info", "session")
_CHANNELS = re.compile(r"interleaved=([0-9]{1,3})(?:-([0-9]{1,3}))?")
_MAX_CHANNEL = 255


@dataclass(frozen=True, slots=True)
class Request:
    """A request without a body; header names are lower case."""

    method: str
    uri: str
    headers: Mapping[str, str] = field(default_factory=dict)


def parse_request(head: bytes) -> Request | None:
    """Read a request's head; None when it is none of ours to pass on."""
    first, *lines = head.decode("ascii", errors="replace").split("\r\n")
    match = _REQUEST_LINE.fullmatch(first)
    if match is None or match[1] not in ALLOWED:
        return None
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(match[1], match[2], headers)


def to_camera(request: Request, *, near: str, far: str) -> tuple[str, dict[str, str]]:
    """Return URI and headers for the camera; ``near`` is the relay's URI and ``far`` the camera's.

    A URI of the camera's own (Content-Base, control) passes as it is: it is text of a request.
    """
    uri = request.uri
    if uri.startswith(near):
        uri = far + uri.removeprefix(near)
    names = (name for name in _ASKED if name in request.headers)
    return uri, {name.title(): request.headers[name] for name in names}


def to_client(response: Response, *, cseq: str, is_setup: bool = False) -> bytes:
    """Write ``response`` anew; ProbeError(not_supported) when SETUP chose another way than TCP."""
    lines = [f"RTSP/1.0 {response.status} -", f"CSeq: {cseq}"]
    pairs = ((name, response.header(name)) for name in _TOLD)
    lines += [f"{name.title()}: {value}" for name, value in pairs if value and value.isprintable()]
    if is_setup:
        lines.append(f"Transport: {_transport(response.header('transport') or '')}")
    if response.body:
        lines.append(f"Content-Length: {len(response.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + response.body


def _transport(chosen: str) -> str:
    """Return the channels alone; ``source`` and ``destination`` name hosts to dial.

    An answer that names nothing means what was asked for.
    """
    match = _CHANNELS.search(chosen)
    if match is None and chosen and "TCP" not in chosen.upper():
        raise ProbeError(FailureKind.NOT_SUPPORTED, "SETUP chose another transport than TCP")
    low = int(match[1]) if match else 0
    high = int(match[2]) if match and match[2] else low + 1
    if max(low, high) > _MAX_CHANNEL:
        raise ProbeError(FailureKind.NOT_SUPPORTED, "SETUP chose an impossible channel")
    return f"RTP/AVP/TCP;unicast;interleaved={low}-{high}"
