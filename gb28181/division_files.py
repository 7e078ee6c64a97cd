"""Where division data are read from: the package, and before it the folder GB28181_DATA names.

That folder holds newer files of the same names with their SOURCES.toml, as ``auditor divisions
update`` writes them; a file that it lacks is taken from the package.  Nothing is believed:
sizes, checksums and shapes are checked at every reading, and what does not fit raises
`DataError`.  What the rows mean is left to `division_data`, `townships` and `communities`.
"""

import functools
import hashlib
import lzma
import os
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from gb28181.division_manifest import MANIFEST, DataFile, Manifest, parse_manifest
from gb28181.division_shapes import Row, parse_table
from gb28181.errors import DataError

__all__ = ["VARIABLE", "DataFiles", "DataFolder", "data_files", "open_folder", "packaged_folder"]

VARIABLE = "GB28181_DATA"

_MANIFEST_BYTES = 256 * 1024
_PACKED_BYTES = 4 * 1024 * 1024
_TEXT_BYTES = 32 * 1024 * 1024
_LZMA_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class DataFolder:
    """One folder and what its SOURCES.toml promises."""

    place: Traversable
    manifest: Manifest

    def packed(self, entry: DataFile) -> bytes:
        """The file as it lies there; `DataError` unless it is the one described."""
        content = _read(self.place, entry.name, limit=_PACKED_BYTES)
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise DataError(f"{self.place}: {entry.name} is not the file that {MANIFEST} describes")
        return content

    def rows(self, entry: DataFile) -> list[Row]:
        """The rows of a table without its header."""
        text = _unpacked(self.packed(entry), where=f"{self.place}: {entry.name}")
        try:
            rows = parse_table(entry.name, text)
        except DataError as error:
            raise DataError(f"{self.place}: {error}") from error
        if len(rows) != entry.rows:
            raise DataError(f"{self.place}: {entry.name} has {len(rows)} rows, not {entry.rows}")
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class DataFiles:
    """Folders in the order in which they are asked."""

    folders: tuple[DataFolder, ...]

    def find(self, file: str) -> DataFile | None:
        """The description of a file by its name; None where no folder has it."""
        found = self._found(file)
        return found[1] if found else None

    def rows(self, file: str) -> list[Row]:
        """The rows of a table; `DataError` where no folder has it or it is broken."""
        found = self._found(file)
        if found is None:
            raise DataError(f"{file}: there is no such division data")
        folder, entry = found
        return folder.rows(entry)

    def names(self) -> tuple[str, ...]:
        """The names of all files, sorted."""
        return tuple(sorted({e.name for folder in self.folders for e in folder.manifest.files}))

    def _found(self, file: str) -> tuple[DataFolder, DataFile] | None:
        for folder in self.folders:
            if entry := folder.manifest.find(file):
                return folder, entry
        return None


@functools.cache
def data_files() -> DataFiles:
    """The files in use, found at the first call and kept; `DataError` for a broken folder."""
    chosen = os.environ.get(VARIABLE, "")
    packaged = packaged_folder()
    if not chosen:
        return DataFiles((packaged,))
    try:
        return DataFiles((open_folder(Path(chosen)), packaged))
    except DataError as error:
        advice = f"mend the folder that {VARIABLE} names, or unset {VARIABLE}"
        raise DataError(f"{error}; {advice}") from error


def packaged_folder() -> DataFolder:
    """The folder inside this package."""
    return open_folder(resources.files("gb28181").joinpath("data"))


def open_folder(place: Traversable) -> DataFolder:
    """A folder with its manifest read; `DataError` without one that can be used."""
    try:
        text = _read(place, MANIFEST, limit=_MANIFEST_BYTES).decode()
        return DataFolder(place, parse_manifest(text))
    except UnicodeDecodeError as error:
        raise DataError(f"{place}: {MANIFEST} is not UTF-8") from error
    except DataError as error:
        where = "" if str(error).startswith(str(place)) else f"{place}: "
        raise DataError(f"{where}{error}") from error


def _read(place: Traversable, name: str, *, limit: int) -> bytes:
    """The bytes of a file of at most ``limit`` bytes."""
    try:
        with place.joinpath(name).open("rb") as file:
            content: bytes = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise DataError(f"{place}: {name} cannot be read: {error}") from error
    if len(content) > limit:
        raise DataError(f"{place}: {name} has more than {limit} bytes")
    return content


def _unpacked(content: bytes, *, where: str) -> str:
    """The text in an xz stream; a bomb is noticed before it is unpacked."""
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_LZMA_BYTES)
    try:
        text = unpacker.decompress(content, max_length=_TEXT_BYTES)
        if not unpacker.eof or unpacker.unused_data:
            raise DataError(f"{where} is not one xz stream of at most {_TEXT_BYTES} bytes")
        return text.decode()
    except (lzma.LZMAError, UnicodeDecodeError) as error:
        raise DataError(f"{where} is not UTF-8 text packed by xz") from error
