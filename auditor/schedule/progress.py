"""A running round as a small file that other programs read: ``reports/.progress.json``.

Written aside and renamed, at most once a second, and removed at the end.  `load_progress` reads
it; what a killed round left behind is stale after five minutes.  A disk that takes no more is no
reason to lose a night, so nothing here ever raises for it.
"""

import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from auditor.judge import best_picture
from auditor.model import CameraState, Evidence
from auditor.schedule.round import Watcher

__all__ = ["Progress", "ProgressFile", "is_stale", "load_progress", "pass_ends_at"]

_NAME = ".progress.json"
_MAX_BYTES = 64 * 1024
_EVERY_S = 1.0
_STALE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """``done`` of ``total`` visits of pass ``attempt`` (of ``tries``) are over.

    ``phase`` is ``starting``, ``pass``, ``waiting`` (until ``next_pass_at``) or ``second_client``.
    ``states`` counts cameras visited so far by what is known of them: ``picture_ok``,
    ``picture_abnormal``, and ``no_picture``, which is no verdict yet.  ``decoder_queue`` pictures
    waited for a decoder when this was written.
    """

    schema: str = "auditor-progress/1"
    round_id: str = ""
    community: str = ""
    started_at: datetime
    updated_at: datetime
    phase: str = "starting"
    attempt: int = 0
    tries: int = 0
    targets: int = 0
    done: int = 0
    total: int = 0
    states: dict[str, int] = field(default_factory=dict)
    pass_began_at: datetime | None = None
    next_pass_at: datetime | None = None
    decoder_queue: int | None = None


_ADAPTER = TypeAdapter(Progress)


def load_progress(reports: Path) -> Progress | None:
    """The running round's progress; None without one, or for a file that is no such file."""
    try:
        with (reports / _NAME).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        return _ADAPTER.validate_json(data) if len(data) <= _MAX_BYTES else None
    except (OSError, ValidationError):
        return None


def is_stale(progress: Progress, now: datetime) -> bool:
    """Whether nobody writes it any more: the round was killed."""
    last = max(progress.updated_at, progress.next_pass_at or progress.updated_at)
    return now - last > _STALE


def pass_ends_at(progress: Progress) -> datetime | None:
    """When the pass under way ends if it goes on as it went; None while nobody can say.

    How many cameras need a further pass is not known before.
    """
    began, done = progress.pass_began_at, progress.done
    if began is None or not done or progress.phase == "waiting":
        return None
    spent = progress.updated_at - began
    return progress.updated_at + spent * (progress.total - done) / done


@dataclass(slots=True, kw_only=True)
class ProgressFile(Watcher):
    """Keeps the file in the folder ``reports``; a context manager that removes it at the end."""

    reports: Path
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    _progress: Progress = field(init=False)
    _queue: Callable[[], int] | None = field(init=False, default=None)
    _states: dict[int, str] = field(init=False, default_factory=dict)
    _written: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._progress = Progress(started_at=self.now(), updated_at=self.now())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._written is not None:
            with contextlib.suppress(OSError):
                (self.reports / _NAME).unlink(missing_ok=True)

    def named(self, *, round_id: str, community: str) -> None:
        """Which round this is."""
        self._change(round_id=round_id, community=community)

    def decodes(self, *, waiting: Callable[[], int]) -> None:
        """Whom to ask how many pictures wait."""
        self._queue = waiting

    def begins(self, *, targets: int, tries: int) -> None:
        """The round starts."""
        self._change(targets=targets, tries=tries)

    def pass_begins(self, *, attempt: int, targets: int) -> None:
        """A pass starts."""
        self._pass("pass", attempt, targets)

    def confirms(self, *, targets: int) -> None:
        """The second client starts, after the last pass."""
        self._pass("second_client", self._progress.attempt, targets)

    def waits(self, *, seconds: float) -> None:
        """Nothing happens before the next pass."""
        due = self.now() + timedelta(seconds=seconds)
        self._change(phase="waiting", next_pass_at=due, pass_began_at=None)

    def visited(self, evidence: Evidence) -> None:
        """One visit is over; written when the last writing is a second ago."""
        self._states[evidence.camera.row] = _known(evidence)
        done = self._progress.done + 1
        self._progress = replace(self._progress, done=done)
        due = self._written is None or self.clock() - self._written >= _EVERY_S
        if due or done == self._progress.total:
            self._change()

    def _pass(self, phase: str, attempt: int, total: int) -> None:
        self._change(
            phase=phase,
            attempt=attempt,
            total=total,
            done=0,
            pass_began_at=self.now(),
            next_pass_at=None,
        )

    def _change(self, **changes: object) -> None:
        states = dict(sorted(Counter(self._states.values()).items()))
        self._progress = replace(
            self._progress,
            updated_at=self.now(),
            states=states,
            decoder_queue=self._queue() if self._queue else None,
            **changes,  # type: ignore[arg-type]  # fields of Progress
        )
        self._written = self.clock()
        aside = self.reports / f"{_NAME}.partial"
        with contextlib.suppress(OSError):
            aside.write_bytes(_ADAPTER.dump_json(self._progress))
            aside.replace(self.reports / _NAME)


def _known(evidence: Evidence) -> str:
    best = best_picture(evidence)
    if best is None:
        return "no_picture"
    state = CameraState.PICTURE_ABNORMAL if best.defects else CameraState.PICTURE_OK
    return state.value
