"""Which URI is asked for: the registered one, or a redirect that stays on the same host.

Text only; the address that is dialled is the engine's.
"""

import re
from urllib.parse import SplitResult, urlsplit

from probes.failure import FailureKind, ProbeError
from probes.redact import strip_userinfo
from probes.rtsp.message import Response
from probes.target import Target

__all__ = ["base_uri", "port_of", "redirected_uri", "stream_uri"]

_DEFAULT_PORTS = {"rtsp": 554, "rtsps": 322}


def stream_uri(target: Target) -> str:
    """Return the registered URI without user name; ProbeError(skipped) when unusable."""
    if target.stream_uri is None:
        raise ProbeError(FailureKind.SKIPPED, "no stream URI is registered")
    uri, _ = strip_userinfo(target.stream_uri.strip())
    if _split(uri) is None:
        raise ProbeError(FailureKind.SKIPPED, "the registered stream URI is no RTSP URI")
    return uri


def port_of(uri: str) -> tuple[int, bool]:
    """Return port and whether TLS is spoken, of a URI that this module returned."""
    parts = _split(uri)
    if parts is None:
        raise ProbeError(FailureKind.BUG, "not an RTSP URI")
    return parts.port or _DEFAULT_PORTS[parts.scheme], parts.scheme == "rtsps"


def base_uri(described: Response, *, asked: str) -> str:
    """Return what control URLs are relative to (RFC 2326 C.1.1)."""
    for name in ("content-base", "content-location"):
        uri = described.header(name) or ""
        if re.match(r"rtsps?://", uri, re.IGNORECASE):
            return uri
    return asked


def redirected_uri(response: Response, *, host: str) -> str:
    """Return the Location of a redirect; ProbeError(protocol_error) when it leaves ``host``."""
    uri, _ = strip_userinfo((response.header("location") or "").strip())
    parts = _split(uri)
    if parts is None:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "redirect without a usable Location")
    if (parts.hostname or "").lower() != host.strip("[]").lower():
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "redirect to another host refused")
    return uri


def _split(uri: str) -> SplitResult | None:
    """Split ``uri``; None unless it is rtsp(s) with a host and a possible port."""
    try:
        parts = urlsplit(uri)
        usable = parts.scheme in _DEFAULT_PORTS and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None
