"""The tables of an HTML page as grids, and the text around them.

Pages of counties nest tables for their layout; every table is read, and the one with the right
columns is taken by `auditor.declared.reading`.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree, html

from auditor.declared.grid import MAX_CELLS, MAX_COLUMNS, Cell
from auditor.errors import FormError

__all__ = ["html_tables", "page_text", "parse_page"]

_MAX_SPAN = 100
_DIGITS = 9
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_BLOCKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "br"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "title"})


def parse_page(name: str, text: str) -> html.HtmlElement:
    """The root of a page; FormError when there is nothing in it."""
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormError(f"{name}: no page that can be read; save it again as HTML") from error


def html_tables(
    root: html.HtmlElement,
) -> Iterator[tuple[list[list[Cell]], html.HtmlElement]]:
    """Every table, nested ones too, each as a grid; the key of a cell is its element."""
    left = MAX_CELLS
    for table in root.iter("table"):
        grid: list[list[Cell]] = []
        below: dict[int, tuple[Cell, int]] = {}
        for line in _lines(table):
            row = _row(line, below)
            left -= len(row)
            if left < 0:
                return
            grid.append(row)
        yield grid, table


def page_text(root: html.HtmlElement, table: html.HtmlElement) -> str:
    """What a page says around one of its tables."""
    return _text(root, lambda element: element is table)


def _is_table(element: html.HtmlElement) -> bool:
    return bool(element.tag == "table")


def _lines(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (line for line in child if line.tag == "tr")


def _row(line: html.HtmlElement, below: dict[int, tuple[Cell, int]]) -> list[Cell]:
    """The cells of a row; ``below`` keeps those that reach down, and for how many rows."""
    row: list[Cell] = []
    cells = [child for child in line if child.tag in ("td", "th")]
    for element in cells:
        _take_from_above(row, below)
        cell = Cell(_text(element, _is_table), element)
        down = _span(element, "rowspan") - 1
        for _ in range(_span(element, "colspan")):
            if down:
                below[len(row)] = (cell, down)
            row.append(cell)
        if len(row) > MAX_COLUMNS:
            return row[:MAX_COLUMNS]
    _take_from_above(row, below)
    return row


def _take_from_above(row: list[Cell], below: dict[int, tuple[Cell, int]]) -> None:
    while len(row) in below:
        at = len(row)
        cell, left = below.pop(at)
        if left > 1:
            below[at] = (cell, left - 1)
        row.append(cell)


def _span(element: html.HtmlElement, name: str) -> int:
    written = element.get(name, "1").strip()
    return min(max(int(written[-_DIGITS:]), 1), _MAX_SPAN) if written.isdecimal() else 1


def _text(element: html.HtmlElement, leave_out: Callable[[html.HtmlElement], bool]) -> str:
    """The visible text, one line a block, white space as a browser shows it."""
    pieces: list[str] = []
    skipped: html.HtmlElement | None = None
    for event, each in etree.iterwalk(element, events=("start", "end")):
        inside = each is not element
        if skipped is not None:
            if event == "end" and each is skipped:
                skipped = None
                pieces.append(_flow(each.tail))
            continue
        if event == "start" and inside and (each.tag in _UNSEEN or leave_out(each)):
            skipped = each
            continue
        pieces.append("\n" if each.tag in _BLOCKS and inside else "")
        pieces.append(_flow(each.text if event == "start" else (each.tail if inside else "")))
    lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _flow(text: str | None) -> str:
    return _SPACE.sub(" ", text or "")
