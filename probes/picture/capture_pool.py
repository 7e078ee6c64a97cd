"""Worker processes that run FFmpeg's client: one may hang or crash, and is killed for it.

A worker runs one capture at a time, since OpenCV's options belong to the process.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from pebble import ProcessPool

from probes.failure import FailureKind, ProbeError
from probes.picture.capture import capture
from probes.picture.captured import Captured, CaptureRequest

__all__ = ["CapturePool"]

GRACE_S = 3.0  # between the limit that FFmpeg knows and the one that kills
_STDERR = 2


class CapturePool:
    """An asynchronous context manager; a capture waits while all workers are busy.

    ``workers`` is how many captures run at once: who asks for more waits in vain for his time.
    """

    def __init__(
        self,
        workers: int = 4,
        *,
        grace_s: float = GRACE_S,
        function: Callable[[CaptureRequest], Captured] = capture,
    ) -> None:
        self.workers = workers
        self._grace_s = grace_s
        self._function = function
        self._pool: ProcessPool | None = None
        self._open: set[Future[Captured]] = set()

    async def __aenter__(self) -> Self:
        """Start the pool; workers begin with the first task, which is the self-test's."""
        self._pool = ProcessPool(
            max_workers=self.workers,
            max_tasks=100,
            initializer=_prepare,
            # A forked child would inherit the sockets and locks of every running session.
            context=multiprocessing.get_context("spawn"),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the workers, also in the middle of a task."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
            await asyncio.to_thread(pool.join)
        for future in tuple(self._open):
            future.cancel()

    async def capture(self, request: CaptureRequest) -> Captured | None:
        """Capture in a worker; None when it was killed at the limit.

        Raises ProbeError: decoder_crashed, interrupted (ours: they say nothing of the camera).
        """
        if self._pool is None:
            raise RuntimeError("the pool is not open")
        limit = request.seconds + self._grace_s
        future = self._pool.schedule(self._function, args=[request], timeout=limit)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        try:
            captured: Captured = await asyncio.wrap_future(future)
        except TimeoutError:
            return None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._pool is not None or (task is not None and task.cancelling()):
                raise
            raise ProbeError(FailureKind.INTERRUPTED, "the workers were stopped") from None
        except Exception as error:  # noqa: BLE001 - whatever ends a worker ends in one answer
            stopped = self._pool is None
            kind = FailureKind.INTERRUPTED if stopped else FailureKind.DECODER_CRASHED
            raise ProbeError(kind, type(error).__name__) from None
        return captured


def _prepare() -> None:
    """Leave Ctrl+C to the parent; silence FFmpeg, whose messages quote what a device sent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Without it OpenCV opens one capture at a time in the whole process, behind a mute camera.
    os.environ["OPENCV_FFMPEG_IS_THREAD_SAFE"] = "1"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
