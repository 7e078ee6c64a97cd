"""The tables of a DOCX document as grids, and the text around them.

Works on the elements of ``word/document.xml``, whoever parsed them.  Inserted text of tracked
changes counts, deleted text does not; fields show their result, not their instruction.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from auditor.declared.grid import MAX_CELLS, MAX_COLUMNS, Cell
from auditor.errors import FormError

__all__ = ["NAMESPACE", "cell_text", "docx_tables", "outside_text", "parse_document"]

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPAN_LIMIT = MAX_COLUMNS
_DIGITS = 9


def parse_document(name: str, xml: bytes) -> etree._Element:
    """The root of a document; no entities, no network, no DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormError(f"{name}: its text is damaged; save it again as DOCX") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormError(f"{name}: its text declares a DTD, which no word processor writes")
    if etree.QName(root).namespace == _STRICT:
        raise FormError(
            f"{name}: a strict Open XML document; save it as a plain Word document (DOCX)"
        )
    return root


def docx_tables(root: etree._Element) -> Iterator[list[list[Cell]]]:
    """Every table, nested ones too, each as a grid; the key of a cell is its element."""
    left = MAX_CELLS
    for table in root.iter(_w("tbl")):
        grid: list[list[Cell]] = []
        for line in _own(table, "tr"):
            row = _row(line, grid[-1] if grid else [])
            left -= len(row)
            if left < 0:
                return
            grid.append(row)
        yield grid


def outside_text(root: etree._Element) -> str:
    """The paragraphs that stand in no table."""
    paragraphs = (p for p in root.iter(_w("p")) if next(p.iterancestors(_w("tbl")), None) is None)
    return "\n".join(_paragraph(p) for p in paragraphs)


def cell_text(cell: etree._Element) -> str:
    """The paragraphs of a cell, without those of a table inside it."""
    paragraphs = [p for p in cell.iter(_w("p")) if next(p.iterancestors(_w("tc")), None) is cell]
    return "\n".join(_paragraph(p) for p in paragraphs)


def _row(line: etree._Element, above: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, by grid columns; a cell merged downwards is the one above it."""
    row: list[Cell] = [Cell("")] * _number(line, "trPr", "gridBefore", 0)
    for cell in _own(line, "tc"):
        at = len(row)
        span = max(1, _number(cell, "tcPr", "gridSpan", 1))
        if _is_continued(cell):
            row.extend(
                above[at + i] if at + i < len(above) else Cell("", cell) for i in range(span)
            )
        else:
            row.extend([Cell(cell_text(cell), cell)] * span)
        if len(row) > MAX_COLUMNS:
            break
    return row[:MAX_COLUMNS]


def _own(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Rows of a table, cells of a row: also inside content controls and custom XML."""
    for child in parent:
        if child.tag == _w(kind):
            yield child
        elif child.tag in (_w("sdt"), _w("sdtContent"), _w("customXml"), _w("ins")):
            yield from _own(child, kind)


def _is_continued(cell: etree._Element) -> bool:
    merge = cell.find(f"{_w('tcPr')}/{_w('vMerge')}")
    return merge is not None and merge.get(_w("val"), "continue") == "continue"


def _number(element: etree._Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_w(properties)}/{_w(name)}")
    written = "" if found is None else found.get(_w("val"), "")
    return min(int(written[-_DIGITS:]), _SPAN_LIMIT) if written.isdecimal() else default


def _paragraph(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    for element in paragraph.iter(_w("t"), _w("br"), _w("cr"), _w("tab"), _w("noBreakHyphen")):
        if next(element.iterancestors(_w("p")), None) is not paragraph:
            continue
        if element.tag == _w("t"):
            pieces.append(element.text or "")
        elif element.tag != _w("tab") or element.getparent().tag == _w("r"):  # type: ignore[union-attr]  # inside a paragraph
            pieces.append({_w("tab"): "\t", _w("noBreakHyphen"): "-"}.get(element.tag, "\n"))
    return "".join(pieces)


def _w(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
