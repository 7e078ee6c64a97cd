"""Real worker processes that read: a text may be lost there, nothing else."""

import os
import signal

import cv2
import numpy as np
import pytest

from probes.picture.overlay import Place, Strip
from probes.picture.reading_pool import MAX_READERS, ReadingPool
from probes.picture.worker_pool import leave_interrupts
from tests.probes.picture.overlays import needs_reader, shown

NO_PICTURE = (Strip(place=Place.TOP, jpeg=b"no picture"),)


async def test_an_answer_crosses_the_border() -> None:
    async with ReadingPool(1) as pool:
        assert await pool.read(NO_PICTURE) == ()


@needs_reader
async def test_a_worker_reads() -> None:
    _, jpeg = cv2.imencode(".jpg", np.ascontiguousarray(shown("right")[-130:]))
    async with ReadingPool(1) as pool:
        lines = await pool.read((Strip(place=Place.BOTTOM, jpeg=bytes(jpeg)),))
    assert [line.text for line in lines or ()] == ["星河里小区北门01"]


async def test_a_worker_that_dies_read_nothing() -> None:
    async with ReadingPool(1, function=os._exit) as pool:  # type: ignore[arg-type]  # dies as a crash would
        assert await pool.read(1) is None  # type: ignore[arg-type]  # exit code


async def test_a_worker_that_hangs_is_killed() -> None:
    async with ReadingPool(1, function=signal.sigwait, task_limit=0.1) as pool:  # type: ignore[arg-type]  # hangs
        assert await pool.read({signal.SIGUSR1}) is None  # type: ignore[arg-type]


async def test_a_closed_pool_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(RuntimeError):
        await ReadingPool().read(NO_PICTURE)


def test_workers_are_few_and_leave_interrupts_to_the_parent() -> None:
    assert ReadingPool()._pool.workers <= MAX_READERS
    before = signal.getsignal(signal.SIGINT)
    try:
        leave_interrupts()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
