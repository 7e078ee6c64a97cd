"""A round's evidence as one ZIP that is checked elsewhere, without a store.

Nothing of a ZIP is ever unpacked to disk; every part is read as a stream and counted.  Writing
one is left to `auditor.evidence_export`.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from auditor.errors import EvidenceError
from auditor.evidence_chain import (
    MANIFEST,
    Checked,
    Item,
    ItemKind,
    StoredRow,
    compare,
    observation_item,
    read_manifest,
)
from auditor.registry.xlsx_container import stream

__all__ = ["OBSERVATIONS", "README", "REMOVED", "check_zip"]

OBSERVATIONS = "observations.jsonl"
REMOVED = "removed.json"
README = "README.txt"
MAX_MEMBERS = 200_000
MAX_UNPACKED = 8 * 1024 * 1024 * 1024
MAX_MANIFEST = 512 * 1024 * 1024
MAX_LINE = 16 * 1024 * 1024
MAX_RATIO = 300
"""Unpacked to packed size of parts beyond `_SMALL`."""

_SMALL = 64 * 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)
_EXPORT_AGAIN = "export it again"
_ROW: TypeAdapter[StoredRow] = TypeAdapter(StoredRow)


def check_zip(path: Path, *, noted: str | None = None) -> Checked:
    """Hold a ZIP against its own manifest; EvidenceError when it is none of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            package = _Package(path, archive, _members(path, archive))
            manifest = read_manifest(package.whole(MANIFEST))
            removed = _removed(package.whole(REMOVED))
            heads = () if noted is None else (noted,)
            return compare(manifest, _items(package), removed=removed, heads=heads)
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (*_DAMAGED, NotImplementedError, ValueError) as error:
        raise EvidenceError(f"{path}: a damaged or cut ZIP; {_EXPORT_AGAIN}") from error


@dataclass(slots=True)
class _Package:
    """An opened ZIP, of which no more than `MAX_UNPACKED` bytes are read in all."""

    path: Path
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    _read: int = field(default=0, init=False)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, counted by what is really in it and not by what it declares."""
        size, limit = 0, max(_SMALL, self.members[name].compress_size * MAX_RATIO)
        for chunk in stream(self.archive, self.members[name]):
            size += len(chunk)
            self._read += len(chunk)
            _check_total(self.path, self._read)
            if size > limit:
                shown = f"{name[:60]!r} unpacks to more than {MAX_RATIO} times its size"
                raise EvidenceError(f"{self.path}: {shown}")
            yield chunk

    def whole(self, name: str) -> bytes:
        """A part that is read at once, empty when it is not there."""
        content = bytearray()
        for chunk in self.chunks(name) if name in self.members else ():
            content += chunk
            if len(content) > MAX_MANIFEST:
                raise EvidenceError(f"{self.path}: {name} is larger than {MAX_MANIFEST >> 20} MB")
        return bytes(content)


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Every part by name, none of which is trusted; EvidenceError for a hostile archive."""
    listed = archive.infolist()
    if len(listed) > MAX_MEMBERS:
        raise EvidenceError(f"{path}: {len(listed)} parts, more than {MAX_MEMBERS}")
    _check_total(path, sum(member.file_size for member in listed))
    members = {member.filename: member for member in listed}
    if len({name.casefold() for name in members}) < len(listed):
        raise EvidenceError(f"{path}: two parts have one name; {_EXPORT_AGAIN}")
    for member in listed:
        _check_member(path, member)
    if MANIFEST not in members:
        raise EvidenceError(f"{path}: no {MANIFEST} in it, so it is no evidence of a round")
    return members


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise EvidenceError(f"{path}: the part {name[:60]!r} lies outside; {_EXPORT_AGAIN}")
    if member.flag_bits & 1 or member.compress_type not in _METHODS:
        raise EvidenceError(f"{path}: {name[:60]!r} is packed in an unusual way; {_EXPORT_AGAIN}")


def _items(package: _Package) -> Iterator[Item]:
    """Every part but manifest, notes and README is an item; observations are one a line."""
    for name in package.members:
        if name == OBSERVATIONS:
            yield from _observations(package)
        elif name not in {MANIFEST, REMOVED, README}:
            yield name, _sha256(package, name)


def _sha256(package: _Package, name: str) -> str:
    """A part whose checksum fails has none: so it is told by its name."""
    digest = hashlib.sha256()
    try:
        for chunk in package.chunks(name):
            digest.update(chunk)
    except _DAMAGED:
        return ""
    return digest.hexdigest()


def _observations(package: _Package) -> Iterator[Item]:
    for number, line in enumerate(_lines(package), start=1):
        try:
            row = _ROW.validate_json(line, strict=True)
        except ValidationError:
            yield f"{OBSERVATIONS} line {number}", ""
        else:
            yield observation_item(row, line)


def _lines(package: _Package) -> Iterator[bytes]:
    rest = b""
    for chunk in package.chunks(OBSERVATIONS):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if len(rest) > MAX_LINE:
            shown = f"a line of {OBSERVATIONS} is longer than {MAX_LINE >> 20} MB"
            raise EvidenceError(f"{package.path}: {shown}")
    if rest:
        yield rest


def _removed(text: bytes) -> frozenset[ItemKind]:
    """The report never goes by policy, whatever the note says."""
    try:
        kinds = frozenset(ItemKind(name) for name in json.loads(text or b"[]"))
    except (ValueError, TypeError, RecursionError) as error:
        raise EvidenceError(f"{REMOVED} cannot be read: it was changed") from error
    return kinds - {ItemKind.REPORT}


def _check_total(path: Path, size: int) -> None:
    if size > MAX_UNPACKED:
        raise EvidenceError(f"{path}: unpacks to more than {MAX_UNPACKED >> 30} GB")
