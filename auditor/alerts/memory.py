"""What each channel was told and still has to be told: one small file, written aside, renamed.

It holds no secret.  A file that cannot be read is begun anew: the worst that follows is an alert
that is told twice.  Two programs that send in the same second may each tell it, too.
"""

import contextlib
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from auditor.alerts.model import Notice
from auditor.errors import ReportError

__all__ = ["ChannelMemory", "Memory", "load_memory", "save_memory"]

_NAME = ".alerts.json"
_MAX_BYTES = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMemory:
    """``told`` is when each alert was last sent, ``sent`` the moments of the last hour.

    ``waiting`` notices could not be sent yet; ``delivered`` and ``failed`` count for ever.
    """

    told: dict[str, datetime] = field(default_factory=dict)
    sent: tuple[datetime, ...] = ()
    waiting: tuple[Notice, ...] = ()
    delivered: int = 0
    failed: int = 0
    last_fault: str = ""


Memory = dict[str, ChannelMemory]
"""By the channel's name."""

_ADAPTER = TypeAdapter(Memory)


def load_memory(reports: Path) -> Memory:
    """What is remembered in the folder of the reports; nothing for a file that is no such file."""
    try:
        with (reports / _NAME).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        return _ADAPTER.validate_json(data) if len(data) <= _MAX_BYTES else {}
    except (OSError, ValidationError):
        return {}


def save_memory(reports: Path, memory: Memory) -> None:
    """Replace the file as a whole; ReportError when the folder does not take it."""
    place = reports / _NAME
    aside = place.with_name(f"{_NAME}.{os.getpid()}.partial")
    try:
        reports.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(_ADAPTER.dump_json(memory))
        aside.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise ReportError(
            f"cannot remember which alerts were sent: {place}: {why}; check the disk"
        ) from error
