"""What a new set of division data changes: codes that go, come, or get another name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditor.divisions.build import DataSet, Table
from auditor.errors import ConfigError
from gb28181.division_files import DataFiles
from gb28181.division_shapes import Row

__all__ = ["Changed", "Listed", "TableDifference", "differences", "require_whole_lists"]

_TOLERATED_LOSS = 0.1
"""Reforms abolish a few codes in a thousand; a list that lost more is a part of one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that goes or comes; ``text`` are its columns after the code, with commas."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A code that stays and whose other columns, above all its name, do not."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One file, ``before`` the one in use (0 rows and no day where there is none)."""

    file: str
    as_of_before: date | None
    as_of_after: date
    rows_before: int
    rows_after: int
    gone: tuple[Listed, ...]
    new: tuple[Listed, ...]
    changed: tuple[Changed, ...]


def differences(used: DataFiles, data: DataSet) -> tuple[TableDifference, ...]:
    """One difference for each table of ``data``, in its order."""
    return tuple(_difference(used, table) for table in data.tables)


def require_whole_lists(found: Iterable[TableDifference]) -> None:
    """`ConfigError` for a table that lost so much that it must be a part of a list.

    With such a table every code that it lacks would be unknown.
    """
    for table in found:
        if len(table.gone) > _TOLERATED_LOSS * table.rows_before:
            lost = f"lacks {len(table.gone)} of the {table.rows_before} rows in use"
            raise ConfigError(f"{table.file}: the new list {lost}; it is not a whole list")


def _difference(used: DataFiles, table: Table) -> TableDifference:
    file = table.entry.name
    entry = used.find(file)
    before = _texts(used.rows(file)) if entry else {}
    after = _texts(table.rows)
    return TableDifference(
        file=file,
        as_of_before=entry.as_of if entry else None,
        as_of_after=table.entry.as_of,
        rows_before=len(before),
        rows_after=len(after),
        gone=tuple(Listed(code, text) for code, text in before.items() if code not in after),
        new=tuple(Listed(code, text) for code, text in after.items() if code not in before),
        changed=tuple(
            Changed(code, text, after[code])
            for code, text in before.items()
            if after.get(code, text) != text
        ),
    )


def _texts(rows: Iterable[Row]) -> dict[str, str]:
    return {row[0]: ",".join(row[1:]) for row in rows}
