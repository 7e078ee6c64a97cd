"""How much text the cells of a workbook hold together, when each has its own copy.

A workbook stores a text once and its cells name it by number; the parser copies it into every
cell.  One long text named by a million cells would take all memory there is.
"""

import re
import zipfile
from pathlib import Path

from auditor.errors import RegistryError
from auditor.registry.xlsx_extent import Extent, pieces

__all__ = ["MAX_TEXT", "check_copies"]

MAX_TEXT = 1024 * 1024 * 1024

_STRINGS = "xl/sharedstrings.xml"
_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")
_IS_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:[\w.-]+:)?v\s*>\s*([0-9]{1,9})\s*<")


def check_copies(path: Path, archive: zipfile.ZipFile, parts: dict[str, Extent]) -> None:
    """RegistryError beyond `MAX_TEXT` bytes; counted exactly only where it may matter."""
    lengths = _lengths(archive)
    longest = max(lengths, default=0)
    if longest * sum(extent.cells for extent in parts.values()) <= MAX_TEXT:
        return
    total = 0
    for name in parts:
        for piece in pieces(archive, archive.getinfo(name)):
            total += _copied(piece, lengths, longest)
            if total > MAX_TEXT:
                raise RegistryError(
                    f"{path}: its texts take more than {MAX_TEXT >> 20} MB; split the file"
                )


def _copied(piece: bytes, lengths: list[int], longest: int) -> int:
    """Bytes that the cells of a piece copy; a number that cannot be read names the longest."""
    numbers = [int(text) for text in _SHARED.findall(piece)]
    unread = len(_IS_SHARED.findall(piece)) - len(numbers)
    return sum(lengths[n] for n in numbers if n < len(lengths)) + unread * longest


def _lengths(archive: zipfile.ZipFile) -> list[int]:
    """Bytes of each shared string, its markup included."""
    found: list[int] = []
    for member in archive.infolist():
        if member.filename.casefold() == _STRINGS:
            before = 0
            for piece in pieces(archive, member):
                start = 0
                for end in _END.finditer(piece):
                    found.append(before + end.end() - start)
                    start, before = end.end(), 0
                before += len(piece) - start
    return found
