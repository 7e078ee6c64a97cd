"""One POST: what the platform answered, or why there is no answer.  Never raises for a peer.

Redirects are not followed, proxies of the environment not used, certificates always verified.
The whole exchange has one deadline, also for an answer that drips; of the body 64 kB are read.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from auditor.feed.settings import Destination, trusted
from auditor.render.plain_text import shorten, visible

__all__ = ["Answer", "post"]

_MAX_BODY = 64 * 1024
_SHOWN = 500
_PART = 8 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``status`` is None without an answer; ``text`` is its beginning, or what went wrong."""

    status: int | None
    text: str
    retry_after: str | None = None


def post(to: Destination, *, body: bytes, headers: dict[str, str], query: str = "") -> Answer:
    """Send ``body`` once; ConfigError for a CA file that cannot be used.

    ``query`` is for receivers that want their secret there; it is in no answer and no message.
    """
    parts = urlsplit(to.url)
    target = f"{parts.path or '/'}?{query}" if query else parts.path or "/"
    connection = _connection(to)
    ends = time.monotonic() + to.timeout_s
    try:
        connection.connect()
        with _deadline(connection, ends):
            connection.request("POST", target, body=body, headers=headers, preload_content=False)
            response = connection.getresponse()
            if time.monotonic() >= ends:  # a head that was cut short looks like a whole one
                raise TimeoutError
            return Answer(
                status=response.status,
                text=_shown(_beginning(response), to),
                retry_after=response.headers.get("Retry-After"),
            )
    except (HTTPError, OSError, ValueError) as error:
        late = time.monotonic() >= ends
        return Answer(status=None, text=_shown(_reason(error, late=late), to))
    finally:
        connection.close()


def _connection(to: Destination) -> HTTPConnection:
    parts = urlsplit(to.url)
    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=to.timeout_s)
    context = trusted(to.ca_file)
    return HTTPSConnection(host, parts.port, timeout=to.timeout_s, ssl_context=context)


@contextlib.contextmanager
def _deadline(connection: HTTPConnection, ends: float) -> Iterator[None]:
    """Cut the connection at ``ends``: a limit per read would let an answer drip for ever."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            # The plain socket's own, since SSLSocket.shutdown would pull TLS from under a read.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    sock = connection.sock
    timer = threading.Timer(max(0.0, ends - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _beginning(response: BaseHTTPResponse) -> str:
    """A status has been given: what is wrong with the body does not change it."""
    read = b""
    with contextlib.suppress(HTTPError, OSError, ValueError):
        for part in response.stream(_PART, decode_content=False):
            read += part
            if len(read) >= _MAX_BODY:
                break
    return read[:_MAX_BODY].decode("utf-8", "replace")


def _shown(text: str, to: Destination) -> str:
    """Bounded and harmless; a platform that repeats our secret gets it into no table."""
    safe = text.replace(to.secret, "***") if to.secret else text
    return shorten(visible(safe).strip(), _SHOWN)


def _reason(error: Exception, *, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error.__cause__, ssl.SSLError):
        error = error.__cause__
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    return f"{type(error).__name__}: {error}"
