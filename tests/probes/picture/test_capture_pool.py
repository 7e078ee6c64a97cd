"""Processes of the second client are killed, replaced and told apart from a camera's silence."""

import asyncio
import os
import time

import pytest

from probes.failure import FailureKind, ProbeError
from probes.picture.capture_pool import CapturePool
from probes.picture.captured import Captured, CaptureRequest

REQUEST = CaptureRequest(uri="rtsp://127.0.0.1:9/x", seconds=0.2)


def by_uri(request: CaptureRequest) -> Captured:
    """What the worker does is written in the URI; a module's function, since it is pickled."""
    if request.uri == "hang":
        time.sleep(60)
    if request.uri == "crash":
        os._exit(3)
    if request.uri == "stderr":
        os.write(2, b"a camera's text\n")
    if request.uri == "environment":
        return Captured(codec=os.environ["OPENCV_FFMPEG_IS_THREAD_SAFE"])
    return Captured(opened=True)


async def test_a_hanging_process_is_killed_and_the_next_one_works(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with CapturePool(1, grace_s=0.3, function=by_uri) as pool:
        assert await pool.capture(CaptureRequest(uri="environment", seconds=5)) == Captured(
            codec="1"
        )
        began = time.monotonic()
        assert await pool.capture(CaptureRequest(uri="hang", seconds=0.2)) is None
        assert time.monotonic() - began < 10
        with pytest.raises(ProbeError) as caught:
            await pool.capture(CaptureRequest(uri="crash", seconds=5))
        assert caught.value.kind is FailureKind.DECODER_CRASHED
        assert await pool.capture(CaptureRequest(uri="stderr", seconds=5)) == Captured(opened=True)
    assert capfd.readouterr().err == ""


async def test_a_pool_that_closes_interrupts_who_waits() -> None:
    pool = CapturePool(1, function=by_uri)
    async with pool:
        waiting = asyncio.create_task(pool.capture(CaptureRequest(uri="hang", seconds=60)))
        await asyncio.sleep(0)
    with pytest.raises(ProbeError) as caught:
        await waiting
    assert caught.value.kind is FailureKind.INTERRUPTED


async def test_cancelling_who_waits_is_no_failure() -> None:
    async with CapturePool(1, function=by_uri) as pool:
        waiting = asyncio.create_task(pool.capture(CaptureRequest(uri="hang", seconds=60)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_a_closed_pool_is_a_bug_of_the_caller() -> None:
    with pytest.raises(RuntimeError):
        await CapturePool(1).capture(REQUEST)
