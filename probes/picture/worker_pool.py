"""Worker processes that may crash or hang, and the life of their pool.

What a worker does, how it is prepared and what its time-out means is left to who uses it:
:mod:`probes.picture.pool`, :mod:`probes.picture.capture_pool` and :mod:`probes.picture.reading_pool`.
"""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import TracebackType
from typing import Generic, Self, TypeVar

from pebble import ProcessPool

from probes.failure import FailureKind, ProbeError

__all__ = ["WorkerPool", "leave_interrupts"]

R = TypeVar("R")
P = TypeVar("P")


@dataclass(slots=True, kw_only=True)
class WorkerPool(Generic[R, P]):
    """An asynchronous context manager; `run` may be called by many tasks at once.

    ``function`` belongs to a module, since it is pickled.  A worker ends after ``max_tasks``, so
    that no leak of a native library lasts for the whole night.  ``answers`` are exceptions of
    the function that say something about its request: they are handed on.
    """

    function: Callable[[R], P]
    workers: int
    max_tasks: int
    initializer: Callable[[], None]
    answers: tuple[type[Exception], ...] = ()
    _pool: ProcessPool | None = field(init=False, default=None)
    _open: set[Future[P]] = field(init=False, default_factory=set)

    async def __aenter__(self) -> Self:
        """Start the pool; workers begin with the first task."""
        self._pool = ProcessPool(
            max_workers=self.workers,
            max_tasks=self.max_tasks,
            initializer=self.initializer,
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

    async def run(self, request: R, *, limit: float) -> P:
        """Run in a worker for ``limit`` seconds, which begin when one takes the task.

        Raises TimeoutError when the worker had to be killed, one of ``answers``, and ProbeError:
        interrupted when the pool was stopped, decoder_crashed for everything else (both ours).
        """
        if self._pool is None:
            raise RuntimeError("the pool is not open")
        future = self._pool.schedule(self.function, args=[request], timeout=limit)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        try:
            result: P = await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if not self._was_stopped_alone():
                raise
            raise ProbeError(FailureKind.INTERRUPTED, "the workers were stopped") from None
        except Exception as error:
            if isinstance(error, (TimeoutError, *self.answers)):
                raise
            # Whatever else ends a worker ends in one answer.
            stopped = self._pool is None
            kind = FailureKind.INTERRUPTED if stopped else FailureKind.DECODER_CRASHED
            raise ProbeError(kind, type(error).__name__) from None
        return result

    @property
    def waiting(self) -> int:
        """How many tasks no worker has taken yet."""
        return max(0, len(self._open) - self.workers)

    def _was_stopped_alone(self) -> bool:
        """Whether the pool was stopped, and not the task that waits for it."""
        task = asyncio.current_task()
        return self._pool is None and (task is None or not task.cancelling())


def leave_interrupts() -> None:
    """Leave Ctrl+C to the parent, which stops the pool in order; for workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
