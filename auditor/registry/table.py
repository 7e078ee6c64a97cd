"""A delimited file as bytes becomes headers and rows of text, with nothing lost on the way.

Encoding is detected (UTF-8 with or without BOM, else GB 18030, which contains GBK) and
reported.  What the cells mean is left to the callers.
"""

import csv
import hashlib
import io
import stat
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import RegistryError
from auditor.records import RowError
from auditor.registry.columns import Column, match_headers

__all__ = ["MAX_BYTES", "Table", "read_table"]

MAX_BYTES = 512 * 1024 * 1024
_MAX_COLUMNS = 1000
_MAX_CELL = 32_768
_BINARY_STARTS = {
    b"PK\x03\x04": "an XLSX or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel (XLS) file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
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
        raise RegistryError(f"{path}: cannot be read ({error.strerror})") from error
    for start, kind in _BINARY_STARTS.items():
        if data.startswith(start):
            raise RegistryError(f"{path}: this is {kind}, not CSV; save it as CSV (UTF-8) first")
    if not data.strip():
        raise RegistryError(f"{path}: the file is empty; it needs a header line and rows")
    return data


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    if b"\x00" in data:
        raise RegistryError(f"{path}: contains NUL bytes, so it is not CSV text (UTF-16?)")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return encoding.removesuffix("-sig"), data.decode(encoding)
        except UnicodeDecodeError as error:
            position = error.start
    line = data.count(b"\n", 0, position) + 1
    raise RegistryError(f"{path}: line {line} is neither UTF-8 nor GB 18030 text; save as UTF-8")


def _parse(
    path: Path, text: str, columns: tuple[Column, ...], *, sha256: str, encoding: str
) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    numbers: list[int] = []
    rows: list[dict[str, str]] = []
    errors: list[RowError] = []
    try:
        headers = next(reader)
        found, unclaimed = _claim(path, headers, columns)
        number = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            problem = _problem(cells, len(headers))
            if problem is not None:
                errors.append(
                    RowError(file=path.name, row=number, line=reader.line_num, message=problem)
                )
                continue
            numbers.append(number)
            rows.append({name: cells[position] for name, position in found.items()})
    except csv.Error as error:
        raise RegistryError(
            f"{path}: line {reader.line_num}: {error}; look for a stray quotation mark"
        ) from error
    if not rows and not errors:
        raise RegistryError(f"{path}: a header but no rows; nothing can be audited")
    return Table(
        name=path.name,
        sha256=sha256,
        encoding=encoding,
        numbers=tuple(numbers),
        rows=tuple(rows),
        errors=tuple(errors),
        unclaimed_headers=tuple(unclaimed),
    )


def _claim(
    path: Path, headers: list[str], columns: tuple[Column, ...]
) -> tuple[dict[str, int], list[str]]:
    if len(headers) > _MAX_COLUMNS:
        raise RegistryError(f"{path}: {len(headers)} columns; more than {_MAX_COLUMNS}")
    found, unclaimed = match_headers(headers, columns)
    missing = [c.header for c in columns if c.required and c.name not in found]
    if missing:
        seen = "、".join(header[:20] for header in headers[:12])
        raise RegistryError(
            f"{path}: the header line lacks {'、'.join(missing)} (seen: {seen}); "
            "the first line must hold the column names"
        )
    return found, unclaimed


def _problem(cells: list[str], expected: int) -> str | None:
    """Why this row cannot be read (Chinese), or None; too many cells may be a stray comma."""
    if len(cells) != expected:
        return f"本行有 {len(cells)} 列，表头有 {expected} 列，无法确定各列对应关系"
    if any(len(cell) > _MAX_CELL for cell in cells):
        return f"本行有超过 {_MAX_CELL} 个字符的单元格"
    return None
