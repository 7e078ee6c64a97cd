"""Whether a file is a workbook that is safe to open: asked of its bytes, before any parser is.

An XLSX workbook is a ZIP archive of XML, and a few kilobytes of it can unpack to gigabytes, so
every member is unpacked once as a stream of constant memory and counted.  How much memory its
cells would take is `auditor.registry.xlsx_extent`'s question, what they say `xlsx`'s.
"""

import copy
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.errors import RegistryError

__all__ = [
    "MAX_BYTES",
    "MAX_MEMBERS",
    "MAX_RATIO",
    "MAX_UNPACKED",
    "SAVE_AGAIN",
    "opened",
    "stream",
]

MAX_BYTES = 512 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED = 2 * 1024 * 1024 * 1024
MAX_RATIO = 300
"""Unpacked to packed size of members beyond `_SMALL`; sheets of real registries stay below 60."""

_SMALL = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END_SIZE = 22  # of the archive's last record, when no comment follows it
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE = "save it as XLSX or as CSV (UTF-8)"
SAVE_AGAIN = "open it in a spreadsheet program and save it again as XLSX"
# Names of an OLE file's streams are UTF-16; the first that is found tells what it is.
_OLE_KINDS = {
    "EncryptedPackage": "a workbook with a password; save it without one",
    "WordDocument": f"an old Word (DOC) file, not a table; {_SAVE}",
    "Workbook": f"an old Excel (XLS) file; {_SAVE}",
    "Book": f"an old Excel (XLS) file; {_SAVE}",
}
_FOREIGN = {
    "xl/workbook.bin": f"a binary workbook (XLSB); {_SAVE}",
    "xl/vbaproject.bin": f"a workbook with macros (XLSM); {_SAVE}, which has none",
    "word/document.xml": f"a Word (DOCX) file, not a table; {_SAVE}",
    "ppt/presentation.xml": f"a PowerPoint (PPTX) file, not a table; {_SAVE}",
    "index/document.iwa": f"an Apple Numbers file; {_SAVE}",
    "mimetype": f"an OpenDocument file (ODS); {_SAVE}",
}


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive of a workbook that may be parsed; RegistryError with what to do otherwise."""
    try:
        _check_file(path)
        with _archive(path) as archive:
            _check_members(path, archive)
            yield archive
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise RegistryError(f"{path}: a damaged or cut XLSX file; {SAVE_AGAIN}") from error


def stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a member, chunk by chunk, whatever size the archive declares.

    `zipfile` stops at the declared size, other readers do not: so that a forged size hides
    nothing, it is told a size that is never reached.
    """
    whole = copy.copy(member)
    whole.file_size = MAX_UNPACKED + 1
    with archive.open(whole) as content:
        while chunk := content.read(_CHUNK):
            yield chunk


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except ValueError as error:  # a name that is not the UTF-8 it says it is, an offset below 0
        raise zipfile.BadZipFile(str(error)) from error


def _check_file(path: Path) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise RegistryError(f"{path}: not a file; give the path of a workbook")
    if status.st_size > MAX_BYTES:
        raise RegistryError(f"{path}: larger than {MAX_BYTES >> 20} MB; split the file")
    with path.open("rb") as file:
        start = file.read(len(_OLE))
        if start == _OLE:
            raise RegistryError(f"{path}: this is {_ole_kind(file.read(MAX_BYTES))}")
        file.seek(max(0, status.st_size - _END_SIZE))
        end = file.read()
    # With anything behind this record two readers may see two different archives in one file.
    if start != b"PK\x03\x04" or not (end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0")):
        raise RegistryError(f"{path}: not a whole XLSX file; {SAVE_AGAIN}")


def _ole_kind(data: bytes) -> str:
    kinds = (kind for name, kind in _OLE_KINDS.items() if name.encode("utf-16-le") in data)
    return next(kinds, f"an old Office file; {_SAVE}")


def _check_members(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise RegistryError(f"{path}: {len(members)} parts, more than {MAX_MEMBERS}; {SAVE_AGAIN}")
    names = [member.filename.casefold() for member in members]
    _check_kind(path, names)
    if len(set(names)) < len(names):
        raise RegistryError(f"{path}: two parts have one name; {SAVE_AGAIN}")
    for member in members:
        _check_member(path, member)
    _check_unpacked(path, archive, members)


def _check_kind(path: Path, names: list[str]) -> None:
    for name, kind in _FOREIGN.items():
        if name in names:
            raise RegistryError(f"{path}: this is {kind}")
    if "xl/workbook.xml" not in names:
        raise RegistryError(f"{path}: a ZIP archive, not a workbook; unpack it first")


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise RegistryError(f"{path}: the part {name[:60]!r} lies outside; {SAVE_AGAIN}")
    if member.flag_bits & 1:
        raise RegistryError(f"{path}: a ZIP with a password; save it without one")
    if member.compress_type not in _METHODS:
        raise RegistryError(f"{path}: {name[:60]!r} is packed in an unusual way; {SAVE_AGAIN}")


def _check_unpacked(path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """By what the archive declares, which costs nothing, and then by what is really in it."""
    _check_total(path, sum(member.file_size for member in members))
    total = 0
    for member in members:
        size = 0
        for chunk in stream(archive, member):
            size += len(chunk)
            total += len(chunk)
            _check_total(path, total)
            if size > max(_SMALL, member.compress_size * MAX_RATIO):
                raise RegistryError(
                    f"{path}: {member.filename[:60]!r} unpacks to more than {MAX_RATIO} times "
                    f"its size; {SAVE_AGAIN}"
                )


def _check_total(path: Path, size: int) -> None:
    if size > MAX_UNPACKED:
        raise RegistryError(
            f"{path}: unpacks to more than {MAX_UNPACKED >> 20} MB; split the file or use CSV"
        )
