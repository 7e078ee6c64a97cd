"""A file as bytes: refused where it is no text, else pieces of whole lines and a hash.

Reading in pieces keeps the memory of a registry of a million cameras near that of its records.
What the bytes say is left to `auditor.registry.decoding`.
"""

import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from auditor.errors import RegistryError

__all__ = ["MAX_BYTES", "Source", "digest", "is_zip", "read_source"]

MAX_BYTES = 512 * 1024 * 1024
_FIRST_PIECE = 64 * 1024  # holds the header of almost every file
_PIECE = 40 * 1024 * 1024  # larger than what allocators keep for themselves when it is freed
_ZIP = b"PK\x03\x04"
_BINARY_STARTS = {
    b"\xd0\xcf\x11\xe0": "an old Excel (XLS) file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file is the ``pieces`` in a row; each ends where a line ends."""

    sha256: str
    pieces: list[bytes]


def is_zip(path: Path) -> bool:
    """Whether ``path`` begins as a ZIP does, and so an XLSX; RegistryError when unreadable."""
    with _opened(path) as file:
        return file.read(len(_ZIP)) == _ZIP


def digest(path: Path) -> str:
    """The SHA-256 of the file, hexadecimal; RegistryError when unreadable."""
    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_source(path: Path) -> Source:
    """Read ``path`` whole; RegistryError when it is unreadable, empty or no text."""
    sha256 = hashlib.sha256()
    with _opened(path) as file:
        pieces = list(_whole_lines(_checked(path, chunk, sha256) for chunk in _chunks(path, file)))
    if all(piece.isspace() for piece in pieces):
        raise RegistryError(f"{path}: the file is empty; it needs a header line and rows")
    return Source(sha256=sha256.hexdigest(), pieces=pieces)


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RegistryError(f"{path}: not a file; give the path of a CSV file")
        if status.st_size > MAX_BYTES:
            raise _too_large(path)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def _too_large(path: Path) -> RegistryError:
    return RegistryError(f"{path}: larger than {MAX_BYTES >> 20} MB; split the file")


def _chunks(path: Path, file: BufferedReader) -> Iterator[bytes]:
    """The bytes as they come; a file may grow while it is read."""
    total = 0
    while chunk := file.read(_PIECE if total else _FIRST_PIECE):
        if not total:
            _refuse_binary(path, chunk)
        total += len(chunk)
        if total > MAX_BYTES:
            raise _too_large(path)
        yield chunk


def _refuse_binary(path: Path, data: bytes) -> None:
    for start, kind in _BINARY_STARTS.items():
        if data.startswith(start):
            raise RegistryError(f"{path}: this is {kind}, not CSV; save it as CSV (UTF-8) first")


def _checked(path: Path, chunk: bytes, sha256: "hashlib._Hash") -> bytes:
    if b"\x00" in chunk:
        raise RegistryError(f"{path}: contains NUL bytes, so it is not CSV text; save it as CSV")
    sha256.update(chunk)
    return chunk


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut after line ends only."""
    waiting: list[bytes] = []
    for chunk in chunks:
        end = _last_line_end(chunk)
        if end:
            yield b"".join((*waiting, chunk[:end]))
            waiting = []
        waiting.append(chunk[end:])
    rest = b"".join(waiting)
    if rest:
        yield rest


def _last_line_end(chunk: bytes) -> int:
    """After the last line end, 0 when there is none; a CR counts where no LF can follow it."""
    return chunk.rfind(b"\n") + 1 or chunk.rfind(b"\r", 0, len(chunk) - 1) + 1
