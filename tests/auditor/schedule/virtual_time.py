"""An event loop whose clock jumps to the next timer: hours of a round pass at once."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Never waits: what it was asked to wait is added to ``passed``."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout is None:
            raise AssertionError("everybody waits for ever")
        if not found:
            self.passed += timeout or 0.0
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.clock = _Selector()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.passed


def run_virtually(work: Coroutine[Any, Any, T]) -> T:
    """What ``asyncio.run`` would return, hours later."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)
