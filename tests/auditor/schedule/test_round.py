"""Who is visited how often, by real engine and scripted probes."""

import asyncio
from dataclasses import replace

import pytest

from auditor.model import CameraState
from auditor.schedule.round import Watcher
from probes.failure import FailureKind
from tests.auditor.schedule.round_parts import Stage
from tests.probes.fake_probes import BLACK, CREDENTIAL, PICTURE, FakeProbes

NOT_FOUND = FailureKind.NOT_FOUND
REJECTED = FailureKind.AUTHENTICATION_REJECTED


async def run(stage: Stage) -> list[CameraState]:
    work = stage.round()
    assert await work.run(asyncio.Event())
    return stage.states(work)


def plays(stage: Stage, row: int) -> int:
    return stage.fakes.order.count(f"stream {stage.uri(row)}")


async def test_only_cameras_without_a_good_picture_are_tried_again() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=4)
    fakes.answers = {
        stage.uri(2): [NOT_FOUND],
        stage.uri(3): [NOT_FOUND, PICTURE],
        stage.uri(4): [BLACK],
    }
    assert await run(stage) == [
        CameraState.PICTURE_OK,
        CameraState.OFFLINE,
        CameraState.PICTURE_OK,
        CameraState.PICTURE_ABNORMAL,
    ]
    assert [plays(stage, row) for row in (1, 2, 3, 4)] == [1, 3, 2, 3]
    assert [line for line in stage.notes.lines if "visited" not in line] == [
        "begins 4 x 3",
        "pass 1: 4",
        "pass 2: 3",
        "pass 3: 2",
        "confirms 2",
    ]


async def test_one_good_try_suffices_against_two_with_defects() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [BLACK, NOT_FOUND, PICTURE]}
    assert await run(stage) == [CameraState.PICTURE_OK]


@pytest.mark.parametrize(
    "kind",
    [REJECTED, FailureKind.AUTHENTICATION_REQUIRED, FailureKind.ADDRESS_NOT_ALLOWED],
)
async def test_a_final_failure_is_not_tried_again(kind: FailureKind) -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [kind]}
    (state,) = await run(stage)
    assert not state.is_conclusive
    assert plays(stage, 1) == 1


@pytest.mark.parametrize("kind", [kind for kind in FailureKind if kind.is_ours])
async def test_what_went_wrong_with_us_condemns_nobody(kind: FailureKind) -> None:
    fakes = FakeProbes()
    stage = Stage(fakes)
    fakes.answers = {stage.uri(1): [kind]}
    (state,) = await run(stage)
    assert not state.is_conclusive


@pytest.mark.parametrize("tries", [1, 2, 5])
async def test_a_failing_camera_gets_exactly_its_tries(tries: int) -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, tries=tries)
    fakes.answers = {stage.uri(1): [NOT_FOUND]}
    assert await run(stage) == [CameraState.OFFLINE]
    assert [one.attempt for one in stage.kept if one.probe == "rtsp_frame"] == list(
        range(1, tries + 1)
    )


async def test_every_observation_is_kept_once_and_is_in_the_evidence() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=3, onvif=True)
    fakes.answers = {stage.uri(2): [NOT_FOUND]}
    work = stage.round()
    await work.run(asyncio.Event())
    gathered = [one for evidence in work.evidence() for one in evidence.observations]
    assert sorted(stage.kept, key=repr) == sorted(gathered, key=repr)
    assert [(e.camera.row, {o.target for o in e.observations}) for e in work.evidence()] == [
        (1, {"1"}),
        (2, {"2"}),
        (3, {"3"}),
    ]


async def test_pictures_go_to_the_shelf_and_stay_nowhere_else() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=2)
    fakes.answers = {stage.uri(1): [BLACK, NOT_FOUND, PICTURE]}
    work = stage.round()
    assert await work.run(asyncio.Event())
    assert stage.shelved == {
        (row, attempt): b"\xff\xd8" + stage.uri(row).encode()
        for row, attempt in [(1, 1), (1, 3), (2, 1)]
    }
    gathered = [one for evidence in work.evidence() for one in evidence.observations]
    assert [one.picture for one in (*gathered, *stage.kept) if one.picture is not None] == []


