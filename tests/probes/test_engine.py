"""One attempt: address, limits, deadline, and what each error becomes."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from auditor.examples import metrics
from probes.engine import Engine
from probes.failure import Failure, FailureKind, ProbeError
from probes.observation import Observation
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.places import Caps
from probes.probe import Probe
from probes.scope import Scope
from probes.stream_window import StreamWindow
from probes.target import Target

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TARGET = Target(key="camera", host="127.0.0.1")


def make(decoder: Any, **options: Any) -> Engine:
    return Engine(Scope.parse(["127.0.0.0/24", "::1/128"]), decoder, lambda: NOW, **options)


def probe(run: Any, *, deadline: float = 5) -> Probe[Any]:
    return Probe(
        name="test",
        version=3,
        payload_type=str,
        deadline=timedelta(seconds=deadline),
        run=run,
        streams=True,
    )


async def attempt(decoder: Any, run: Any, *, target: Target = TARGET, **options: Any) -> Any:
    seen, _ = await make(decoder).attempt(probe(run, **options), target, attempt=2)
    return seen


async def test_a_success_is_filled_in(decoder: Any) -> None:
    async def run(target: Target, context: Any) -> str:
        context.step("connect")
        context.answered, context.picture = True, b"jpeg"
        return f"{target.key} {context.address} {context.login}"

    seen = await attempt(decoder, run)
    assert seen == Observation(
        target="camera",
        probe="test",
        version=3,
        attempt=2,
        started_at=NOW,
        duration=seen.duration,
        answered=True,
        steps=seen.steps,
        payload="camera 127.0.0.1 True",
        picture=b"jpeg",
    )
    assert [step.name for step in seen.steps] == ["resolve", "connect"]
    assert seen.duration >= seen.steps[1].elapsed


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (
            ProbeError(FailureKind.NOT_FOUND, "rtsp://u:p@h/a"),
            Failure("play", FailureKind.NOT_FOUND, "rtsp://***@h/a"),
        ),
        (
            ConnectionResetError("secret"),
            Failure("play", FailureKind.CONNECTION_RESET, "ConnectionResetError"),
        ),
        (ValueError("secret"), Failure("play", FailureKind.BUG, "ValueError")),
    ],
)
async def test_errors_become_failures_and_keep_the_partial_payload(
    error: Exception, failure: Failure, decoder: Any
) -> None:
    async def run(_: Target, context: Any) -> str:
        context.step("play")
        context.partial = "partial"
        raise error

    with capture_logs() as logs:
        seen = await attempt(decoder, run)
    assert (seen.failure, seen.payload) == (failure, "partial")
    assert len(logs) == (failure.kind is FailureKind.BUG)
    assert "secret" not in str(logs)


@pytest.mark.parametrize(
    ("step", "kind"), [("connect", "connection_timed_out"), ("describe", "response_timed_out")]
)
async def test_the_deadline_is_hard(step: str, kind: str, decoder: Any) -> None:
    async def run(_: Target, context: Any) -> str:
        context.step(step)
        await asyncio.Event().wait()
        return ""

    seen = await attempt(decoder, run, deadline=0.02)
    assert (seen.failure.step, seen.failure.kind.value) == (step, kind)


async def test_cancellation_is_raised(decoder: Any) -> None:
    started = asyncio.Event()

    async def run(_: Target, __: Any) -> str:
        started.set()
        await asyncio.Event().wait()
        return ""

    task = asyncio.create_task(attempt(decoder, run))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def address_of(_: Target, context: Any) -> str:
    return str(context.address)


@pytest.mark.parametrize("host", ["127.9.0.1", "::ffff:127.9.0.1"])
async def test_a_foreign_address_is_not_dialled(host: str, decoder: Any) -> None:
    seen = await attempt(decoder, address_of, target=Target(key="k", host=host))
    assert (seen.failure.step, seen.failure.kind) == ("resolve", FailureKind.ADDRESS_NOT_ALLOWED)
    assert seen.payload is None


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Name resolution from a table, without a resolver."""
    table: dict[str, Any] = {}

    async def getaddrinfo(_: Any, host: str, *__: Any, **___: Any) -> Any:
        found = table[host]
        if isinstance(found, Exception):
            raise found
        return [(0, 0, 0, "", (address, 0)) for address in found]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return table


async def test_names_are_resolved_to_the_first_allowed_address(
    names: dict[str, Any], decoder: Any
) -> None:
    names["cam"] = ["127.9.0.1", "127.0.0.5"]
    names["other"] = ["127.9.0.1"]
    seen = await attempt(decoder, address_of, target=Target(key="k", host="cam"))
    assert seen.payload == "127.0.0.5"
    seen = await attempt(decoder, address_of, target=Target(key="k", host="other"))
    assert seen.failure.kind is FailureKind.ADDRESS_NOT_ALLOWED
    seen = await attempt(decoder, address_of, target=Target(key="k", host="[::1]"))
    assert seen.payload == "::1"


@pytest.mark.parametrize(
    "error", [socket.gaierror(socket.EAI_NONAME, "x"), UnicodeError("label too long")]
)
async def test_an_unknown_name_fails_to_resolve(
    error: Exception, names: dict[str, Any], decoder: Any
) -> None:
    names["cam"] = error
    seen = await attempt(decoder, address_of, target=Target(key="k", host="cam"))
    assert (seen.failure.step, seen.failure.kind) == ("resolve", FailureKind.DNS_FAILED)


