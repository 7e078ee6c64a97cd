"""A file becomes a frame whose columns have our names, with nothing lost on the way.

Whether a file is text or a workbook is told by its first bytes.  Text is read by
`auditor.registry.text_sheet`, a workbook by `auditor.registry.xlsx`; what the cells mean is
left to the callers.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from auditor.errors import RegistryError
from auditor.records import RowError
from auditor.registry import xlsx
from auditor.registry.claims import Claims, claim
from auditor.registry.column_map import ColumnMap, known_keys
from auditor.registry.columns import REGISTRY_COLUMNS, Column
from auditor.registry.sheet import RawSheet, Wanted
from auditor.registry.source import digest, is_zip
from auditor.registry.text_sheet import read_text

__all__ = ["Table", "read_sheet", "read_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``frame`` has ``row`` (Int64, number of the data row) and the found columns as String.

    ``found`` tells at which position of the file each of them stands, ``notes`` (Chinese) what
    was chosen while reading.
    """

    name: str
    sha256: str
    encoding: str
    frame: pl.DataFrame
    errors: tuple[RowError, ...]
    unclaimed_headers: tuple[str, ...]
    found: dict[str, int]
    notes: tuple[str, ...] = ()


def read_table(
    path: Path,
    columns: tuple[Column, ...],
    column_map: ColumnMap | None = None,
    *,
    sheet: str = "",
) -> Table:
    """Read ``path``; RegistryError when it is no readable table with the required columns.

    What ``column_map`` says goes before what the headers say; ``sheet`` as in `read_sheet`.
    """
    choice = _Choice(path=path, columns=columns, column_map=column_map)
    known = known_keys(column_map)
    read = read_sheet(path, choice.wanted, known=known, sheet=sheet)
    if not read.frame.height and not read.errors:
        raise RegistryError(f"{path}: a header but no rows; nothing can be audited")
    return Table(
        name=path.name,
        sha256=read.sha256,
        encoding=read.encoding,
        frame=_named(read.frame, choice.found),
        errors=read.errors,
        unclaimed_headers=tuple(read.headers[position] for position in choice.unclaimed),
        found=choice.found,
        notes=read.notes,
    )


def _named(frame: pl.DataFrame, found: dict[str, int]) -> pl.DataFrame:
    """The row numbers and the found columns; not by a query, which would copy every cell."""
    columns = [frame[f"c{position}"].alias(name) for name, position in found.items()]
    return pl.DataFrame([frame["row"], *columns])


def read_sheet(
    path: Path,
    wanted: Wanted | None = None,
    *,
    known: frozenset[str] = frozenset(),
    sheet: str = "",
) -> RawSheet:
    """Read ``path`` without asking what its columns mean; all of them when none is wanted.

    ``known`` are header keys by which a workbook's header row may be known beside ours, and
    ``sheet`` names the sheet of a workbook that has several which would do.
    RegistryError when it is no readable table.
    """
    if is_zip(path):
        return replace(xlsx.read_sheet(path, wanted, known=known, sheet=sheet), sha256=digest(path))
    return read_text(path, wanted)


@dataclass(slots=True, kw_only=True)
class _Choice:
    """What the columns of one file mean; known once its headers are."""

    path: Path
    columns: tuple[Column, ...]
    column_map: ColumnMap | None
    found: dict[str, int] = field(default_factory=dict)
    unclaimed: tuple[int, ...] = ()

    def wanted(self, headers: list[str]) -> list[int]:
        """Positions of the columns to load; RegistryError when a required one is not clear."""
        claims = claim(headers, self.columns, self.column_map)
        self.found = {each.column.name: each.position for each in claims.found}
        self.unclaimed = claims.unclaimed
        self._check_missing(headers, claims)
        self._check_doubled(headers, claims)
        return sorted(self.found.values())

    def _check_missing(self, headers: list[str], claims: Claims) -> None:
        """Cells are quoted only when the line is known to be a header."""
        missing = "、".join(column.header for column in claims.missing if column.required)
        if missing and not self.found:
            where, how = (
                ("row", "one a cell") if is_zip(self.path) else ("line", "separated by commas")
            )
            raise RegistryError(
                f"{self.path}: no column name is known in the first {where}; it must hold the "
                f"column names, at least {missing}, {how}"
            )
        if missing:
            seen = "、".join(header[:20] for header in headers[:12])
            raise RegistryError(
                f"{self.path}: the header line lacks {missing} (seen: {seen}); "
                "the first line must hold the column names"
            )

    def _check_doubled(self, headers: list[str], claims: Claims) -> None:
        """Of two columns that mean one required thing nobody can say which is right."""
        for column, positions in claims.duplicates:
            if column.required:
                first, second = (headers[position] for position in positions[:2])
                raise RegistryError(
                    f"{self.path}: the columns {first} and {second} both mean {column.header}; "
                    f"{self._way_out(column, first)}"
                )

    def _way_out(self, column: Column, header: str) -> str:
        """A map is for registers only."""
        if self.columns is not REGISTRY_COLUMNS:
            return "keep one of them"
        return (
            "keep one of them, or choose by --column-map, a TOML file with the lines [columns] "
            f'and {column.name} = "{header.strip()[:40]}#1" (or #2, or a position)'
        )
