"""The life of a pool: what is handed on, what is killed, who was stopped and who crashed."""

import asyncio
import os
import time

import pytest

from probes.failure import FailureKind, ProbeError
from probes.picture.worker_pool import WorkerPool


def nothing() -> None:
    """A worker that needs no preparation."""


def work(request: str) -> str:
    """What the worker does is its request; a module's function, since it is pickled."""
    if request == "hang":
        time.sleep(60)
    if request == "crash":
        os._exit(3)
    if request == "refuse":
        raise LookupError(request)
    if request == "bug":
        raise KeyError("a camera's text")
    return request


def pool(**changes: int) -> WorkerPool[str, str]:
    options = {"workers": 1, "max_tasks": 10} | changes
    return WorkerPool(function=work, initializer=nothing, answers=(IndexError,), **options)


async def test_results_cross_the_border_and_every_end_of_a_worker_has_its_name() -> None:
    async with pool() as opened:
        assert await opened.run("a", limit=20) == "a"
        for request in ("crash", "refuse", "bug"):
            with pytest.raises(ProbeError) as caught:
                await opened.run(request, limit=20)
            assert caught.value.kind is FailureKind.DECODER_CRASHED
            assert "camera" not in caught.value.detail
        with pytest.raises(TimeoutError):
            await opened.run("hang", limit=0.2)
        assert await opened.run("b", limit=20) == "b"


async def test_an_exception_that_is_an_answer_is_handed_on() -> None:
    asked = WorkerPool(
        function=work, workers=1, max_tasks=10, initializer=nothing, answers=(LookupError,)
    )
    async with asked as opened:
        with pytest.raises(LookupError, match="refuse"):
            await opened.run("refuse", limit=20)


async def test_who_waits_for_a_pool_that_is_stopped_was_interrupted() -> None:
    async with pool() as opened:
        waiting = [asyncio.create_task(opened.run("hang", limit=60)) for _ in range(3)]
        await asyncio.sleep(0)
        assert opened.waiting == 2
    assert opened.waiting == 0
    kinds = []
    for task in waiting:
        with pytest.raises(ProbeError) as caught:
            await task
        kinds.append(caught.value.kind)
    assert kinds == [FailureKind.INTERRUPTED] * 3


async def test_who_is_cancelled_himself_is_cancelled() -> None:
    async with pool() as opened:
        waiting = asyncio.create_task(opened.run("hang", limit=60))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_a_pool_that_is_not_open_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(RuntimeError):
        await pool().run("a", limit=1)
