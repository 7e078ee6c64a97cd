"""Worker processes that decode: a hostile stream may crash or hang one, never the audit.

The decoding itself is left to :mod:`probes.picture.decode`, the life of the processes to
:mod:`probes.picture.worker_pool`.
"""

import ctypes
import os
from collections.abc import Callable
from types import TracebackType
from typing import Self

import cv2

from probes.failure import FailureKind, ProbeError
from probes.picture.decode import UndecodableError, decode_picture
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.picture.worker_pool import WorkerPool, leave_interrupts

__all__ = ["MAX_WORKERS", "DecodePool", "keep_memory"]

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
        self._task_limit = task_limit
        self._pool = WorkerPool(
            function=function,
            workers=workers or min(len(os.sched_getaffinity(0)), MAX_WORKERS),
            max_tasks=5000,
            initializer=_begin_worker,
            answers=(UndecodableError,),
        )

    @property
    def workers(self) -> int:
        """How many processes decode at once."""
        return self._pool.workers

    @property
    def waiting(self) -> int:
        """How many pictures wait for a process."""
        return self._pool.waiting

    async def __aenter__(self) -> Self:
        """Start the pool; workers begin with the first task."""
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the workers, also in the middle of a task."""
        await self._pool.__aexit__(kind, error, trace)

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        """Decode in a worker.

        Raises ProbeError: not_decodable for a bad stream, decoder_crashed when the worker died
        or ran out of time, interrupted when the pool was closed (ours: they say nothing certain
        about the camera).
        """
        try:
            return await self._pool.run(request, limit=self._task_limit)
        except UndecodableError as error:
            raise ProbeError(FailureKind.NOT_DECODABLE, str(error)) from None
        except TimeoutError:
            raise ProbeError(FailureKind.DECODER_CRASHED, "the worker had to be killed") from None


def _begin_worker() -> None:
    """Use one core: threads of OpenCV would fight with the other workers."""
    leave_interrupts()
    keep_memory()
    cv2.setNumThreads(1)


def keep_memory() -> None:
    """Let glibc keep what a picture frees for the next one.

    Otherwise it returns the memory and gets it again, 3,700 page faults or 13 ms a picture.
    Another C library is left as it is.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 32 * 1024 * 1024)
        mallopt(_M_TRIM_THRESHOLD, 128 * 1024 * 1024)
