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
import re
from collections.abc import Iterable, Sequence

from auditor.render.plain_text import without_controls
from auditor.render.vocabulary.column import Cell

__all__ = ["cell_text", "render_csv"]

# Zero-width characters and direction marks before the sign do not make a formula harmless.
_FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")
_LONG_NUMBER = re.compile(r"\d{12,}")
_INNER_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


def render_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the whole file: one header line, then one line a row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


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
