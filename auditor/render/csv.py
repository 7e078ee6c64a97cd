"""Tables as CSV files that a Chinese Excel opens rightly: UTF-8 with a mark, CRLF.

Three things happen to text cells, and a program that reads the files should know them:

* Text that a spreadsheet would run as a formula (first non-blank character ``=``, ``+``, ``-``
  or ``@``, half or full width, or a leading tab or line break) gets an apostrophe in front.
* Text of 12 or more digits gets one trailing tab, as Chinese payment platforms write it, so
  that a spreadsheet keeps a 20-digit device code as text.  Readers strip it.
* Control characters are removed; tabs and line breaks inside a text become one space.

Numbers that were counted here (int) stay numbers; None is an empty cell.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from auditor.render.plain_text import without_controls
from auditor.render.vocabulary.column import Cell

__all__ = ["cell_text", "csv_pieces", "render_csv"]

_ROWS = 1_000

# Zero-width characters and direction marks before the sign do not make a formula harmless.
_FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")
_LONG_NUMBER = re.compile(r"\d{12,}")
_INNER_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


def render_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the whole file: one header line, then one line a row."""
    return b"".join(csv_pieces(columns, rows))


def csv_pieces(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same a thousand rows at a time."""
    yield _lines([columns]).encode("utf-8-sig")
    left = iter(rows)
    while some := list(itertools.islice(left, _ROWS)):
        yield _lines([cell_text(cell) for cell in row] for row in some).encode()


def _lines(rows: Iterable[Sequence[str | int]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def cell_text(cell: Cell) -> str | int:
    """What stands in the file for one cell, before quoting."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return cell
    return _safe_text(cell)


def _safe_text(text: str) -> str:
    """Judge before cleaning (a leading tab counts), but never be misled by a leading NUL."""
    is_formula = _FORMULA.match(_INNER_CONTROLS.sub("", text)) is not None
    clean = without_controls(text)
    if is_formula:
        return f"'{clean}"
    return f"{clean}\t" if _LONG_NUMBER.fullmatch(clean) else clean
