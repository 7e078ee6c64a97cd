"""Facts about this machine that could make good cameras look bad: clock, sockets, drops, disk.

Nothing is dialled.  What the facts mean is left to `auditor.receiver`.
"""

import resource
import shutil
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from probes.probe import Context, Probe
from probes.rtsp_connection import UDP_BUFFER_BYTES
from probes.target import Target

__all__ = ["PROBE", "ReceiverFacts", "build"]

_COUNTERS = Path("/proc/net/snmp")
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverFacts:
    """``wall`` is aware UTC, ``monotonic_s`` counts from an unknown moment of this machine.

    ``files_wanted`` is how many open files the configured concurrency may need.  The UDP counts
    are the machine's since its start, None where they cannot be read.  ``free_bytes`` is that of
    the fullest folder that is written to, None when none was named.  ``boot`` is the machine's
    name for this run of it, empty where it has none: clocks and counts of another do not compare.
    """

    wall: datetime
    monotonic_s: float
    open_file_limit: int
    files_wanted: int
    udp_buffer_bytes: int
    udp_errors: int | None = None
    udp_buffer_errors: int | None = None
    free_bytes: int | None = None
    boot: str = ""


def build(*, files_wanted: int = 0, folders: Iterable[Path] = ()) -> Probe[ReceiverFacts]:
    """Return the probe for a machine that needs ``files_wanted`` and writes to ``folders``."""
    written = tuple(folders)

    async def run(_: Target, context: Context[ReceiverFacts]) -> ReceiverFacts:
        context.step("measure")
        errors, buffer_errors = udp_counters(_COUNTERS)
        return ReceiverFacts(
            wall=context.now(),
            monotonic_s=time.monotonic(),
            open_file_limit=resource.getrlimit(resource.RLIMIT_NOFILE)[0],
            files_wanted=files_wanted,
            udp_buffer_bytes=_granted_buffer(),
            udp_errors=errors,
            udp_buffer_errors=buffer_errors,
            free_bytes=min((_free(folder) for folder in written), default=None),
            boot=_boot_id(),
        )

    return Probe(
        name="receiver",
        version=2,
        payload_type=ReceiverFacts,
        deadline=timedelta(seconds=10),
        run=run,
    )


def udp_counters(path: Path) -> tuple[int | None, int | None]:
    """InErrors and RcvbufErrors of the machine; None for what ``path`` does not tell."""
    try:
        lines = [line.split() for line in path.read_text().splitlines()]
    except OSError:
        return None, None
    names, *rows = [line for line in lines if line[:1] == ["Udp:"]] or [[]]
    counts = dict(zip(names, rows[0], strict=False)) if rows else {}
    errors, buffer_errors = counts.get("InErrors", ""), counts.get("RcvbufErrors", "")
    return (
        int(errors) if errors.isdigit() else None,
        int(buffer_errors) if buffer_errors.isdigit() else None,
    )


def _boot_id() -> str:
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return ""


def _granted_buffer() -> int:
    """What the kernel grants of the buffer that a UDP stream asks for."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UDP_BUFFER_BYTES)
        return probe.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)


def _free(folder: Path) -> int:
    """Of the nearest folder that exists already."""
    existing = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    return shutil.disk_usage(existing).free


PROBE = build()
