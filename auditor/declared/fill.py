"""Writes indicator 4's cell of a DOCX template, and nothing else in it.

Every other part of the archive keeps its bytes; of the text only the one cell is changed, in
the look of its first paragraph.  What to say is `auditor.declared.wording`'s.
"""

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, cast

from docx.oxml.parser import element_class_lookup
from docx.oxml.table import CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from auditor.declared.docx_container import DOCUMENT, docx_parts
from auditor.declared.docx_reader import NAMESPACE, docx_tables, outside_text, parse_document
from auditor.declared.form import Form
from auditor.declared.grid import Columns, Grid, columns_of, forms_of, level_in, lines_of
from auditor.declared.reconcile import form_of
from auditor.errors import FormError

__all__ = ["fill"]

_SEVERAL = "split its merged cells so that indicator 4 has one cell of its own"


def fill(name: str, template: bytes, lines: Sequence[str], *, community: str = "") -> bytes:
    """The template with ``lines`` in indicator 4's 完成情况; FormError when there is no such cell."""
    if not template.startswith(b"PK"):
        raise FormError(f"{name}: not a DOCX file; only DOCX templates can be filled")
    parts = dict(docx_parts(name, template))
    root = _parsed(name, parts[DOCUMENT])
    _write(name, _cell(name, root, community), lines)
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _packed(template, parts)


def _parsed(name: str, xml: bytes) -> etree._Element:
    """As python-docx's own elements, but without dropping any white space."""
    parse_document(name, xml)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.set_element_class_lookup(element_class_lookup)
    return etree.fromstring(xml, parser)


def _cell(name: str, root: etree._Element, community: str) -> CT_Tc:
    """The one cell; a cell that other rows share is not indicator 4's alone."""
    outside = outside_text(root)
    level = level_in(outside)
    for grid in docx_tables(root):
        columns = columns_of(grid, level=level)
        if columns is not None:
            return _in_table(name, grid, columns, community)
    raise FormError(f"{name}: no table with the columns 标准要求 and 完成情况; is it the form?")


def _in_table(name: str, grid: Grid, columns: Columns, community: str) -> CT_Tc:
    position, form = _form(name, grid, columns, community)
    video = form.video
    groups = lines_of(grid, columns)
    cells = (
        [line[position] for line in groups[video.number] if position < len(line)] if video else []
    )
    if not cells:
        raise FormError(f"{name}: the table has no row 视频监控设施 (indicator 4)")
    cell = cells[0].key
    shared = sum(1 for line in grid for each in line if each.key is cell)
    if cell is None or any(each.key is not cell for each in cells) or shared > len(cells):
        raise FormError(f"{name}: 完成情况 of 视频监控设施 is not one cell; {_SEVERAL}")
    return cast("CT_Tc", cell)


def _form(name: str, grid: Grid, columns: Columns, community: str) -> tuple[int, Form]:
    forms = tuple(forms_of(grid, columns, ""))
    chosen = form_of(forms, community, name)
    places = {header: position for position, header in columns.answers}
    return places[chosen.column], chosen


def _write(name: str, cell: CT_Tc, lines: Sequence[str]) -> None:
    """Paragraphs like the first one; what the cell said before goes."""
    for unwritable in ("tbl", "sdt"):
        if next(cell.iter(f"{{{NAMESPACE}}}{unwritable}"), None) is not None:
            raise FormError(
                f"{name}: the cell to be filled holds a table or a form field; empty it first"
            )
    paragraphs = _Cell(cell, cast("Any", None)).paragraphs
    model = copy.deepcopy(paragraphs[0]._p) if paragraphs else None  # noqa: SLF001 - the element
    for child in list(cell):
        if child.tag != f"{{{NAMESPACE}}}tcPr":
            cell.remove(child)
    for line in lines:
        _append(cell, model, line)


def _append(cell: CT_Tc, model: CT_P | None, line: str) -> None:
    """One paragraph: the properties of the model and of its first run, the new text."""
    element = cell.add_p()
    paragraph = Paragraph(element, cast("Any", None))
    properties = None if model is None else model.pPr
    if properties is not None:
        element.insert(0, copy.deepcopy(properties))
    run = paragraph.add_run(line)
    first_run = None if model is None else next(model.iter(f"{{{NAMESPACE}}}r"), None)
    look = None if first_run is None else first_run.find(f"{{{NAMESPACE}}}rPr")
    if look is not None:
        run._r.insert(0, copy.deepcopy(look))  # noqa: SLF001 - the element


def _packed(template: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same archive, in the same order, with the same names and times."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(target, "w") as archive:
        for member in source.infolist():
            archive.writestr(copy.copy(member), parts[member.filename], member.compress_type)
    return target.getvalue()
