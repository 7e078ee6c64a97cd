"""A few dear values kept by name, the least recently used one dropped first."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Kept"]

T = TypeVar("T")


@dataclass(slots=True)
class Kept(Generic[T]):
    """``most`` values of ``make``; what is kept never changes."""

    most: int
    make: Callable[[str], T]
    _values: OrderedDict[str, T] = field(default_factory=OrderedDict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def get(self, name: str) -> T:
        """The value, made if need be; two who ask at once may both make it."""
        with self._lock:
            if name in self._values:
                self._values.move_to_end(name)
                return self._values[name]
        value = self.make(name)
        with self._lock:
            self._values[name] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value
