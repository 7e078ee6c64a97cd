"""Stopping and failing in the middle: what was seen is kept, nothing runs on, nobody is condemned."""

import asyncio
import socket
from dataclasses import replace

import pytest

from auditor.errors import StoreError
from auditor.examples import camera
from auditor.model import CameraState
from auditor.schedule.plan import plan
from auditor.schedule.round import Round
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.visit import ProbeSet
from tests.auditor.schedule.round_parts import Stage, others, run_until
from tests.probes.fake_probes import HANG, NOW, FakeProbes

NOT_FOUND = FailureKind.NOT_FOUND


def stage_that_hangs(row: int = 2, tries: int = 3) -> Stage:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=3, workers=1, tries=tries)
    fakes.answers = {stage.uri(row): [HANG]}
    return stage


async def test_a_stop_keeps_finished_visits_and_leaves_the_rest_unprobed() -> None:
    stage = stage_that_hangs()
    work = stage.round()
    assert not await run_until(work, stage.fakes.hanging)
    assert others() == set()
    assert stage.states(work) == [
        CameraState.PICTURE_OK,
        CameraState.NOT_PROBED,
        CameraState.NOT_PROBED,
    ]
    assert [len(evidence.observations) for evidence in work.evidence()] == [2, 2, 0]
    assert stage.fakes.running == 0


async def test_a_visit_cut_short_is_no_conclusive_try() -> None:
    """The port was open and RTSP was not asked yet: the silence is ours, not the camera's."""
    stage = stage_that_hangs(row=1, tries=1)
    work = stage.round()
    assert not await run_until(work, stage.fakes.hanging)
    port, cut = work.evidence()[0].observations
    assert (port.probe, port.failure) == ("tcp_connect", None)
    assert cut == Observation(
        target="1",
        probe="rtsp_frame",
        version=3,
        attempt=1,
        started_at=NOW,
        duration=cut.duration,
        answered=False,
        failure=Failure("visit", FailureKind.INTERRUPTED, "the round was stopped"),
    )
    assert stage.kept == [port, cut]
    assert stage.states(work)[0] is CameraState.NOT_PROBED


async def test_a_stop_before_the_start_visits_nobody() -> None:
    stage = Stage(FakeProbes(), rows=3)
    stop = asyncio.Event()
    stop.set()
    work = stage.round()
    assert not await work.run(stop)
    assert stage.kept == []
    assert stage.states(work) == [CameraState.NOT_PROBED] * 3
    assert others() == set()


async def test_cancelling_ends_everything_too() -> None:
    stage = stage_that_hangs()
    task = asyncio.create_task(stage.round().run(asyncio.Event()))
    await stage.fakes.hanging.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert others() == set()
    assert stage.fakes.running == 0
    assert [one.target for one in stage.kept] == ["1", "1", "2", "2"]


def failing_keep(stage: Stage, *, after: int) -> Round:
    work = stage.round()

    def keep(observation: Observation[object]) -> None:
        if len(stage.kept) >= after:
            raise StoreError("the disk is full")
        stage.kept.append(observation)

    work.keep = keep
    return work


@pytest.mark.parametrize("after", [0, 1, 3])
async def test_a_fault_of_the_store_ends_the_round_with_its_own_message(after: int) -> None:
    stage = Stage(FakeProbes(), rows=8, workers=4)
    work = failing_keep(stage, after=after)
    with pytest.raises(StoreError, match="the disk is full"):
        await work.run(asyncio.Event())
    assert others() == set()
    assert stage.fakes.running == 0


async def test_a_fault_of_the_store_while_stopping_is_told_too() -> None:
    stage = stage_that_hangs()
    work = failing_keep(stage, after=3)
    with pytest.raises(StoreError, match="the disk is full"):
        await run_until(work, stage.fakes.hanging)
    assert others() == set()


async def test_a_bug_of_a_probe_is_an_observation_and_the_night_goes_on() -> None:
    fakes = FakeProbes()
    stage = Stage(fakes, rows=3, tries=1)
    fakes.answers = {stage.uri(2): [FailureKind.BUG]}
    work = stage.round()
    assert await work.run(asyncio.Event())
    assert stage.states(work) == [
        CameraState.PICTURE_OK,
        CameraState.NOT_PROBED,
        CameraState.PICTURE_OK,
    ]


async def test_sockets_are_closed_when_a_real_dialogue_is_cut() -> None:
    """A camera that accepts and says nothing; afterwards it sees the end of the connection."""
    asked, gone = asyncio.Event(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.read(4096):
                asked.set()
        except ConnectionError:
            pass
        if asked.is_set():
            gone.set()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.78.9", 0, family=socket.AF_INET)
    port = server.sockets[0].getsockname()[1]
    registered = replace(camera(stream_uri=f"rtsp://127.0.78.9:{port}/main"), host="127.0.78.9")
    stage = Stage(FakeProbes())
    work = replace(
        stage.round(), probes=ProbeSet(), cameras=(registered,), targets=plan([registered], {})
    )
    assert not await run_until(work, asked)
    await gone.wait()
    server.close()
    await server.wait_closed()
    assert stage.states(work) == [CameraState.NOT_PROBED]
