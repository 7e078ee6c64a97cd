"""What a column is.  CSV, XLSX, Parquet and the data dictionary all follow these.

A column is read from a line of its table; how a cell is written is left to the formats.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from auditor.render.words import Word

__all__ = ["Cell", "Column", "Format", "Kind", "Masking", "Table", "Value", "plain", "words"]

Line = TypeVar("Line")
Cell = str | int | bool | None
Value = str | int | bool | datetime | None
"""A cell before it is written; None is an empty one."""


class Kind(enum.StrEnum):
    """What a column holds."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    TRUTH = "truth"
    TIME = "time"
    CHOICE = "choice"


class Masking(enum.StrEnum):
    """What is hidden of a column unless it is asked for."""

    NONE = ""
    ADDRESS = "address"
    POSITION = "position"
    WORDS = "words"


class Format(enum.StrEnum):
    """What tables are written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Line]):
    """``id`` is the name for programs, ``title`` (Chinese) for people; neither ever changes.

    ``values`` are all that a choice may be, with their words; ``source`` (Chinese) is where it
    comes from and by which clause.  ``words_of`` names the column whose words these are: XLSX
    shows the words there and leaves this one out.
    """

    id: str
    title: str
    meaning: str
    read: Callable[[Line], Value]
    kind: Kind = Kind.TEXT
    unit: str = ""
    values: Mapping[str, Word] | None = None
    source: str = ""
    masking: Masking = Masking.NONE
    words_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Line]):
    """A table of the report: ``id`` is its file's name, ``title`` (Chinese) its sheet's."""

    id: str
    title: str
    meaning: str
    columns: tuple[Column[Line], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.id for column in self.columns)

    def values(self, line: Line) -> tuple[Value, ...]:
        """The cells of a line."""
        return tuple(column.read(line) for column in self.columns)


def words(pairs: Iterable[tuple[enum.StrEnum, Word]]) -> Mapping[str, Word]:
    """Values of an enumeration with the words that the reports use."""
    return {key.value: word for key, word in pairs}


def plain(*pairs: tuple[str, str]) -> Mapping[str, Word]:
    """Values with words that have neither symbol nor tone."""
    return {key: Word(text, "", "neutral") for key, text in pairs}
