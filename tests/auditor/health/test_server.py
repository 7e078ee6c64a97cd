"""The health server on a real socket: three pages, GET only, and nobody who drips stays."""

import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.errors import ConfigError
from auditor.health.server import HealthServer
from auditor.health.status import OperatingStatus
from tests.auditor.health.test_metrics import FULL, NOW


@contextmanager
def serving(
    status: Callable[[], OperatingStatus] = lambda: FULL,
    seconds: float = 5.0,
    host: str = "127.0.0.1",
) -> Iterator[HealthServer]:
    with HealthServer(status=status, port=0, host=host, seconds=seconds, now=lambda: NOW) as server:
        yield server


def ask(server: HealthServer, path: str, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_three_pages() -> None:
    with serving() as server:
        assert ask(server, "/healthz") == (200, "ok\n")
        assert ask(server, "/readyz?from=probe") == (200, "ok\n")
        status, text = ask(server, "/metrics")
        assert (status, "auditor_round_running 1.0" in text) == (200, True)
        assert ask(server, "/")[0] == 404


def test_red_says_why() -> None:
    late = replace(FULL, beaten_at=NOW - timedelta(minutes=10), store_fault="secret words")
    with serving(lambda: late) as server:
        assert ask(server, "/healthz") == (503, "no heartbeat for 600 s\n")
        assert ask(server, "/readyz") == (503, "the store does not answer\n")


def test_a_fault_of_ours_is_told_without_its_words() -> None:
    def broken() -> OperatingStatus:
        raise RuntimeError("rtsp://a:password@b/")

    with serving(broken) as server:
        assert ask(server, "/healthz") == (500, "internal error\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "X"])
def test_nothing_but_get(method: str) -> None:
    with serving() as server:
        assert ask(server, "/healthz", method)[0] == 501


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /healthz HTTP/1.0\r\nX: ", b"\x16\x03\x01", b"GET /" + b"x" * 70_000, b"\r\n" * 10],
)
def test_whoever_does_not_finish_is_cut(sent: bytes) -> None:
    with serving(seconds=0.3) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as stranger:
            stranger.sendall(sent)
            while stranger.recv(4096):
                pass
        assert ask(server, "/healthz") == (200, "ok\n")


def test_too_many_headers_are_refused() -> None:
    head = b"GET /healthz HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200))
    with (
        serving() as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as stranger,
    ):
        stranger.sendall(head + b"\r\n")
        assert stranger.recv(4096).startswith(b"HTTP/1.0 431 ")


def test_more_than_sixteen_at_once_find_the_door_closed() -> None:
    with serving(seconds=1.0) as server, ExitStack() as open_ones:
        strangers = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            for _ in range(17)
        ]
        assert strangers[-1].recv(1) == b""


def test_it_also_listens_on_ipv6() -> None:
    with serving(host="::1") as server:
        assert ask(server, "/healthz") == (200, "ok\n")


def test_a_port_that_is_taken_is_told() -> None:
    with (
        serving() as server,
        pytest.raises(
            ConfigError, match=r"cannot listen on 127.0.0.1 port \d+ \(Address already in use\)"
        ),
        HealthServer(status=lambda: FULL, port=server.port),
    ):
        pass
