"""SOURCES.toml: which files a set of division data has, of which day, and made from what.

The text is judged as a stranger's: `parse_manifest` gives a `Manifest` or raises `DataError`.
Whether the files are as described is left to `division_files`.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from gb28181.division_shapes import CORE, shape_of
from gb28181.errors import DataError

__all__ = ["FORMAT", "MANIFEST", "DataFile", "Manifest", "Member", "Source", "parse_manifest"]

MANIFEST = "SOURCES.toml"

FORMAT = 1
"""Changes when an older program would misread newer files."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a package that was read, and its checksum."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """A package that was read: as released, with its licence and where its data are from."""

    package: str
    version: str
    sha256: str
    licence: str
    origin: str
    members: tuple[Member, ...]

    @property
    def name(self) -> str:
        """Package and version, as a `DataFile` refers to it."""
        return f"{self.package} {self.version}"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One table: the day that it shows, its rows without header, checksums packed and not."""

    name: str
    as_of: date
    rows: int
    sha256: str
    text_sha256: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds."""

    sources: tuple[Source, ...]
    files: tuple[DataFile, ...]

    def find(self, file: str) -> DataFile | None:
        """The entry of a file by its name."""
        return next((entry for entry in self.files if entry.name == file), None)


def parse_manifest(text: str) -> Manifest:
    """The manifest; `DataError` for TOML of another shape or tables that contradict."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"{MANIFEST}: not TOML: {str(error)[:100]}") from error
    if content.get("format") != FORMAT:
        raise DataError(f"{MANIFEST}: format is not {FORMAT}; make the data anew")
    try:
        sources = tuple(_source(item) for item in content.get("source", []))
        files = tuple(_file(item) for item in content.get("file", []))
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{MANIFEST}: a source or file lacks a part: {error}") from error
    manifest = Manifest(sources, files)
    _check(manifest)
    return manifest


def _source(item: dict[str, Any]) -> Source:
    members = [Member(_text(m, "path"), _sha256(m, "sha256")) for m in item["member"]]
    return Source(
        package=_text(item, "package"),
        version=_text(item, "version"),
        sha256=_sha256(item, "sha256"),
        licence=_text(item, "licence"),
        origin=_text(item, "origin"),
        members=tuple(members),
    )


def _file(item: dict[str, Any]) -> DataFile:
    as_of, rows = item["as_of"], item["rows"]
    # A TOML time is a datetime, which is a date too; a TOML true is an int.
    if type(as_of) is not date or type(rows) is not int:
        raise TypeError("as_of is a date and rows a number")
    return DataFile(
        name=_text(item, "name"),
        as_of=as_of,
        rows=rows,
        sha256=_sha256(item, "sha256"),
        text_sha256=_sha256(item, "text_sha256"),
        sources=tuple(_text({"source": name}, "source") for name in item["sources"]),
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item[key]
    if not (isinstance(value, str) and value.isprintable() and value):
        raise TypeError(f"{key} is no text of one line")
    return value


def _sha256(item: dict[str, Any], key: str) -> str:
    value = _text(item, key)
    if not _SHA256.fullmatch(value):
        raise TypeError(f"{key} is no SHA-256 in hexadecimal digits")
    return value


def _check(manifest: Manifest) -> None:
    """Every file is known and named once, has its sources, and the core is whole."""
    names = [entry.name for entry in manifest.files]
    if strange := sorted({name for name in names if shape_of(name) is None}):
        raise DataError(f"{MANIFEST}: {strange[0]!r} is not a file of division data")
    if len(set(names)) != len(names):
        raise DataError(f"{MANIFEST}: a file is described twice")
    known = {source.name for source in manifest.sources}
    if strange := sorted({name for entry in manifest.files for name in entry.sources} - known):
        raise DataError(f"{MANIFEST}: a file is made from {strange[0]!r}, which is not described")
    core = [entry for entry in manifest.files if entry.name in CORE]
    if core and (len(core) != len(CORE) or len({entry.as_of for entry in core}) != 1):
        raise DataError(f"{MANIFEST}: of one day and together come {', '.join(sorted(CORE))}")
