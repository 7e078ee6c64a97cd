"""Registers of correct records with changes, as files; and the files an operator adds to them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.criteria import Criteria
from auditor.record_check import Checked, check_register
from auditor.registry.column_map import ColumnMap
from auditor.registry.columns import ARCHIVE_COLUMNS, REGISTRY_COLUMNS, Column
from auditor.registry.positions import Places
from auditor.terms import Terms
from tests.auditor.rules.records import correct

__all__ = ["BASIC", "archive_rows", "checked", "correct", "minimal", "register", "text_file"]

BASIC = tuple(column.name for column in REGISTRY_COLUMNS if column.required)


def minimal(serial: int = 1, /, **changes: str) -> dict[str, str]:
    """A correct record of the required columns alone, and of those that are changed."""
    cells = correct(serial)
    return {name: cells[name] for name in BASIC} | changes


def register(
    folder: Path, *rows: Mapping[str, str], name: str = "cameras.csv", encoding: str = "utf-8"
) -> Path:
    """A CSV file with the columns that the rows name."""
    columns = columns_of(rows)
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in columns])
        writer.writerows([row.get(column.name, "") for column in columns] for row in rows)
    return path


def columns_of(rows: Sequence[Mapping[str, str]]) -> list[Column]:
    """The columns that some row names, in the order of the register."""
    named = {name for row in rows for name in row}
    return [column for column in REGISTRY_COLUMNS if column.name in named]


def archive_rows(*rows: Mapping[str, str]) -> list[list[object]]:
    """Header and rows of the 27 columns of 一机一档."""
    head: list[object] = [column.header for column in ARCHIVE_COLUMNS]
    body: list[list[object]] = [
        [row.get(column.name, "") for column in ARCHIVE_COLUMNS] for row in rows
    ]
    return [head, *body]


def text_file(folder: Path, name: str, text: str) -> Path:
    """A UTF-8 file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def checked(
    path: Path, criteria: Criteria | None = None, column_map: ColumnMap | None = None
) -> Checked:
    """A register judged without boundaries, plan and second list."""
    terms = Terms(criteria=criteria or Criteria(), places=Places(), column_map=column_map)
    return check_register(path, None, terms)
