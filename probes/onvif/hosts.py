"""URIs that a device names, rewritten to the registered host.

A device's answer never chooses the host that is dialled: behind NAT it names an address of
its own network, and a hostile one could name anybody's.
"""

import ipaddress
import re
from urllib.parse import quote, urlsplit

__all__ = ["STREAM_SCHEMES", "XADDR_SCHEMES", "request_target", "rewrite_host", "same_host"]

STREAM_SCHEMES = frozenset({"rtsp", "rtsps"})
XADDR_SCHEMES = frozenset({"http", "https"})

_MAX_LENGTH = 2048
_AUTHORITY = re.compile(r"[^/?#]*")
_QUERY_SAFE = "/?%:@!$&'()*+,;=~[]"
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


def rewrite_host(
    uri: str,
    registered_host: str,
    *,
    schemes: frozenset[str] = STREAM_SCHEMES | XADDR_SCHEMES,
) -> tuple[str, str | None]:
    """``uri`` at the registered host, and the host that it named when that is another one.

    Scheme, port, path, query and fragment stay as they are, userinfo goes.  ValueError (its
    text is free of the URI) for another scheme, white space, a bad port, or more than 2048
    characters.

    >>> rewrite_host("rtsp://u:p@127.0.0.99:8554/live?a=1", "127.0.0.5")
    ('rtsp://127.0.0.5:8554/live?a=1', '127.0.0.99')
    >>> rewrite_host("http://[::1]/onvif/media", "::1")
    ('http://[::1]/onvif/media', None)
    """
    scheme, authority, tail = _split(uri.strip(), schemes)
    host, port = _host_and_port(authority)
    written_port = "" if port is None else f":{port}"
    rewritten = f"{scheme}://{_bracketed(registered_host)}{written_port}{tail}"
    if not host or same_host(host, registered_host):
        return rewritten, None
    return rewritten, host


def same_host(left: str, right: str) -> bool:
    """Whether two host texts are equal: case, brackets and IPv6 spelling do not count."""
    return left == right or _normal(left) == _normal(right)


def request_target(url: str) -> str:
    """Path and query of ``url`` as a request line has them, in ASCII."""
    parts = urlsplit(url)
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~") or "/"
    return f"{path}?{quote(parts.query, safe=_QUERY_SAFE)}" if parts.query else path


def _split(uri: str, schemes: frozenset[str]) -> tuple[str, str, str]:
    """Scheme in lower case, authority, and the rest untouched."""
    if len(uri) > _MAX_LENGTH or _UNPRINTABLE.search(uri):
        raise ValueError("the URI is too long or holds white space")
    scheme, separator, rest = uri.partition("://")
    if not separator or scheme.lower() not in schemes:
        raise ValueError(f"the URI's scheme is none of {', '.join(sorted(schemes))}")
    found = _AUTHORITY.match(rest)
    authority = found.group() if found else ""
    tail = rest[len(authority) :]
    # A "/" left unescaped in a password moves the rest of the userinfo into the path.
    if "@" not in authority and "@" in tail.partition("?")[0]:
        raise ValueError("the URI's userinfo cannot be told from its path")
    return scheme.lower(), authority, tail


def _host_and_port(authority: str) -> tuple[str, int | None]:
    """Bare host (empty when absent) and port; the parser's own texts may quote userinfo."""
    try:
        parts = urlsplit(f"//{authority}")
        port = parts.port
    except ValueError:
        raise ValueError("the URI's host or port is malformed") from None
    return parts.hostname or "", port


def _bracketed(host: str) -> str:
    """An IPv6 literal in brackets, anything else as it is."""
    bare = host.strip("[]")
    return f"[{bare}]" if ":" in bare else bare


def _normal(host: str) -> str:
    """One spelling per host."""
    bare = host.strip("[]").rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return bare
