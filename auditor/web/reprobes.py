"""The queue of re-probes: one small file each in a folder, written aside and renamed.

Running them is left to `auditor.web.runner`.
"""

import enum
import re
import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from auditor.errors import ConfigError
from auditor.web.files import replace_file

__all__ = ["REPROBABLE", "Reprobe", "ReprobeState", "Reprobes", "Taken"]

REPROBABLE = re.compile(r"[0-9]{8,32}")
"""Codes that can be named on a command line and mean nothing else there."""

_HOUR = timedelta(hours=1)
_KEPT = 200


class ReprobeState(enum.StrEnum):
    """``interrupted`` when the server stopped meanwhile."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Taken(enum.Enum):
    """What became of a request."""

    QUEUED = enum.auto()
    ALREADY = enum.auto()
    TOO_MANY = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprobe:
    """One request and what came of it; ``round_id`` is the round in which it ended."""

    id: str
    device_code: str
    community: str
    who: str
    asked_at: datetime
    state: ReprobeState = ReprobeState.WAITING
    began_at: datetime | None = None
    ended_at: datetime | None = None
    exit_code: int | None = None
    message: str = ""
    round_id: str = ""


_ADAPTER = TypeAdapter(Reprobe)
_OPEN = (ReprobeState.WAITING, ReprobeState.RUNNING)


@dataclass(slots=True, kw_only=True)
class Reprobes:
    """The folder; at most ``per_hour`` are taken in an hour."""

    folder: Path
    per_hour: int
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def all(self) -> tuple[Reprobe, ...]:
        """The newest first; a file that is no request is passed over."""
        found = [one for path in self.folder.glob("*.json") if (one := _read(path))]
        return tuple(sorted(found, key=lambda one: (one.asked_at, one.id), reverse=True))

    def ask(self, *, device_code: str, community: str, who: str, now: datetime) -> Taken:
        """Put a request into the queue, unless one waits already or the hour is full."""
        with self._lock:
            known = self.all()
            if any(one.device_code == device_code and one.state in _OPEN for one in known):
                return Taken.ALREADY
            if sum(now - one.asked_at < _HOUR for one in known) >= self.per_hour:
                return Taken.TOO_MANY
            number = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
            new = Reprobe(
                id=number, device_code=device_code, community=community, who=who, asked_at=now
            )
            self.write(new)
            self._forget(known, now)
        return Taken.QUEUED

    def next(self) -> Reprobe | None:
        """The oldest that waits."""
        waiting = [one for one in self.all() if one.state is ReprobeState.WAITING]
        return waiting[-1] if waiting else None

    def interrupt(self, now: datetime) -> None:
        """Whatever runs by its file was left by a server that is gone."""
        for one in self.all():
            if one.state is ReprobeState.RUNNING:
                self.write(replace(one, state=ReprobeState.INTERRUPTED, ended_at=now))

    def write(self, one: Reprobe) -> None:
        """Keep a request as it is now."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.folder / f"{one.id}.json", _ADAPTER.dump_json(one))
        except OSError as error:
            raise ConfigError(
                f"{self.folder}: requests cannot be kept ({error.strerror}); check the path"
            ) from error

    def _forget(self, known: tuple[Reprobe, ...], now: datetime) -> None:
        """Old ones that ended; those of this hour still count."""
        for one in known[_KEPT:]:
            if one.state not in _OPEN and now - one.asked_at >= _HOUR:
                (self.folder / f"{one.id}.json").unlink(missing_ok=True)


def _read(path: Path) -> Reprobe | None:
    try:
        one = _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return one if one.id == path.stem else None
