"""The port probe."""

import socket
from datetime import timedelta
from typing import Any

from probes.engine import Engine
from probes.failure import FailureKind
from probes.target import Target
from probes.tcp_connect import PROBE, TcpConnect, build


async def run(context: Any, uri: str | None, **options: Any) -> Any:
    target = Target(key="k", host="127.0.0.1", stream_uri=uri)
    engine = Engine(context.scope, context.decoder, context.now)
    seen, _ = await engine.attempt(build(**options), target, attempt=1)
    return seen


async def test_an_open_port_is_no_answer(new_context: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = await run(new_context(), f"rtsp://127.0.0.1:{port}/")
    assert (seen.failure, seen.payload, seen.answered) == (None, TcpConnect(port=port), False)


async def test_a_closed_port_is_refused(new_context: Any) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        seen = await run(new_context(), f"rtsp://127.0.0.1:{port}/")
    assert (seen.failure.step, seen.failure.kind) == ("connect", FailureKind.CONNECTION_REFUSED)
    assert seen.payload == TcpConnect(port=port)


async def test_a_full_backlog_times_out(new_context: Any) -> None:
    with socket.socket() as server, socket.socket() as first, socket.socket() as second:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for filler in (first, second):
            filler.settimeout(0)
            filler.connect_ex(server.getsockname())
        uri = f"rtsp://127.0.0.1:{server.getsockname()[1]}/"
        seen = await run(new_context(), uri, deadline=timedelta(seconds=0.2))
    assert seen.failure.kind is FailureKind.CONNECTION_TIMED_OUT


async def test_without_a_port_it_is_skipped(new_context: Any) -> None:
    for uri in (None, "rtsp://127.0.0.1:99999/"):
        assert (await run(new_context(), uri)).failure.kind is FailureKind.SKIPPED
    assert PROBE.deadline == timedelta(seconds=5)
