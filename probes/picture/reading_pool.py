"""Worker processes that read overlays: what hangs or crashes there costs a text, no picture.

Reading itself is left to :mod:`probes.picture.reading`.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Self

from pebble import ProcessPool

from probes.picture.overlay import Strip, TextLine
from probes.picture.reading import read_strips

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
        self._workers = workers or min(len(os.sched_getaffinity(0)), MAX_READERS)
        self._task_limit = task_limit
        self._function = function
        self._pool: ProcessPool | None = None

    async def __aenter__(self) -> Self:
        """Start the pool; workers begin with the first task."""
        self._pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=2000,
            initializer=_leave_interrupts,
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

    async def read(self, strips: tuple[Strip, ...]) -> tuple[TextLine, ...] | None:
        """The lines; None when the worker died or ran out of time, which says nothing."""
        if self._pool is None:
            raise RuntimeError("the pool is not open")
        future = self._pool.schedule(self._function, args=[strips], timeout=self._task_limit)
        try:
            lines: tuple[TextLine, ...] = await asyncio.wrap_future(future)
        except Exception:  # noqa: BLE001 - whatever ends a worker ends in one answer
            return None
        return lines


def _leave_interrupts() -> None:
    """Leave Ctrl+C to the parent, which stops the pool in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
