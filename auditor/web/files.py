"""Small files of ours, changed whole: under a lock, written aside, on the disk, then renamed."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["locked", "mark_of", "quoted", "replace_file"]

_PRIVATE = 0o600


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else who asks changes ``path`` meanwhile; the lock is a file beside it."""
    lock = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, _PRIVATE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def replace_file(path: Path, data: bytes, *, mode: int = _PRIVATE) -> None:
    """Put ``data`` in the place of ``path``; a reader sees the old or the new, whole."""
    aside = path.with_name(f".{path.name}.partial")
    aside.unlink(missing_ok=True)
    file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _PRIVATE)
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        aside.chmod(mode)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def mark_of(path: Path) -> tuple[int, int, int]:
    """What is another once the file was changed or replaced; OSError where there is none."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def quoted(text: str) -> str:
    r"""``text`` as a basic string of TOML.

    >>> quoted('a "b"\n')
    '"a \\"b\\"\\n"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
