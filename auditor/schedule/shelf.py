"""Where a round keeps its pictures until the report shows the best of them: on disk.

Three tries of ten thousand cameras are more than a gigabyte, so no picture stays in memory.
Which picture is best is left to the judge, where it ends to `auditor.render.write`.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.errors import ReportError

__all__ = ["PictureShelf"]

_SUFFIX = ".partial"


@dataclass(slots=True)
class PictureShelf:
    """A context manager around ``pictures/<round>.partial`` in the folder of the reports.

    It stands beside the final folder, so that a picture is moved there and not copied.  The
    shelves of killed rounds are removed at the start, the own one at the end; a lock, which
    ends with its process, tells them from the shelf of a round that still runs.
    """

    reports: Path
    round_id: str
    _lock: int | None = field(default=None, init=False)

    @property
    def _folder(self) -> Path:
        return self.reports / "pictures" / f"{self.round_id}{_SUFFIX}"

    def __enter__(self) -> Self:
        """Make the folder; `ReportError` when that is impossible."""
        with _explained(self._folder):
            _remove_abandoned(self._folder.parent)
            self._folder.mkdir(parents=True)
            self._lock = _locked(self._folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not moved away; what cannot be removed is left to the next round."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def put(self, row: int, attempt: int, jpeg: bytes) -> None:
        """Keep the picture of one try; `ReportError` when the disk does not take it."""
        with _explained(self._folder):
            self._file(row, attempt).write_bytes(jpeg)

    def find(self, row: int, attempt: int) -> Path | None:
        """The file of that try's picture, None when there is none."""
        file = self._file(row, attempt)
        return file if file.is_file() else None

    def _file(self, row: int, attempt: int) -> Path:
        return self._folder / f"{row}-{attempt}.jpg"


def _remove_abandoned(pictures: Path) -> None:
    """Shelves that no process holds; a link or a file of such a name is not ours."""
    for path in sorted(pictures.glob(f"*{_SUFFIX}")):
        if path.is_dir() and not path.is_symlink():
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
