"""What processes used: CPU seconds and resident memory of a process and all it started."""

import contextlib
import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Memory", "Others", "foreign_cpu_s", "load_average", "tree_cpu_s", "watched"]

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_CPU_FIELDS = slice(11, 15)  # utime, stime and those of the children waited for (proc(5))
_EVERY_S = 0.1


def load_average() -> float:
    """Runnable tasks over the last minute, ours included: tells a busy machine."""
    return round(os.getloadavg()[0], 2)


def foreign_cpu_s(*pids: int) -> float:
    """CPU seconds of the machine that neither we, nor processes of ours that ended, nor ``pids`` used."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    used = sum(usage.ru_utime + usage.ru_stime for usage in own)
    return _machine_cpu_s() - used - sum(map(tree_cpu_s, pids))


def _machine_cpu_s() -> float:
    """Of all programs; not what the hypervisor gave to others."""
    line = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0]
    user, nice, system, _idle, _wait, irq, softirq, *_ = map(int, line.split()[1:])
    return (user + nice + system + irq + softirq) / _TICKS


def tree_cpu_s(pid: int) -> float:
    """User and system seconds of ``pid``, its living descendants, and the dead ones waited for."""
    return sum(_cpu_s(member) for member in _tree(pid))


class Others:
    """How many cores other programs use, from its making on; ``pids`` work for us and are none."""

    def __init__(self, *pids: int) -> None:
        self._pids = pids
        self._before = foreign_cpu_s(*pids)
        self._began = time.perf_counter()

    def cores(self) -> float:
        """On average until now."""
        used = foreign_cpu_s(*self._pids) - self._before
        return max(0.0, used) / (time.perf_counter() - self._began)


@dataclass(slots=True)
class Memory:
    """The highest resident memory of the tree in MB; shared pages are counted for each process."""

    rss_mb: float = 0.0
    processes: int = 0

    def look(self, pid: int) -> None:
        """Raise the peaks by what the tree holds now."""
        members = _tree(pid)
        self.rss_mb = max(self.rss_mb, sum(map(_rss_mb, members)))
        self.processes = max(self.processes, len(members))


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Look at the tree ten times a second while the context lasts."""
    seen, over = Memory(), threading.Event()

    def look() -> None:
        while not over.wait(_EVERY_S):
            seen.look(pid)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _tree(pid: int) -> list[int]:
    members = [pid]
    for member in members:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{member}/task").iterdir():
                members += map(int, (task / "children").read_text(encoding="ascii").split())
    return members


def _cpu_s(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    fields = text.rpartition(") ")[2].split()
    return sum(map(int, fields[_CPU_FIELDS])) / _TICKS


def _rss_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return 0.0
    return pages * _PAGE_BYTES / 2**20
