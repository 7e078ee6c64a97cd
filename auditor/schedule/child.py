"""Runs a night's round in a process of its own: its leaks and crashes end with it.

The child hangs on a leash, its standard input: a byte for every renewed lease.  When the bytes
stop, because the service died or lost its lease, the child ends itself (`auditor.cli.leashed`),
so that another service can take the round over without two of them probing.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from auditor.schedule.nights import NightLine

__all__ = ["ChildRunner"]

_GRACE_S = 8.0
_STDERR = 2


@dataclass(slots=True, kw_only=True)
class ChildRunner:
    """``command`` makes the child's command line from the night's line."""

    command: Callable[[NightLine], Sequence[str]]
    grace_s: float = _GRACE_S
    _child: "subprocess.Popen[bytes] | None" = field(init=False, default=None)
    _closed: bool = field(init=False, default=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def run_night(self, line: NightLine) -> int:
        """Run the round to its end; the exit code, negative for the signal that ended it."""
        with self._lock:
            if self._closed:
                return -signal.SIGTERM
            self._child = child = self._begin(line)
        try:
            return child.wait()
        finally:
            with self._lock:
                self._child = None
            _end_group(child.pid)
            if child.stdin is not None:
                with contextlib.suppress(OSError):
                    child.stdin.close()

    def alive(self) -> None:
        """Pull at the leash."""
        with self._lock, contextlib.suppress(OSError):
            if self._child is not None and self._child.stdin is not None:
                self._child.stdin.write(b".")
                self._child.stdin.flush()

    def stop(self) -> None:
        """Ask the round to end in order; what has not ended after the grace is killed."""
        with self._lock:
            child = self._child
            if child is None or child.poll() is not None:
                return
            child.terminate()
        timer = threading.Timer(self.grace_s, _kill, (child,))
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """Stop, and begin nothing again."""
        self._closed = True
        self.stop()

    def _begin(self, line: NightLine) -> "subprocess.Popen[bytes]":
        """A session of its own: Ctrl-C at a terminal is the service's to pass on."""
        return subprocess.Popen(  # noqa: S603 - our own program and the operator's file
            [sys.executable, "-m", "auditor.cli.leashed", *self.command(line)],
            stdin=subprocess.PIPE,
            stdout=_STDERR,
            start_new_session=True,
        )


def _kill(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        _end_group(child.pid)


def _end_group(group: int) -> None:
    """The workers of a round that was killed do not end by themselves."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
