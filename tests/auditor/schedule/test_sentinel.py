"""The self-test and the control targets around a round, by real engine and scripted probes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from structlog.testing import capture_logs

from auditor.receiver import SELF
from auditor.schedule.plan import controls
from auditor.schedule.sentinel import Sentinel
from probes import receiver
from probes.failure import FailureKind
from probes.logins import Logins
from probes.observation import Observation
from probes.target import Target
from tests.auditor.schedule.round_parts import Stage
from tests.probes.fake_probes import CREDENTIAL, PICTURE, FakeProbes, engine

CONTROL = "rtsp://127.0.78.200:8554/known-good"
OWN = "rtsp://127.0.0.1:8554/own"


@asynccontextmanager
async def loopback() -> AsyncIterator[Target]:
    yield Target(key=SELF, host="127.0.0.1", stream_uri=OWN)


@dataclass
class Watch:
    fakes: FakeProbes
    uris: tuple[tuple[str, str], ...] = ((CONTROL, CREDENTIAL.name),)
    kept: list[Observation[object]] = field(default_factory=list)

    def sentinel(self, **changes: object) -> Sentinel:
        return Sentinel(
            engine=engine(),
            probes=self.fakes.probe_set(),
            machine=receiver.PROBE,
            controls=controls(self.uris, {CREDENTIAL.name: CREDENTIAL}),
            logins=Logins(),
            keep=self.kept.append,
            **changes,  # type: ignore[arg-type]  # one optional argument
        )

    @property
    def told(self) -> list[tuple[str, str, int]]:
        return [(one.target, one.probe, one.attempt) for one in self.kept]


async def test_the_whole_path_is_tested_by_both_clients_on_loopback() -> None:
    watch = Watch(FakeProbes(opinions={OWN: PICTURE}), uris=())
    sentinel = watch.sentinel(loopback=loopback)
    await sentinel.measure()
    await sentinel.check()
    await sentinel.test_second_client()
    assert watch.told == [("0", "receiver", 1), ("0", "rtsp_frame", 1), ("0", "rtsp_confirm", 1)]
    assert [one.failure for one in watch.kept] == [None] * 3
    assert [one.picture for one in watch.kept] == [None] * 3
    assert sentinel.observations == watch.kept
    assert {call.address for call in watch.fakes.calls} == {"127.0.0.1"}


async def test_a_slow_start_of_our_own_processes_is_forgiven_twice() -> None:
    busy = FailureKind.RESOURCE_EXHAUSTED
    fakes = FakeProbes(answers={OWN: [busy, busy, PICTURE]}, opinions={OWN: busy})
    watch = Watch(fakes, uris=())
    sentinel = watch.sentinel(loopback=loopback)
    await sentinel.check()
    await sentinel.check()
    await sentinel.test_second_client()
    assert watch.told == [
        ("0", probe, n) for probe in ("rtsp_frame", "rtsp_confirm") for n in (1, 2, 3)
    ]


async def test_without_a_loopback_camera_that_part_is_left_out() -> None:
    watch = Watch(FakeProbes(), uris=())
    sentinel = watch.sentinel()
    await sentinel.check()
    await sentinel.test_second_client()
    assert watch.kept == []


async def test_a_control_target_is_asked_again_only_when_it_fails() -> None:
    fakes = FakeProbes(answers={CONTROL: [PICTURE, FailureKind.NO_MEDIA, PICTURE]})
    watch = Watch(fakes)
    sentinel = watch.sentinel()
    for _ in range(2):
        await sentinel.check()
    assert watch.told == [("-1", "rtsp_frame", n) for n in (1, 2, 2)]


async def test_a_control_target_that_failed_twice_is_logged_without_its_address() -> None:
    failed = FailureKind.NO_MEDIA
    watch = Watch(FakeProbes(answers={CONTROL: [failed, PICTURE, failed, failed]}))
    sentinel = watch.sentinel()
    with capture_logs() as logged:
        for _ in range(2):
            await sentinel.check()
    assert logged == [
        {"event": "control_target_failed", "log_level": "warning", "control": "-1", "check": 2}
    ]


async def test_a_control_target_s_wrong_password_is_sent_once() -> None:
    fakes = FakeProbes(answers={CONTROL: [FailureKind.AUTHENTICATION_REJECTED]})
    watch = Watch(fakes)
    sentinel = watch.sentinel()
    for _ in range(2):
        await sentinel.check()
    assert [call.login for call in fakes.calls] == [True, False, False, False]


async def test_control_targets_obey_the_allowed_networks() -> None:
    watch = Watch(FakeProbes(), uris=(("rtsp://127.0.79.1/live", ""),))
    await watch.sentinel().check()
    assert watch.fakes.calls == []
    assert {one.failure.kind for one in watch.kept if one.failure} == {
        FailureKind.ADDRESS_NOT_ALLOWED
    }


async def test_a_round_checks_first_between_and_last() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, tries=2)
    fakes.answers = {stage.uri(1): [FailureKind.NOT_FOUND]}
    moments: list[int] = []

    async def check() -> None:
        moments.append(len(stage.kept))

    async def prepare() -> None:
        moments.append(-len(stage.kept))

    work = stage.round()
    work.check, work.prepare = check, prepare
    await work.run(asyncio.Event())
    assert moments == [0, 2, 4, -4, len(stage.kept)]
