"""Real worker processes: results, crashes, hangs."""

import asyncio
import os
import signal
from typing import Any

import cv2
import pytest

from probes.failure import FailureKind, ProbeError
from probes.picture.frame import PictureRequest
from probes.picture.pool import MAX_WORKERS, DecodePool, _begin_worker
from probes.picture.worker_pool import leave_interrupts

REQUEST = PictureRequest(codec="h264", key=b"")


async def kind_of(pool: DecodePool, request: PictureRequest = REQUEST) -> FailureKind:
    with pytest.raises(ProbeError) as caught:
        await pool.decode(request)
    return caught.value.kind


async def test_pictures_and_refusals_cross_the_border(clips: Any) -> None:
    request = PictureRequest(codec="h265", key=clips["h265"].annex_b(0))
    async with DecodePool(1) as pool:
        assert (await pool.decode(request)).width_px == 128
        assert await kind_of(pool) is FailureKind.NOT_DECODABLE


async def test_a_worker_that_dies_is_our_failure() -> None:
    async with DecodePool(1, function=os._exit) as pool:  # type: ignore[arg-type]  # dies as a crash would
        assert await kind_of(pool, 1) is FailureKind.DECODER_CRASHED  # type: ignore[arg-type]  # exit code


async def test_a_worker_that_hangs_is_killed() -> None:
    async with DecodePool(1, function=signal.sigwait, task_limit=0.1) as pool:  # type: ignore[arg-type]  # hangs
        assert await kind_of(pool, {signal.SIGUSR1}) is FailureKind.DECODER_CRASHED  # type: ignore[arg-type]


async def test_leaving_stops_a_running_task() -> None:
    async with DecodePool(1, function=signal.sigwait) as pool:  # type: ignore[arg-type]  # hangs
        task = asyncio.create_task(pool.decode({signal.SIGUSR1}))  # type: ignore[arg-type]
        await asyncio.sleep(0)
    with pytest.raises(ProbeError) as caught:
        await task
    assert caught.value.kind is FailureKind.INTERRUPTED


async def test_a_closed_pool_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(RuntimeError):
        await DecodePool().decode(REQUEST)


def test_workers_leave_interrupts_to_the_parent() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        leave_interrupts()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_worker_keeps_to_one_core() -> None:
    before, interrupts = cv2.getNumThreads(), signal.getsignal(signal.SIGINT)
    try:
        _begin_worker()
        assert cv2.getNumThreads() == 1
    finally:
        cv2.setNumThreads(before)
        signal.signal(signal.SIGINT, interrupts)


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 2), (64, MAX_WORKERS)])
def test_there_is_a_worker_for_each_core_up_to_a_limit(
    cores: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert (DecodePool().workers, DecodePool(3).workers) == (workers, 3)
