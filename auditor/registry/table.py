"""A delimited file as bytes becomes headers and rows of text, with nothing lost on the way.

Encoding is detected (UTF-8 with or without BOM, else GB 18030, which contains GBK) and
reported.  Rows are split by `auditor.registry.rows`; what the cells mean is left to the callers.
"""

import hashlib
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import RegistryError
from auditor.records import RowError
from auditor.registry.columns import Column, claimant, match_headers
from auditor.registry.rows import Row, split_rows

__all__ = ["MAX_BYTES", "Table", "read_table"]

MAX_BYTES = 512 * 1024 * 1024
_MAX_COLUMNS = 1000
_UTF8_MARK = b"\xef\xbb\xbf"
# Bytes that are no text in the chosen encoding, as surrogateescape writes them.
_BROKEN = re.compile("[\udc80-\udcff]")
# An encoding is believed when broken bytes are fewer than one in three characters beyond ASCII;
# GB 18030 text read as UTF-8 has more broken bytes than characters.
_BROKEN_SHARE = 3
_BINARY_STARTS = {
    b"PK\x03\x04": "an XLSX or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel (XLS) file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows as read: ``rows[i]`` belongs to data row ``numbers[i]`` and is keyed by our names."""

    name: str
    sha256: str
    encoding: str
    numbers: tuple[int, ...]
    rows: tuple[dict[str, str], ...]
    errors: tuple[RowError, ...]
    unclaimed_headers: tuple[str, ...]


def read_table(path: Path, columns: tuple[Column, ...]) -> Table:
    """Read ``path``; RegistryError when it is no readable table with the required columns."""
    data = _read_bytes(path)
    encoding, text = _decode(path, data)
    return _parse(path, text, columns, sha256=hashlib.sha256(data).hexdigest(), encoding=encoding)


def _read_bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RegistryError(f"{path}: not a file; give the path of a CSV file")
        if status.st_size > MAX_BYTES:
            raise RegistryError(f"{path}: larger than {MAX_BYTES >> 20} MB; split the file")
        data = path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    for start, kind in _BINARY_STARTS.items():
        if data.startswith(start):
            raise RegistryError(f"{path}: this is {kind}, not CSV; save it as CSV (UTF-8) first")
    if not data.strip():
        raise RegistryError(f"{path}: the file is empty; it needs a header line and rows")
    return data


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    """Encoding and text; a few broken bytes cost their rows, not the file."""
    if b"\x00" in data:
        raise RegistryError(f"{path}: contains NUL bytes, so it is not CSV text; save it as CSV")
    if data.startswith(_UTF8_MARK):
        return "utf-8", data.decode("utf-8-sig", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "surrogateescape")
        if _is_believable(text):
            return encoding, text
    line = _first_broken_line(data)
    raise RegistryError(f"{path}: line {line} is neither UTF-8 nor GB 18030 text; save as UTF-8")


def _is_believable(text: str) -> bool:
    broken = len(_BROKEN.findall(text))
    beyond_ascii = sum(not character.isascii() for character in text) if broken else 0
    return broken * _BROKEN_SHARE <= beyond_ascii - broken


def _first_broken_line(data: bytes) -> int:
    """The first line that is not GB 18030, the encoding of most such files."""
    text = data.decode("gb18030", "surrogateescape")
    broken = _BROKEN.search(text)
    return text.count("\n", 0, broken.start() if broken else 0) + 1


def _parse(
    path: Path, text: str, columns: tuple[Column, ...], *, sha256: str, encoding: str
) -> Table:
    written = (row for row in split_rows(text) if not row.is_blank)
    headers = _headers(path, written)
    found, unclaimed = _claim(path, headers, columns)
    numbers: list[int] = []
    rows: list[dict[str, str]] = []
    errors: list[RowError] = []
    for number, row in enumerate(written, start=1):
        problem = _problem(row, len(headers), encoding)
        if problem is not None:
            errors.append(RowError(file=path.name, row=number, line=row.line, message=problem))
            continue
        numbers.append(number)
        rows.append({name: row.cells[position] for name, position in found.items()})
    if not rows and not errors:
        raise RegistryError(f"{path}: a header but no rows; nothing can be audited")
    return Table(
        name=path.name,
        sha256=sha256,
        encoding=encoding,
        numbers=tuple(numbers),
        rows=tuple(rows),
        errors=tuple(errors),
        unclaimed_headers=tuple(header for header in unclaimed if header.strip()),
    )


def _headers(path: Path, written: Iterable[Row]) -> list[str]:
    """The cells of the first row that is not blank."""
    first = next(iter(written), None)
    if first is None:
        raise RegistryError(f"{path}: the file is empty; it needs a header line and rows")
    if first.problem is not None:
        raise RegistryError(
            f"{path}: line {first.line}: the column names cannot be read; "
            "look for a stray quotation mark"
        )
    if len(first.cells) > _MAX_COLUMNS:
        raise RegistryError(f"{path}: {len(first.cells)} columns; more than {_MAX_COLUMNS}")
    return first.cells


def _claim(
    path: Path, headers: list[str], columns: tuple[Column, ...]
) -> tuple[dict[str, int], list[str]]:
    """Positions by column name; cells are quoted only when the line is known to be a header."""
    found, unclaimed = match_headers(headers, columns)
    required = [column for column in columns if column.required]
    missing = "、".join(column.header for column in required if column.name not in found)
    if missing and not found:
        raise RegistryError(
            f"{path}: no column name is known in the first line; it must hold the column names, "
            f"at least {missing}, separated by commas"
        )
    if missing:
        seen = "、".join(header[:20] for header in headers[:12])
        raise RegistryError(
            f"{path}: the header line lacks {missing} (seen: {seen}); "
            "the first line must hold the column names"
        )
    for header in unclaimed:
        column = claimant(header, columns)
        if column is not None and column.required:
            first = headers[found[column.name]]
            raise RegistryError(
                f"{path}: the columns {first} and {header} both mean {column.header}; "
                "keep one of them"
            )
    return found, unclaimed


def _problem(row: Row, expected: int, encoding: str) -> str | None:
    """Why this row cannot be read (Chinese), or None; too many cells may be a stray comma."""
    if row.problem is not None:
        return row.problem
    if len(row.cells) != expected:
        return f"本行有 {len(row.cells)} 列，表头有 {expected} 列，无法确定各列对应关系"
    if any(_BROKEN.search(cell) for cell in row.cells):
        return f"本行含有不属于文件编码（{encoding}）的字节，文字已损坏"
    return None
