"""A platform on loopback that records what it gets and fails as it is told to."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes


Reply = Callable[["_Handler"], None]


@dataclass(slots=True)
class Platform:
    """``replies`` are used up one a request; then everything is accepted."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)

    @property
    def accepted(self) -> dict[str, set[bytes]]:
        """The bodies by idempotency key: more than one for a key would be a double result."""
        kept: dict[str, set[bytes]] = {}
        for request in self.requests:
            kept.setdefault(request.headers["Idempotency-Key"], set()).add(request.body)
        return kept


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    platform: Platform

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:  # the sender died in between: no server takes half a request
            self.close_connection = True
            return
        platform = self.platform
        platform.requests.append(Request(self.path, dict(self.headers), body))
        platform.arrived.set()
        reply = platform.replies.pop(0) if platform.replies else status(200)
        try:
            reply(self)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Silence."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


def status(code: int, body: str = "", **headers: str) -> Reply:
    def reply(to: _Handler) -> None:
        to.send_response(code)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("Content-Length", str(len(body.encode())))
        to.end_headers()
        to.wfile.write(body.encode())

    return reply


def hang(to: _Handler) -> None:
    """No answer until the test is over."""
    to.platform.gate.wait(20)
    to.close_connection = True


def cut(to: _Handler) -> None:
    """Stored, but the connection ends before an answer."""
    to.close_connection = True


def cut_in_body(to: _Handler) -> None:
    to.wfile.write(b"HTTP/1.1 500 Oops\r\nContent-Length: 1000\r\n\r\nhalf")
    to.close_connection = True


def endless(to: _Handler) -> None:
    to.wfile.write(b"HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not to.platform.gate.is_set():
        to.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")


def drip(to: _Handler) -> None:
    """One byte of the head now and then, for ever."""
    to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not to.platform.gate.wait(0.05):
        to.wfile.write(b"x")
    to.close_connection = True


@contextmanager
def platform(context: ssl.SSLContext | None = None, *replies: Reply) -> Iterator[Platform]:
    """A running platform; ends with the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    scheme = "http"
    if context is not None:
        scheme = "https"
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    running = Platform(f"{scheme}://127.0.0.1:{server.server_port}/results", list(replies))
    server.RequestHandlerClass = type("Handler", (_Handler,), {"platform": running})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield running
    finally:
        running.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


def as_json(body: bytes) -> Any:
    return json.loads(body)
