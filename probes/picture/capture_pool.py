"""Worker processes that run FFmpeg's client: one may hang or crash, and is killed for it.

A worker runs one capture at a time, since OpenCV's options belong to the process.
The life of the processes is left to :mod:`probes.picture.worker_pool`.
"""

import os
from collections.abc import Callable
from types import TracebackType
from typing import Self

from probes.picture.capture import capture
from probes.picture.captured import Captured, CaptureRequest
from probes.picture.worker_pool import WorkerPool, leave_interrupts

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
        self._grace_s = grace_s
        self._pool = WorkerPool(
            function=function, workers=workers, max_tasks=100, initializer=_prepare
        )

    @property
    def workers(self) -> int:
        """How many captures run at once."""
        return self._pool.workers

    async def __aenter__(self) -> Self:
        """Start the pool; workers begin with the first task, which is the self-test's."""
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

    async def capture(self, request: CaptureRequest) -> Captured | None:
        """Capture in a worker; None when it was killed at the limit.

        Raises ProbeError: decoder_crashed, interrupted (ours: they say nothing of the camera).
        """
        try:
            return await self._pool.run(request, limit=request.seconds + self._grace_s)
        except TimeoutError:
            return None


def _prepare() -> None:
    """Silence FFmpeg, whose messages quote what a device sent."""
    leave_interrupts()
    # Without it OpenCV opens one capture at a time in the whole process, behind a mute camera.
    os.environ["OPENCV_FFMPEG_IS_THREAD_SAFE"] = "1"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
