"""The file of the operation log: appended under a lock, on the disk before `append` returns.

    append(path, Operation(at=now, who=account(), verb="run", subject=round_id))
    verify(path).intact

Any number of processes may append to one log.  Nothing is ever rewritten or removed: a line
that a stopped machine left unfinished stays, and the next entry names it.
"""

import contextlib
import fcntl
import getpass
import os
from collections.abc import Iterator
from pathlib import Path

from auditor.errors import OperationLogError
from auditor.oplog.chain import CheckedLog, check_lines, line_hash
from auditor.oplog.entry import NOTHING, Entry, Operation, entry_line, read_entry, seal

__all__ = ["account", "append", "entries", "verify"]

_MODE = 0o600
_LINE_BYTES = 1 << 18  # 20 details of 2 × 200 characters, each up to 12 bytes
_TAIL_BYTES = 2 * _LINE_BYTES
_READ_BYTES = 1 << 16


def account() -> str:
    """The account that runs this process, as the operation log names it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"uid {os.getuid()}"


def append(path: Path, operation: Operation) -> Entry:
    """Add an entry; `OperationLogError` when it cannot be kept, or the entry before is damaged."""
    try:
        with _locked(path) as file:
            last, torn = _last(file, path)
            number, previous = (last.number + 1, last.sha256) if last else (1, NOTHING)
            named = line_hash(torn) if torn and not _is_whole(torn) else NOTHING
            entry = seal(operation, number=number, previous=previous, torn=named)
            _write(file, (b"\n" if torn else b"") + entry_line(entry))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise OperationLogError(
            f"{path}: the operation log cannot be written ({why}); check the path"
        ) from error
    return entry


def verify(path: Path, *, head: str | None = None) -> CheckedLog:
    """Check the whole chain; ``head`` is a hash noted elsewhere that must be in it."""
    with _reading(path) as lines:
        return check_lines(lines, head=head)


def entries(path: Path) -> Iterator[Entry]:
    """Every entry that can be read, the oldest first; whether they are true is `verify`'s."""
    with _reading(path) as lines:
        for line in lines:
            entry = read_entry(line)
            if entry is not None:
                yield entry


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Iterator[bytes]]:
    """The lines, while nobody appends; a line that is too long comes in pieces."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield iter(lambda: file.readline(_LINE_BYTES), b"")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise OperationLogError(
            f"{path}: the operation log cannot be read ({why}); check the path"
        ) from error


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The open file, ours alone; made for its owner only, with its name on the disk."""
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            _sync_folder(path.parent)
        yield file
    finally:
        os.close(file)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(file: int, line: bytes) -> None:
    """All of it, and on the disk."""
    left = memoryview(line)
    while left:
        left = left[os.write(file, left) :]
    os.fsync(file)


def _last(file: int, path: Path) -> tuple[Entry | None, bytes]:
    """The last whole entry, and the line after it that has no line break yet."""
    tail = _tail(file)
    whole, newline, torn = tail.rpartition(b"\n")
    if _is_whole(torn):
        return read_entry(torn + b"\n"), torn
    if not newline and len(tail) < _TAIL_BYTES:
        return None, torn
    entry = read_entry(whole.rpartition(b"\n")[2] + b"\n")
    if entry is None:
        raise OperationLogError(
            f"{path}: the last entry of the operation log is damaged, so none is added; run "
            "auditor oplog verify, then move the file away and keep it"
        )
    return entry, torn


def _is_whole(torn: bytes) -> bool:
    """Whether nothing but the line break is missing."""
    return read_entry(torn + b"\n") is not None


def _tail(file: int) -> bytes:
    """The end of the file, long enough for an entry and an unfinished line after it."""
    size = os.fstat(file).st_size
    start = max(0, size - _TAIL_BYTES)
    parts: list[bytes] = []
    while start < size:
        part = os.pread(file, min(_READ_BYTES, size - start), start)
        if not part:
            break
        parts.append(part)
        start += len(part)
    return b"".join(parts)