async def test_the_wait_is_what_is_left_of_the_spacing() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, spacing_s=600.0)
    fakes.answers = {stage.uri(1): [NOT_FOUND]}
    stop = asyncio.Event()
    work = stage.round()
    work.watcher = stopping = _Stopping(stop)
    assert not await work.run(stop)
    assert 0.0 < stopping.seconds <= 600.0
    assert plays(stage, 1) == 1
    assert stage.states(work) == [CameraState.NOT_PROBED]


class _Stopping(Watcher):
    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self.seconds = 0.0

    def waits(self, *, seconds: float) -> None:
        self.seconds = seconds
        self._stop.set()


async def test_a_pass_that_took_longer_than_the_spacing_waits_no_more() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, spacing_s=1e-9, tries=2)
    fakes.answers = {stage.uri(1): [NOT_FOUND]}
    await run(stage)
    assert stage.notes.waited == [0.0]


async def test_nothing_waits_after_the_last_pass_or_when_all_is_well() -> None:
    stage = Stage(FakeProbes(), rows=2, spacing_s=600.0)
    assert await run(stage) == [CameraState.PICTURE_OK] * 2
    assert stage.notes.waited == []
    assert stage.notes.lines == ["begins 2 x 3", "pass 1: 2", "visited 1", "visited 2"]


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (3, 3), (64, 8)])
async def test_workers_limit_how_many_hosts_are_visited_at_once(workers: int, most: int) -> None:
    stage = Stage(FakeProbes(), rows=8, workers=workers)
    await run(stage)
    assert stage.fakes.most == most


async def test_channels_of_a_recorder_leave_the_workers_to_others() -> None:
    hosts = dict.fromkeys(range(1, 7), 200)
    stage = Stage(FakeProbes(), rows=8, workers=3, hosts=hosts)
    await run(stage)
    order = [line for line in stage.fakes.order if line.startswith("stream")]
    assert set(order[:3]) == {f"stream {stage.uri(row)}" for row in (1, 7, 8)}


async def test_a_wrong_password_is_sent_to_a_recorder_once_for_all_channels() -> None:
    fakes = FakeProbes()
    stage = Stage(
        fakes, rows=6, onvif=True, hosts=dict.fromkeys(range(1, 7), 200), credential=CREDENTIAL
    )
    for row in range(1, 7):
        fakes.answers |= {stage.uri(row): [REJECTED], stage.device(row): [REJECTED]}
    states = await run(stage)
    assert sum(call.login for call in fakes.calls if call.probe != "tcp") == 1
    assert states == [CameraState.PROBE_BLOCKED] * 6


async def test_onvif_s_refusal_does_not_spare_a_defective_picture_its_next_try() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, onvif=True, credential=CREDENTIAL)
    fakes.answers = {stage.uri(1): [BLACK, PICTURE], stage.device(1): [REJECTED]}
    assert await run(stage) == [CameraState.PICTURE_OK]
    assert sum(call.probe == "onvif" for call in fakes.calls) == 1


async def test_a_round_without_targets_is_complete() -> None:
    stage = Stage(FakeProbes(), rows=0)
    assert await run(stage) == []


def test_a_target_of_no_camera_is_refused_before_anything_is_dialled() -> None:
    work = Stage(FakeProbes(), rows=2).round()
    with pytest.raises(ValueError, match="no row of the cameras"):
        replace(work, cameras=work.cameras[:1])


def test_a_watcher_needs_no_method_of_its_own() -> None:
    silent = Watcher()
    evidence = Stage(FakeProbes()).round().evidence()[0]
    silent.begins(targets=1, tries=1)
    silent.pass_begins(attempt=1, targets=1)
    silent.confirms(targets=1)
    silent.waits(seconds=1.0)
    silent.visited(evidence)
    assert vars(silent) == {}
