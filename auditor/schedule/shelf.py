"""Where a round keeps its pictures until the report shows the best of them: on disk.

Three tries of ten thousand cameras are more than a gigabyte, so no picture stays in memory.
Which picture is best is left to the judge, where it ends to `auditor.render.write`.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.errors import ReportError

__all__ = ["PictureShelf", "has_shelf", "is_running"]

_SUFFIX = ".partial"


@dataclass(slots=True)
class PictureShelf:
    """A context manager around ``pictures/<round>.partial`` in the folder of the reports.

    It stands beside the final folder, so that a picture is moved there and not copied.  It
    survives its process, so that a round that was cut short finds its pictures again, until
    `clear`; a lock, which ends with its process, tells it from the shelf of a round that still
    runs.  Shelves of other rounds are removed at the start, but for those ``kept``.
    """

    reports: Path
    round_id: str
    kept: frozenset[str] = frozenset()
    _lock: int | None = field(default=None, init=False)
    _unsettled: list[Path] = field(default_factory=list, init=False)

    @property
    def _folder(self) -> Path:
        return _shelf_of(self.reports, self.round_id)

    def __enter__(self) -> Self:
        """Make or find the folder; `ReportError` when that is impossible or another has it."""
        with _explained(self._folder):
            _remove_abandoned(self._folder.parent, self.kept | {self.round_id})
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._folder)
        if self._lock is None:
            raise ReportError(
                f"round {self.round_id} is still run by another process; wait until it has ended"
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the pictures where they are."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def clear(self) -> None:
        """Remove what was not moved away; what cannot be removed is left to a later round."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def put(self, row: int, attempt: int, jpeg: bytes) -> None:
        """Keep the picture of one try; `ReportError` when the disk does not take it."""
        file = self._file(row, attempt)
        aside = file.with_name(f".{file.name}")
        with _explained(self._folder):
            _write(aside, jpeg)
            aside.replace(file)
        self._unsettled.append(file)

    def settle(self) -> None:
        """Have the disk keep what was put: called before anything is told to be kept."""
        files, self._unsettled = self._unsettled, []
        with _explained(self._folder):
            for path in (*files, self._folder) if files else ():
                _sync(path)

    def find(self, row: int, attempt: int) -> Path | None:
        """The file of that try's picture, None when there is none."""
        file = self._file(row, attempt)
        return file if file.is_file() else None

    def holds(self, row: int, attempt: int, sha256: str) -> bool:
        """Whether that try's picture is here, to the last byte."""
        file = self.find(row, attempt)
        return file is not None and hashlib.sha256(file.read_bytes()).hexdigest() == sha256

    def of_row(self, row: int) -> tuple[Path, ...]:
        """Every picture of a camera."""
        return tuple(sorted(self._folder.glob(f"{row}-*.jpg")))

    def _file(self, row: int, attempt: int) -> Path:
        return self._folder / f"{row}-{attempt}.jpg"


def has_shelf(reports: Path, round_id: str) -> bool:
    """Whether a round's shelf is there: its report was not put in place to the end."""
    return _shelf_of(reports, round_id).is_dir()


def is_running(reports: Path, round_id: str) -> bool:
    """Whether a process holds the round's shelf."""
    folder = _shelf_of(reports, round_id)
    lock = _locked(folder)
    if lock is not None:
        os.close(lock)
    return lock is None and folder.is_dir()


def _shelf_of(reports: Path, round_id: str) -> Path:
    return reports / "pictures" / f"{round_id}{_SUFFIX}"


def _write(path: Path, data: bytes) -> None:
    """The hint has the kernel begin to write, so that settling many pictures is quick."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sync(path: Path) -> None:
    """A file that was moved away meanwhile needs nothing more."""
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_abandoned(pictures: Path, kept: frozenset[str]) -> None:
    """Shelves that no process holds; a link or a file of such a name is not ours."""
    for path in sorted(pictures.glob(f"*{_SUFFIX}")):
        is_kept = path.name.removesuffix(_SUFFIX) in kept
        if path.is_dir() and not path.is_symlink() and not is_kept:
            lock = _locked(path)
            if lock is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the folder's lock, None when it cannot be had."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def _explained(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ReportError(
            f"cannot keep the round's pictures: {place}: {why}; check the disk and the permissions"
        ) from error
