"""Takes a few named files out of a wheel or a tgz that may be broken, wrong or hostile.

Nothing is unpacked to disk and nothing is run.  Every size has a limit, and the first thing
that does not fit is a `ConfigError`.  What the files say is left to `lists`.
"""

import gzip
import hashlib
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from auditor.errors import ConfigError

__all__ = ["Archive", "read_tgz", "read_wheel"]

_ARCHIVE_BYTES = 64 * 1024 * 1024
_MEMBERS = 10_000
_MEMBER_BYTES = 64 * 1024 * 1024
_UNPACKED_BYTES = 256 * 1024 * 1024

_FAULTS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What zipfile and tarfile raise for archives that are none, encrypted or cut off."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive's checksum and the wanted members by their names."""

    path: Path
    sha256: str
    members: Mapping[str, bytes]


def read_wheel(path: Path, wanted: tuple[str, ...]) -> Archive:
    """The members of a zip file whose names end in ``/`` and one of ``wanted``, or are one."""
    content = _content(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _from_zip(archive, wanted)
    except _FAULTS as error:
        raise ConfigError(f"{path}: not a wheel that can be read: {error}") from error
    return _archive(path, content, wanted=wanted, found=found)


def read_tgz(path: Path, wanted: tuple[str, ...]) -> Archive:
    """The members of a gzipped tar file; it is read only until all are found."""
    content = _content(path)
    try:
        with (
            gzip.open(io.BytesIO(content)) as unpacked,
            # As a stream: nothing in a header can send the reader back or far ahead.
            tarfile.open(fileobj=cast("BinaryIO", _Limited(unpacked)), mode="r|") as archive,
        ):
            found = _from_tar(archive, wanted)
    except _FAULTS as error:
        raise ConfigError(f"{path}: not a tgz that can be read: {error}") from error
    return _archive(path, content, wanted=wanted, found=found)


class _Limited:
    """What tarfile needs of a file, which is `read`; it ends a bomb after so many bytes, skipped ones included."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self._left = _UNPACKED_BYTES

    def read(self, size: int) -> bytes:
        """The next bytes; ValueError once there are too many."""
        block = self._file.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise ValueError(f"more than {_UNPACKED_BYTES} bytes unpacked")
        return block


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_ARCHIVE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if len(content) > _ARCHIVE_BYTES:
        raise ConfigError(f"{path}: has more than {_ARCHIVE_BYTES} bytes; is it the right file?")
    return content


def _from_zip(archive: zipfile.ZipFile, wanted: tuple[str, ...]) -> dict[str, bytes]:
    names = archive.namelist()
    if len(names) > _MEMBERS:
        raise ValueError(f"more than {_MEMBERS} members")
    found = {}
    for name in names:
        key = _wanted(name, wanted)
        if key is not None and key not in found:
            with archive.open(name) as member:
                found[key] = _limited(member.read(_MEMBER_BYTES + 1), key)
    return found


def _from_tar(archive: tarfile.TarFile, wanted: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for number, member in enumerate(archive):
        if number >= _MEMBERS:
            raise ValueError(f"more than {_MEMBERS} members")
        key = _wanted(member.name, wanted)
        if key is None or key in found or not member.isreg():
            continue
        file = archive.extractfile(member)
        found[key] = _limited(file.read(_MEMBER_BYTES + 1) if file else b"", key)
        if len(found) == len(wanted):
            break
    return found


def _wanted(name: str, wanted: tuple[str, ...]) -> str | None:
    """Which of the wanted names a member has; the version's folder before it may vary."""
    return next((key for key in wanted if name == key or name.endswith(f"/{key}")), None)


def _limited(content: bytes, name: str) -> bytes:
    if len(content) > _MEMBER_BYTES:
        raise ValueError(f"{name} has more than {_MEMBER_BYTES} bytes")
    return content


def _archive(
    path: Path, content: bytes, *, wanted: tuple[str, ...], found: dict[str, bytes]
) -> Archive:
    if missing := [name for name in wanted if name not in found]:
        raise ConfigError(f"{path}: has no {missing[0]}; is it the right package and release?")
    return Archive(path, hashlib.sha256(content).hexdigest(), found)
