"""``/healthz``, ``/readyz`` and ``/metrics`` on a thread: GET only, small, bounded in time.

It answers from the snapshot that ``status`` gives at that moment and changes nothing.  It knows
no login, so it belongs on 127.0.0.1 or behind something that asks for one.
"""

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self

import structlog

from auditor.errors import ConfigError
from auditor.health.metrics import CONTENT_TYPE, render_metrics
from auditor.health.status import OperatingStatus, unhealthy, unready

__all__ = ["HealthServer"]

_SECONDS = 5.0
_AT_ONCE = 16
_PLAIN = "text/plain; charset=utf-8"
_Answer = tuple[HTTPStatus, str, bytes]


@dataclass(slots=True, kw_only=True)
class HealthServer:
    """A context manager: serves while it lasts.  Port 0 takes a free one; see ``port``."""

    status: Callable[[], OperatingStatus]
    host: str = "127.0.0.1"
    port: int = 9464
    seconds: float = _SECONDS
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _server: ThreadingHTTPServer | None = field(init=False, default=None)
    _thread: threading.Thread | None = field(init=False, default=None)

    def __enter__(self) -> Self:
        """Listen; ConfigError when the address cannot be had."""
        bound = type("_Bound", (_Handler,), {"answer": self._answer, "timeout": self.seconds})
        family = _Server6 if ":" in self.host else _Server
        try:
            server = family((self.host, self.port), bound)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise ConfigError(
                f"cannot listen on {self.host} port {self.port} ({why}); choose another"
            ) from error
        self._server, self.port = server, server.server_address[1]
        serve = {"poll_interval": 0.1}
        self._thread = threading.Thread(target=server.serve_forever, kwargs=serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def _answer(self, path: str) -> _Answer:
        try:
            match path:
                case "/healthz":
                    return _told(unhealthy(self.status(), self.now()))
                case "/readyz":
                    return _told(unready(self.status()))
                case "/metrics":
                    return HTTPStatus.OK, CONTENT_TYPE, render_metrics(self.status())
        except Exception as error:  # noqa: BLE001 - a watcher must hear of any fault, and no more
            structlog.get_logger(__name__).error("health_bug", exception=type(error).__name__)
            return HTTPStatus.INTERNAL_SERVER_ERROR, _PLAIN, b"internal error\n"
        return HTTPStatus.NOT_FOUND, _PLAIN, b"not found; see /healthz, /readyz, /metrics\n"


def _told(faults: tuple[str, ...]) -> _Answer:
    if not faults:
        return HTTPStatus.OK, _PLAIN, b"ok\n"
    text = "".join(f"{fault}\n" for fault in faults)
    return HTTPStatus.SERVICE_UNAVAILABLE, _PLAIN, text.encode()


class _Handler(BaseHTTPRequestHandler):
    """One request a connection; the head's limits are the library's (64 kB a line, 100 lines)."""

    server_version = "auditor"
    sys_version = ""
    answer: Callable[[str], _Answer]

    def handle(self) -> None:
        """Cut whoever drips: a limit for each read would let a request last for ever."""
        timer = threading.Timer(self.timeout or _SECONDS, self._cut)
        timer.daemon = True
        timer.start()
        try:
            super().handle()
        except OSError:
            self.close_connection = True
        finally:
            timer.cancel()

    def do_GET(self) -> None:
        """Answer."""
        status, kind, body = type(self).answer(self.path.partition("?")[0])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Who scrapes is no event."""

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    """Serves so many at once and closes on the others."""

    daemon_threads = True
    block_on_close = False
    places: threading.BoundedSemaphore

    def __init__(self, *args: Any) -> None:
        self.places = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(*args)

    def server_bind(self) -> None:
        """Without asking the resolver for a name, as the base does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """A place, or a closed door."""
        if self.places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Give the place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Server6(_Server):
    """The same on an IPv6 address."""

    address_family = socket.AF_INET6
