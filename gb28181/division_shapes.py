"""What each file of division data looks like inside: columns, digits, characters, order.

A table is UTF-8 text: a header, then one line a row, commas between and never inside the
columns, ascending by code.  Whoever makes or reads a file passes it through `parse_table`;
where files lie and how they are packed is left to `division_files`.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from gb28181.errors import DataError

__all__ = [
    "ABOLISHED",
    "COMMUNITIES",
    "CORE",
    "DIVISIONS",
    "TOWNSHIPS_CIVIL",
    "TOWNSHIPS_STATISTICAL",
    "Row",
    "Shape",
    "parse_table",
    "shape_of",
    "table_text",
]

Row: TypeAlias = tuple[str, ...]

DIVISIONS = "divisions.csv.xz"
ABOLISHED = "abolished.csv.xz"
TOWNSHIPS_CIVIL = "townships_civil.csv.xz"
TOWNSHIPS_STATISTICAL = "townships_statistical.csv.xz"
COMMUNITIES = "communities_{province}.csv.xz"

CORE = frozenset({DIVISIONS, ABOLISHED, TOWNSHIPS_CIVIL})
"""Files that describe the same day and therefore come together."""

# Anything that would print as something else than it is stays out: blanks, controls, marks
# of direction, halves of surrogates.  Private-use characters stay in: real names have them.
_NAME = r'[^\s,"\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]{1,60}'
_COMMUNITY_FILE = re.compile(r"communities_[0-9]{2}\.csv\.xz")


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table and the pattern of one line."""

    header: Row
    line: str


_NAMES = {digits: Shape(("code", "name"), rf"[0-9]{{{digits}}},{_NAME}\n") for digits in (6, 9, 12)}
_SHAPES = {
    DIVISIONS: _NAMES[6],
    ABOLISHED: Shape(
        ("code", "name", "since", "until", "successors"),
        rf"[0-9]{{6}},{_NAME},(?:[0-9]{{4}})?,[0-9]{{4}},(?:[0-9]{{6}}(?:;[0-9]{{6}})*+)?\n",
    ),
    TOWNSHIPS_CIVIL: _NAMES[9],
    TOWNSHIPS_STATISTICAL: _NAMES[9],
}


def shape_of(file: str) -> Shape | None:
    """The shape of a file of division data by its name; None for any other name."""
    if _COMMUNITY_FILE.fullmatch(file):
        return _NAMES[12]
    return _SHAPES.get(file)


def parse_table(file: str, text: str) -> list[Row]:
    r"""The rows without the header; `DataError` names the first line that does not fit.

    >>> parse_table("divisions.csv.xz", "code,name\n370000,山东省\n")
    [('370000', '山东省')]
    """
    shape = shape_of(file)
    if shape is None:
        raise DataError(f"{file}: not a file of division data")
    header, _, body = text.partition("\n")
    if header != ",".join(shape.header):
        raise DataError(f"{file}: line 1 is not the header {','.join(shape.header)}")
    # Possessive: a hostile text can neither backtrack nor fill the stack.
    matched = re.match(rf"(?:{shape.line})*+", body)
    fitting = matched.end() if matched else 0
    if fitting != len(body):
        raise DataError(f"{file}: line {body.count(chr(10), 0, fitting) + 2} is malformed")
    rows = [tuple(line.split(",")) for line in body.split("\n")[:-1]]
    for number, (one, other) in enumerate(itertools.pairwise(rows), 3):
        if one[0] >= other[0]:
            raise DataError(f"{file}: line {number} is not in ascending order of codes")
    return rows


def table_text(file: str, rows: Iterable[Row]) -> str:
    """The text of a table; `DataError` when `parse_table` would not give ``rows`` back."""
    shape = shape_of(file)
    lines = [shape.header, *rows] if shape else list(rows)
    text = "".join(f"{','.join(line)}\n" for line in lines)
    parse_table(file, text)
    return text
