"""How often something may be tried.  Time is an argument."""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

__all__ = ["SignInLimit", "Window"]

_KEYS = 10_000
_SPAN = timedelta(minutes=15)


@dataclass(slots=True, kw_only=True)
class Window:
    """At most ``most`` in ``span`` for each key; the oldest keys are forgotten when very many."""

    most: int
    span: timedelta
    _seen: dict[str, deque[datetime]] = field(default_factory=dict, init=False)

    def is_full(self, key: str, now: datetime) -> bool:
        """Whether no more is allowed."""
        seen = self._seen.get(key, deque())
        while seen and now - seen[0] >= self.span:
            seen.popleft()
        return len(seen) >= self.most

    def add(self, key: str, now: datetime) -> None:
        """Count one."""
        seen = self._seen.pop(key, deque())
        seen.append(now)
        self._seen[key] = seen
        while len(self._seen) > _KEYS:
            del self._seen[next(iter(self._seen))]

    def take_back(self, key: str) -> None:
        """Do not count the last one."""
        if self._seen.get(key):
            self._seen[key].pop()


@dataclass(slots=True)
class SignInLimit:
    """By name and address together, by address alone, and by name from anywhere.

    The last is wide, so that nobody can lock a colleague out from one place.
    """

    _both: Window = field(default_factory=lambda: Window(most=5, span=_SPAN), init=False)
    _address: Window = field(default_factory=lambda: Window(most=20, span=_SPAN), init=False)
    _name: Window = field(default_factory=lambda: Window(most=40, span=_SPAN), init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def take(self, name: str, address: str, now: datetime) -> bool:
        """Whether one more try is allowed; it counts at once, so that none slips by beside it."""
        with self._lock:
            windows = self._windows(name, address)
            if any(window.is_full(key, now) for window, key in windows):
                return False
            for window, key in windows:
                window.add(key, now)
        return True

    def succeeded(self, name: str, address: str) -> None:
        """Do not count a try that was right."""
        with self._lock:
            for window, key in self._windows(name, address):
                window.take_back(key)

    def _windows(self, name: str, address: str) -> tuple[tuple[Window, str], ...]:
        return (
            (self._both, f"{address}\n{name}"),
            (self._address, address),
            (self._name, name),
        )
