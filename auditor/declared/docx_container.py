"""Whether a file is a DOCX that is safe to open: asked of its bytes, before any parser is.

A DOCX is a ZIP archive of XML; a few kilobytes of it can unpack to gigabytes.  Every part is
unpacked once as a stream and counted.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from auditor.errors import FormError
from auditor.registry.xlsx_container import stream

__all__ = ["DOCUMENT", "docx_parts"]

DOCUMENT = "word/document.xml"
MAX_PARTS = 2_000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked to packed size of parts beyond `_SMALL`; Word's own stay below 40."""

_SMALL = 4 * 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAVE = "open it in a word processor and save it again as DOCX"
_FOREIGN = {
    "xl/workbook.xml": "an Excel (XLSX) file, not a form; save the table as DOCX, HTML or text",
    "ppt/presentation.xml": "a PowerPoint (PPTX) file, not a form",
    "mimetype": f"an OpenDocument file; {_SAVE}",
}


def docx_parts(name: str, data: bytes) -> Mapping[str, bytes]:
    """Every part of a DOCX, unpacked; FormError (beginning with ``name``) when it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check(name, members)
            return _unpacked(name, archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FormError(f"{name}: a damaged or cut DOCX file; {_SAVE}") from error


def _check(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_PARTS:
        raise FormError(f"{name}: {len(members)} parts, more than {MAX_PARTS}; {_SAVE}")
    names = [member.filename.casefold() for member in members]
    for foreign, kind in _FOREIGN.items():
        if foreign in names:
            raise FormError(f"{name}: this is {kind}")
    if DOCUMENT not in names:
        raise FormError(f"{name}: a ZIP archive, not a DOCX file; unpack it first")
    if len(set(names)) < len(names):
        raise FormError(f"{name}: two parts have one name; {_SAVE}")
    for member in members:
        if member.flag_bits & 1:
            raise FormError(f"{name}: a ZIP with a password; save it without one")
        if member.compress_type not in _METHODS:
            raise FormError(f"{name}: packed in an unusual way; {_SAVE}")


def _unpacked(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> dict[str, bytes]:
    _check_total(name, sum(member.file_size for member in members))
    parts: dict[str, bytes] = {}
    total = 0
    for member in members:
        content = bytearray()
        limit = max(_SMALL, member.compress_size * MAX_RATIO)
        for chunk in stream(archive, member):
            content += chunk
            total += len(chunk)
            _check_total(name, total)
            if len(content) > limit:
                raise FormError(
                    f"{name}: {member.filename[:60]!r} unpacks to more than {MAX_RATIO} times "
                    f"its size; {_SAVE}"
                )
        parts[member.filename] = bytes(content)
    return parts


def _check_total(name: str, size: int) -> None:
    if size > MAX_UNPACKED:
        raise FormError(f"{name}: unpacks to more than {MAX_UNPACKED >> 20} MB; {_SAVE}")
