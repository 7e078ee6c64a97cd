"""Reads a declared form: what the file is by its bytes, its table, its columns.

The name of a file says nothing: a DOC that is a page, a DOCX that is a PDF are told by content.
"""

import functools
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from auditor.declared.docx_container import DOCUMENT, docx_parts
from auditor.declared.docx_reader import docx_tables, outside_text, parse_document
from auditor.declared.form import Form
from auditor.declared.grid import Grid, columns_of, forms_of, level_in, merged_answer
from auditor.declared.html_reader import html_tables, page_text, parse_page
from auditor.declared.text_reader import labelled_form, text_tables
from auditor.errors import FormError

__all__ = ["MAX_BYTES", "read_bytes", "read_forms"]

MAX_BYTES = 32 * 1024 * 1024
MAX_TEXT = 8 * 1024 * 1024

_AS = "save it as DOCX, HTML or text"
_KINDS = (
    (b"%PDF", f"a PDF file, whatever its name says; {_AS}"),
    (b"{\\rtf", f"an RTF file; {_AS}"),
    (b"\x89PNG", "a picture; type the form or " + _AS),
    (b"\xff\xd8\xff", "a picture; type the form or " + _AS),
    (b"Rar!", "an archive; unpack it first"),
    (b"7z\xbc\xaf", "an archive; unpack it first"),
    (b"MIME-Version:", f"a web archive (MHTML); {_AS}"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_PAGE = re.compile(r"<\s*(?:!doctype\s+html|html|table|body|head|div|p)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD = 4096
_WANTED = "table with the columns 标准要求 and 完成情况"

_MERGED = (
    "标准要求 and 完成情况 of indicator {} are one merged cell; "
    "split it, so that the answer has a cell of its own"
)


def read_forms(path: Path) -> tuple[Form, ...]:
    """The forms of a file, one a column 完成情况; FormError with what to do when there is none."""
    data = read_bytes(path)
    forms = tuple(_forms(path, data))
    if not forms:
        raise FormError(f"{path}: no {_WANTED} was found; is it the acceptance form?")
    return forms


def read_bytes(path: Path) -> bytes:
    """The content of a file that may be a form; says what it is when it is something else."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FormError(f"{path}: not a file; give the path of a form")
        if status.st_size > MAX_BYTES:
            raise FormError(f"{path}: larger than {MAX_BYTES >> 20} MB, which no form is")
        data = path.read_bytes()
    except OSError as error:
        raise FormError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    if not data.strip():
        raise FormError(f"{path}: the file is empty; choose the filled form")
    if data.startswith(_OLE):
        raise FormError(f"{path}: {_ole(data)}")
    kind = next((kind for start, kind in _KINDS if data.lstrip().startswith(start)), None)
    if kind is not None:
        raise FormError(f"{path}: this is {kind}")
    return data


def _ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "a document with a password; save it without one"
    return f"an old Word (DOC) file; {_AS}"


def _forms(path: Path, data: bytes) -> Iterator[Form]:
    if data.startswith(b"PK"):
        root = parse_document(str(path), docx_parts(str(path), data)[DOCUMENT])
        for grid in docx_tables(root):
            yield from _of_table(path, grid, functools.partial(outside_text, root))
        return
    text = _decoded(path, data)
    if len(text) > MAX_TEXT:
        raise FormError(
            f"{path}: more text than {MAX_TEXT >> 20} million characters, which no form has"
        )
    if _PAGE.search(text[:_HEAD]) or "<table" in text.casefold():
        page = parse_page(str(path), text)
        for grid, table in html_tables(page):
            yield from _of_table(path, grid, functools.partial(page_text, page, table))
        return
    yield from _of_text(path, text)


def _of_text(path: Path, text: str) -> Iterator[Form]:
    for grid, outside in text_tables(text):
        found = tuple(_of_table(path, grid, functools.partial(str, outside)))
        if found:
            yield from found
            return
    form = labelled_form(text)
    if form is not None:
        yield form


def _of_table(path: Path, grid: Grid, around: Callable[[], str]) -> Iterator[Form]:
    """The forms of a table that has the columns; the text around is asked for only then."""
    if columns_of(grid) is None:
        return
    outside = around()
    columns = columns_of(grid, level=level_in(outside))
    if columns is not None:
        merged = merged_answer(grid, columns)
        if merged is not None:
            raise FormError(f"{path}: {_MERGED.format(merged)}")
        yield from forms_of(grid, columns, outside)


def _decoded(path: Path, data: bytes) -> str:
    """UTF-8, what a byte order mark or the page itself says, else GB 18030 (which holds GBK)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(path, data, (encoding,))
    if b"\0" in data:
        raise FormError(f"{path}: not text, not HTML and not DOCX; {_AS}")
    named = _CHARSET.search(data[:_HEAD])
    is_gb = named is not None and named[1].lower().startswith(b"gb")
    return _strict(path, data, ("gb18030", "utf-8") if is_gb else ("utf-8", "gb18030"))


def _strict(path: Path, data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormError(f"{path}: neither UTF-8 nor GBK text; save it as UTF-8")
