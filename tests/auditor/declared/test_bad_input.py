"""Files that are no form: one message that says what it is and what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from auditor.declared import docx_container, reading
from auditor.declared.reading import read_forms
from auditor.errors import FormError
from tests.auditor.declared.forms import Sample, as_docx, as_html

DOCUMENT = "word/document.xml"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def repacked(**changes: bytes) -> bytes:
    """A real form with its text replaced."""
    with zipfile.ZipFile(io.BytesIO(as_docx(Sample(numbers=(4,))))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return archive(parts | {DOCUMENT: changes["document"]})


def encrypted() -> bytes:
    """A ZIP whose first part says that it has a password."""
    data = bytearray(as_docx(Sample(numbers=(4,))))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 600
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    b"<w:document " + NAMESPACE.encode() + b"><w:body>&b;</w:body></w:document>"
)

BAD = {
    "empty": (b"", "the file is empty; choose the filled form"),
    "blank": (b" \r\n\t", "the file is empty; choose the filled form"),
    "pdf": (b"%PDF-1.7\n...", "this is a PDF file, whatever its name says"),
    "rtf": (b"{\\rtf1 x}", "this is an RTF file"),
    "png": (b"\x89PNG\r\n", "this is a picture"),
    "mhtml": (b"MIME-Version: 1.0\r\n", "this is a web archive"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "an old Word (DOC) file; save it as DOCX"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a document with a password"),
    "zip_password": (encrypted(), "a ZIP with a password"),
    "cut": (as_docx(Sample(numbers=(4,)))[:-900], "a damaged or cut DOCX file"),
    "xlsx": (archive({"xl/workbook.xml": b"x"}), "this is an Excel (XLSX) file"),
    "zip": (archive({"a.txt": b"x"}), "a ZIP archive, not a DOCX file"),
    "bomb": (repacked(document=b" " * (32 << 20)), "unpacks to more than 200 times its size"),
    "no_xml": (repacked(document=b"<w:document"), "its text is damaged"),
    "entities": (repacked(document=BILLION), "its text declares a DTD"),
    "strict": (
        repacked(
            document=b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
        ),
        "a strict Open XML document",
    ),
    "no_table": (
        "社区建设总结，没有表格。".encode(),
        "no table with the columns 标准要求 and 完成情况",
    ),
    "other_table": (b"<table><tr><td>a</td></tr></table>", "no table with the columns"),
    "no_page": (b"<html><!-- -->", "no table with the columns"),
    "binary": (b"abc\0\0\x01", "not text, not HTML and not DOCX"),
    "no_encoding": (b"\xff\xff\xff\x80", "neither UTF-8 nor GBK text"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_message(tmp_path: Path, name: str) -> None:
    data, message = BAD[name]
    path = tmp_path / "form.docx"
    path.write_bytes(data)

    with pytest.raises(FormError) as caught:
        read_forms(path)

    assert str(caught.value).startswith(f"{path}: {message}" if name != "bomb" else f"{path}: ")
    assert message in str(caught.value)


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "absent", "cannot be read (No such file or directory); check the path"),
        (tmp_path, "not a file; give the path of a form"),
    ):
        with pytest.raises(FormError, match=message.replace("(", r"\(").replace(")", r"\)")):
            read_forms(path)


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "form"
    path.write_bytes(as_docx(Sample(numbers=(4,))))
    for module, name, message in (
        (reading, "MAX_BYTES", "larger than"),
        (docx_container, "MAX_PARTS", "parts, more than 1"),
        (docx_container, "MAX_UNPACKED", "unpacks to more than"),
    ):
        with monkeypatch.context() as limited:
            limited.setattr(module, name, 1)
            with pytest.raises(FormError, match=message):
                read_forms(path)
    path.write_bytes("标准要求\t完成情况".encode())
    monkeypatch.setattr(reading, "MAX_TEXT", 1)
    with pytest.raises(FormError, match="more text than"):
        read_forms(path)


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr(DOCUMENT, b"x")
        packed.writestr("word/A.xml", b"x")
        packed.writestr("word/a.xml", b"x")
    path = tmp_path / "form"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(FormError, match="two parts have one name"):
        read_forms(path)


def test_spans_out_of_all_reason(tmp_path: Path) -> None:
    page = as_html(Sample(numbers=(4,))).replace("<td><p>", '<td colspan="99999999"><p>', 1)
    path = tmp_path / "form"
    path.write_bytes(page.encode("gb18030"))
    (form,) = read_forms(path)
    assert [(row.number, row.answer) for row in form.rows] == [(4, "4")]


def test_deeply_nested_tables_end(tmp_path: Path) -> None:
    path = tmp_path / "form"
    path.write_bytes(b"<table><tr><td>" * 5000)
    with pytest.raises(FormError):
        read_forms(path)


def test_spans_of_thousands_of_digits(tmp_path: Path) -> None:
    digits = "9" * 5000
    page = as_html(Sample(numbers=(4,))).replace("<table border", f'<table x="{digits}" border')
    path = tmp_path / "form"
    path.write_bytes(page.replace('rowspan="1"', f'rowspan="{digits}"').encode("gb18030"))
    assert [row.number for row in read_forms(path)[0].rows] == [4]
