"""How large a block of cells a workbook's parser will lay out, found in its XML as a stream.

The parser lays a sheet out as one block from its first cell to its last: two cells in opposite
corners of a tiny file would take all memory there is.  So the corners are found here first.
Document types and entities are refused, since no spreadsheet program writes them.  The cells
that hold an error (``#N/A``) are kept too, because the parser gives them as empty.  Copies of
shared strings are left to `auditor.registry.xlsx_copies`.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import RegistryError
from auditor.registry.xlsx_container import SAVE_AGAIN, stream

__all__ = ["MAX_CELLS", "MAX_COLUMNS", "MAX_ROWS", "Extent", "pieces", "survey"]

MAX_ROWS = 1_048_576
MAX_COLUMNS = 1_000
MAX_CELLS = 40_000_000

_MAX_ERRORS = 100_000
_NEAR = 4096  # a piece ends in front of a cell when one starts this near to its end
_LETTERS = 26
# The element that holds the cells: the parser finds none in a part without it.
_CELLS = b"sheetData"

_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"\x00")
# A formatted cell without content takes no memory; there may be a million of them.
_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>')
_PLACED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
# The same as other writers may write it: a prefix, other attributes first, no reference at all.
_NAME = rb"<(?:[^\s<>/:]+:)?"
_ATTRIBUTES = rb"(?:\s+(?:s|t|cm|vm|ph)\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*"
_PLACED_FREELY = re.compile(
    _NAME + rb"c" + _ATTRIBUTES + rb"\s+r\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']"
)
_UNPLACED = re.compile(_NAME + rb"c" + _ATTRIBUTES + rb"\s*/?>")
_TAG = re.compile(_NAME + rb"(row|c)(?=[\s/>])")
_ROW_NUMBER = re.compile(_NAME + rb"row\s(?:[^<>]*?\s)?r\s*=\s*[\"']([0-9]{1,9})")
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*\bt="e"[^<>]*>(?:<f[^<>]*>[^<]*</f>|<f[^<>]*/>)?'
    rb"<v>(#[A-Z0-9/!?_]{1,20})</v>"
)


@dataclass(slots=True)
class Extent:
    """Of one part: its last row and column, counted from 1; 0 and 0 where it holds no cells.

    ``errors`` are the error cells by (row, column), both from 1; ``unplaced`` tells that cells
    without a reference were seen, which stand behind the one before.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unplaced: bool = False

    @property
    def cells(self) -> int:
        """How many cells the parser will lay out, at most."""
        return self.rows * self.columns


def survey(path: Path, archive: zipfile.ZipFile) -> dict[str, Extent]:
    """The extents of the parts that hold cells, by name; RegistryError beyond a limit."""
    extents: dict[str, Extent] = {}
    for member in archive.infolist():
        if _may_hold_cells(archive, member):
            extent = _extent(path, archive, member)
            _check(path, member.filename, extent)
            extents[member.filename] = extent
    return {name: extent for name, extent in extents.items() if extent.cells}


def pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part cut in front of a tag, of a cell's tag where one is near; no tag is cut in two."""
    rest = b""
    for chunk in stream(archive, member):
        data = rest + chunk
        cut = data.rfind(b"<c", max(1, len(data) - _NEAR))
        if cut < 0:
            cut = data.rfind(b"<", 1)
        if cut < 0:  # one long text
            cut = len(data)
        rest = data[cut:]
        yield data[:cut]
    yield rest


def _may_hold_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """XML, or what the parser could take for a sheet: pictures and the like are left alone."""
    before = b""
    for chunk in stream(archive, member):
        if not before and chunk.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            return True
        if _CELLS in before + chunk:
            return True
        before = chunk[-len(_CELLS) :]
    return False


def _extent(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Extent:
    extent = Extent()
    for piece in pieces(archive, member):
        if any(word in piece for word in _FORBIDDEN):
            raise RegistryError(
                f"{path}: {member.filename[:60]!r} has a document type or is not UTF-8; "
                f"{SAVE_AGAIN}"
            )
        _count(path, extent, _EMPTY.sub(b"", piece) if b"/>" in piece else piece)
    if extent.unplaced:
        _count_unplaced(extent, archive, member)
    return extent


def _count(path: Path, extent: Extent, piece: bytes) -> None:
    """The quick way when every cell is written as nearly all programs write it."""
    places = _PLACED.findall(piece)
    if piece.count(b"<c") != len(places) or b":c" in piece:
        places = _PLACED_FREELY.findall(piece)
        cells = _TAG.findall(piece).count(b"c")
        unplaced = len(_UNPLACED.findall(piece))
        extent.unplaced |= unplaced > 0
        if cells != len(places) + unplaced:
            raise RegistryError(f"{path}: cells are written in an unusual way; {SAVE_AGAIN}")
    if not places:
        return
    columns, rows = zip(*places, strict=True)
    extent.rows = max(extent.rows, *map(int, set(rows)))
    extent.columns = max(extent.columns, *map(_column, set(columns)))
    if b't="e"' in piece:
        _keep_errors(extent, piece)


def _keep_errors(extent: Extent, piece: bytes) -> None:
    for letters, row, text in _ERROR.findall(piece):
        if len(extent.errors) < _MAX_ERRORS:
            extent.errors[int(row), _column(letters)] = text.decode("ascii")


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _count_unplaced(extent: Extent, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Take the cells and rows without a reference to stand as far out as they can."""
    highest = unnumbered = run = longest = 0
    for piece in pieces(archive, member):
        numbers = _ROW_NUMBER.findall(piece)
        highest = max(highest, *map(int, numbers), 0)
        unnumbered -= len(numbers)
        for tag in _TAG.findall(piece):
            unnumbered += tag == b"row"
            run = 0 if tag == b"row" else run + 1
            longest = max(longest, run)
    extent.columns += longest
    extent.rows = max(extent.rows, highest) + unnumbered


def _check(path: Path, name: str, extent: Extent) -> None:
    if extent.columns > MAX_COLUMNS:
        raise RegistryError(
            f"{path}: {name[:60]!r} reaches column {extent.columns}; more than {MAX_COLUMNS}"
        )
    if extent.rows > MAX_ROWS or extent.cells > MAX_CELLS:
        raise RegistryError(
            f"{path}: {name[:60]!r} reaches row {extent.rows} of {extent.columns} columns; "
            "split the file or save it as CSV (UTF-8)"
        )
