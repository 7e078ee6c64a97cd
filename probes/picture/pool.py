"""Worker processes that decode: a hostile stream may crash or hang one, never the audit.

The decoding itself is left to :mod:`probes.picture.decode`.
"""

import asyncio
import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

import cv2
from pebble import ProcessPool

from probes.failure import FailureKind, ProbeError
from probes.picture.decode import UndecodableError, decode_picture
from probes.picture.frame import DecodedPicture, PictureRequest

__all__ = ["MAX_WORKERS", "DecodePool"]

MAX_WORKERS = 4
_M_TRIM_THRESHOLD = -1  # mallopt(3)
_M_MMAP_THRESHOLD = -3


class DecodePool:
    """An asynchronous context manager; its `decode` may be called by many tasks at once.

    ``workers`` is by default one for each core that we may use, four at most: one event loop
    cannot keep more of them busy, and each takes some 90 MB.
    ``task_limit`` is in seconds and begins when a worker takes the task.  A worker ends after
    5,000 tasks, so that no leak of a native library lasts for the whole night.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        task_limit: float = 10.0,
        function: Callable[[PictureRequest], DecodedPicture] = decode_picture,
    ) -> None:
        self._workers = workers or min(len(os.sched_getaffinity(0)), MAX_WORKERS)
        self._task_limit = task_limit
        self._function = function
        self._pool: ProcessPool | None = None
        self._open: set[Future[DecodedPicture]] = set()

    async def __aenter__(self) -> Self:
        """Start the pool; workers begin with the first task."""
        self._pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=5000,
            initializer=_begin_worker,
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
        # Stopping may leave a task's future open for ever: its waiter must not hang.
        for future in tuple(self._open):
            future.cancel()

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        """Decode in a worker.

        Raises ProbeError: not_decodable for a bad stream, decoder_crashed when the worker died
        or ran out of time, interrupted when the pool was closed (ours: they say nothing certain
        about the camera).
        """
        if self._pool is None:
            raise RuntimeError("the pool is not open")
        future = self._pool.schedule(self._function, args=[request], timeout=self._task_limit)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        try:
            decoded: DecodedPicture = await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._pool is not None or (task is not None and task.cancelling()):
                raise
            raise ProbeError(FailureKind.INTERRUPTED, "the decoders were stopped") from None
        except UndecodableError as error:
            raise ProbeError(FailureKind.NOT_DECODABLE, str(error)) from None
        except Exception as error:  # noqa: BLE001 - whatever ends a worker ends in one answer
            raise ProbeError(FailureKind.DECODER_CRASHED, type(error).__name__) from None
        return decoded


def _begin_worker() -> None:
    """Use one core: threads of OpenCV would fight with the other workers."""
    _ignore_interrupt()
    _keep_memory()
    cv2.setNumThreads(1)


def _keep_memory() -> None:
    """Let glibc keep what a picture frees for the next one.

    Otherwise it returns the memory and gets it again, 3,700 page faults or 13 ms a picture.
    Another C library is left as it is.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 32 * 1024 * 1024)
        mallopt(_M_TRIM_THRESHOLD, 128 * 1024 * 1024)


def _ignore_interrupt() -> None:
    """Leave Ctrl+C to the parent, which stops the pool in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
