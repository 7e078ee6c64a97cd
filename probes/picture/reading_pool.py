"""Worker processes that read overlays: what hangs or crashes there costs a text, no picture.

Reading itself is left to :mod:`probes.picture.reading`, the life of the processes to
:mod:`probes.picture.worker_pool`.
"""

import os
from collections.abc import Callable
from types import TracebackType
from typing import Self

from probes.failure import ProbeError
from probes.picture.overlay import Strip, TextLine
from probes.picture.reading import read_strips
from probes.picture.worker_pool import WorkerPool, leave_interrupts

__all__ = ["MAX_READERS", "ReadingPool"]

MAX_READERS = 2  # each takes some 320 MB


class ReadingPool:
    """An asynchronous context manager; a reading waits while all workers are busy.

    ``task_limit`` is in seconds and begins when a worker takes the task.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        task_limit: float = 20.0,
        function: Callable[[tuple[Strip, ...]], tuple[TextLine, ...]] = read_strips,
    ) -> None:
        self._task_limit = task_limit
        self._pool = WorkerPool(
            function=function,
            workers=workers or min(len(os.sched_getaffinity(0)), MAX_READERS),
            max_tasks=2000,
            initializer=leave_interrupts,
        )

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

    async def read(self, strips: tuple[Strip, ...]) -> tuple[TextLine, ...] | None:
        """The lines; None when the worker died or ran out of time, which says nothing."""
        try:
            return await self._pool.run(strips, limit=self._task_limit)
        except (ProbeError, TimeoutError):
            return None