@pytest.mark.parametrize(
    ("hosts", "options", "most"),
    [
        (["127.0.0.1"] * 4, {}, 1),
        (["127.0.0.1"] * 4, {"caps": Caps(total=64, per_host=2)}, 2),
        (["127.0.0.1", "127.0.0.2", "127.0.0.3"], {}, 3),
        (["127.0.0.1", "127.0.0.2", "127.0.0.3"], {"caps": Caps(total=2)}, 2),
        (["127.0.0.1", "127.0.0.2", "127.0.0.3"], {"caps": Caps(total=9, per_subnet=2)}, 2),
        (
            ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
            {"caps": Caps(total=9, uplink_mbps=4.0), "stream_mbps": 2.0},
            2,
        ),
    ],
)
async def test_limits_hold_and_waiting_does_not_count(
    hosts: list[str], options: dict[str, Any], most: int, decoder: Any
) -> None:
    running: list[int] = [0]
    peaks: list[int] = []

    async def run(_: Target, __: Any) -> str:
        running[0] += 1
        peaks.append(running[0])
        for _turn in range(20):
            await asyncio.sleep(0)
        running[0] -= 1
        return ""

    engine = make(decoder, **options)
    targets = [Target(key=str(number), host=host) for number, host in enumerate(hosts)]
    seen = await asyncio.gather(
        *(engine.attempt(probe(run), target, attempt=1) for target in targets)
    )
    assert max(peaks) == most
    assert [one.failure for one, _ in seen] == [None] * len(hosts)
    assert (engine._places.running, engine._places.waiting, engine._turns) == ((), (), {})


async def test_who_is_cancelled_while_waiting_leaves_the_queue(decoder: Any) -> None:
    engine = make(decoder)
    release = asyncio.Event()

    async def run(_: Target, __: Any) -> str:
        await release.wait()
        return ""

    tasks = [asyncio.create_task(engine.attempt(probe(run), TARGET, attempt=1)) for _ in range(3)]
    for _turn in range(20):
        await asyncio.sleep(0)
    assert len(engine._places.waiting) == 2
    tasks[1].cancel()
    release.set()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(one, asyncio.CancelledError) for one in found] == [False, True, False]
    assert (engine._places.running, engine._turns) == ((), {})


class SlowDecoder:
    """One picture at a time, each as slow as told."""

    def __init__(self, service_s: float) -> None:
        self._service_s = service_s
        self._one = asyncio.Lock()

    async def decode(self, _: PictureRequest) -> DecodedPicture:
        async with self._one:
            await asyncio.sleep(self._service_s)
        return DecodedPicture(width_px=1, height_px=1, metrics=metrics(), jpeg=b"jpeg")


async def crowd(engine: Engine, *, cameras: int, patience: float) -> list[FailureKind | None]:
    """How each of many cameras ends whose picture must be decoded within ``patience``."""

    async def run(_: Target, context: Any) -> str:
        try:
            async with asyncio.timeout(patience):
                await context.decoder.decode(PictureRequest(codec="h264", key=b""))
        except TimeoutError:
            raise ProbeError(FailureKind.RESOURCE_EXHAUSTED) from None
        return "picture"

    targets = [Target(key=str(n), host=f"127.0.0.{n}") for n in range(1, cameras + 1)]
    tries = (engine.attempt(probe(run), one, attempt=1) for one in targets)
    ended = await asyncio.gather(*tries)
    return [seen.failure.kind if seen.failure else None for seen, _ in ended]


async def test_streams_wait_where_the_decoders_cannot_keep_up() -> None:
    caps = Caps(total=60, per_subnet=60)
    window = StreamWindow(most=60, prompt_s=0.05, slow_s=0.15)
    engine = make(SlowDecoder(0.01), caps=caps, window=window)
    assert await crowd(engine, cameras=60, patience=0.4) == [None] * 60
    assert window.size < 60


async def test_without_waiting_the_last_ones_would_end_as_our_failure() -> None:
    open_window = StreamWindow(most=60)
    open_window.size = 60
    engine = make(SlowDecoder(0.01), caps=Caps(total=60, per_subnet=60), window=open_window)
    ended = await crowd(engine, cameras=60, patience=0.4)
    assert FailureKind.RESOURCE_EXHAUSTED in ended


async def test_the_uplink_takes_more_streams_once_they_prove_small(decoder: Any) -> None:
    """The guess lets two in at once; streams of a tenth of it let more in."""
    inside, most = 0, 0

    async def run(_target: Target, context: Any) -> str:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for _ in range(5):
            await asyncio.sleep(0)
        inside -= 1
        context.received_bytes, context.played_s = 500_000, 10.0  # 0.4 Mbit/s
        return "picture"

    engine = make(decoder, caps=Caps(total=40, per_subnet=40, uplink_mbps=8.0), stream_mbps=4.0)
    found = []
    for _ in range(3):
        most = 0
        targets = [Target(key=str(n), host=f"127.0.0.{n}") for n in range(1, 21)]
        await asyncio.gather(*(engine.attempt(probe(run), one, attempt=1) for one in targets))
        found.append(most)
    assert found[0] == 2
    assert found[2] > 8
