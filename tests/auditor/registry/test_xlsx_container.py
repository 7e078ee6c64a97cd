"""Hostile and foreign archives: refused before any parser sees them, with what to do."""

import struct
import zipfile
from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.registry import xlsx_container as module
from auditor.registry.xlsx import read_sheet
from tests.auditor.registry.workbooks import archive, parts, workbook

AGAIN = "open it in a spreadsheet program and save it again as XLSX"
SAVE = "save it as XLSX or as CSV (UTF-8)"
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def fault(path: Path) -> str:
    with pytest.raises(RegistryError) as caught:
        read_sheet(path)
    return str(caught.value).removeprefix(f"{path}: ")


def raw(folder: Path, content: bytes) -> Path:
    path = folder / "cameras.xlsx"
    path.write_bytes(content)
    return path


def test_the_smallest_workbook_is_safe(tmp_path: Path) -> None:
    assert read_sheet(archive(tmp_path, parts(CELL))).headers == ["1"]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("xl/workbook.bin", f"this is a binary workbook (XLSB); {SAVE}"),
        ("xl/vbaProject.bin", f"this is a workbook with macros (XLSM); {SAVE}, which has none"),
        ("word/document.xml", f"this is a Word (DOCX) file, not a table; {SAVE}"),
        ("ppt/presentation.xml", f"this is a PowerPoint (PPTX) file, not a table; {SAVE}"),
        ("Index/Document.iwa", f"this is an Apple Numbers file; {SAVE}"),
        ("mimetype", f"this is an OpenDocument file (ODS); {SAVE}"),
        ("cameras.csv", "a ZIP archive, not a workbook; unpack it first"),
        ("../xl/workbook.xml", "a ZIP archive, not a workbook; unpack it first"),
    ],
)
def test_foreign_archives(tmp_path: Path, member: str, message: str) -> None:
    assert fault(archive(tmp_path, {"[Content_Types].xml": "<Types/>", member: "x"})) == message


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("EncryptedPackage", "this is a workbook with a password; save it without one"),
        ("Workbook", f"this is an old Excel (XLS) file; {SAVE}"),
        ("Book", f"this is an old Excel (XLS) file; {SAVE}"),
        ("WordDocument", f"this is an old Word (DOC) file, not a table; {SAVE}"),
        ("Other", f"this is an old Office file; {SAVE}"),
    ],
)
def test_old_and_encrypted_files(tmp_path: Path, stream: str, message: str) -> None:
    assert fault(raw(tmp_path, OLE + stream.encode("utf-16-le"))) == message


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "a\\..\\evil", "c:/evil"])
def test_names_that_lead_outside(tmp_path: Path, name: str) -> None:
    expected = f"the part {name!r} lies outside; {AGAIN}"
    assert fault(archive(tmp_path, {**parts(CELL), name: "x"})) == expected


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = archive(tmp_path, {**parts(CELL), "XL/Workbook.xml": "<workbook/>"})
    assert fault(path) == f"two parts have one name; {AGAIN}"


def test_too_many_parts(tmp_path: Path) -> None:
    many = {f"xl/media/{n}.png": "" for n in range(module.MAX_MEMBERS)}
    expected = f"2005 parts, more than 2000; {AGAIN}"
    assert fault(archive(tmp_path, {**parts(CELL), **many})) == expected


def test_an_unusual_way_of_packing(tmp_path: Path) -> None:
    path = archive(tmp_path, parts(CELL), method=zipfile.ZIP_LZMA)
    assert fault(path) == f"'[Content_Types].xml' is packed in an unusual way; {AGAIN}"


def test_a_password_of_the_archive(tmp_path: Path) -> None:
    path = archive(tmp_path, parts(CELL))
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    assert fault(raw(tmp_path, bytes(content))) == "a ZIP with a password; save it without one"


def test_what_unpacks_to_too_much_is_refused_by_what_it_declares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED", 1024 * 1024)
    path = archive(tmp_path, {**parts(CELL), "xl/media/a.png": bytes(1024 * 1024)})
    assert fault(path) == "unpacks to more than 1 MB; split the file or use CSV"


def test_a_forged_size_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED", 1024 * 1024)
    path = archive(tmp_path, {**parts(CELL), "xl/media/a.png": bytes(1024 * 1024)})
    content = path.read_bytes()
    forged = content.replace(struct.pack("<I", 1024 * 1024), struct.pack("<I", 10))
    assert len(forged) == len(content)
    assert forged != content
    expected = "unpacks to more than 1 MB; split the file or use CSV"
    assert fault(raw(tmp_path, forged)) == expected


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SMALL", 1024 * 1024)
    path = archive(tmp_path, {**parts(CELL), "xl/media/a.png": bytes(4 * 1024 * 1024)})
    expected = f"'xl/media/a.png' unpacks to more than 300 times its size; {AGAIN}"
    assert fault(path) == expected


@pytest.mark.parametrize("keep", [4, 100, -1])
def test_a_cut_file(tmp_path: Path, keep: int) -> None:
    content = workbook(tmp_path, 台账=[["设备编码", "设备名称"]]).read_bytes()
    assert fault(raw(tmp_path, content[:keep])) == f"not a whole XLSX file; {AGAIN}"


def test_anything_behind_the_archive(tmp_path: Path) -> None:
    path = archive(tmp_path, parts(CELL))
    with zipfile.ZipFile(path, "a") as file:
        file.comment = b"two archives in one file?"
    assert fault(path) == f"not a whole XLSX file; {AGAIN}"


def test_damaged_bytes(tmp_path: Path) -> None:
    path = archive(tmp_path, parts(CELL * 100), method=zipfile.ZIP_STORED)
    content = path.read_bytes().replace(b"<sheetData><row", b"<sheetData><rOw", 1)
    assert fault(raw(tmp_path, content)) == f"a damaged or cut XLSX file; {AGAIN}"


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = archive(tmp_path, {**parts(CELL), "xl/图.png": ""})
    content = path.read_bytes().replace("图".encode(), b"\xff\xff\xff")
    assert fault(raw(tmp_path, content)) == f"a damaged or cut XLSX file; {AGAIN}"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert fault(tmp_path) == "not a file; give the path of a workbook"
    expected = "cannot be read (No such file or directory); check the path"
    assert fault(tmp_path / "absent.xlsx") == expected


def test_a_file_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 8)
    assert fault(archive(tmp_path, parts(CELL))) == "larger than 0 MB; split the file"


def test_every_cut_and_every_flipped_byte_is_one_message_or_a_sheet(tmp_path: Path) -> None:
    whole = archive(tmp_path, parts(CELL)).read_bytes()
    path = tmp_path / "cameras.xlsx"
    outcomes = set()
    for at in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        path.write_bytes(changed)
        try:
            outcomes.add(len(read_sheet(path).headers) > 0)
        except RegistryError as error:
            outcomes.add(str(error).startswith(f"{path}: "))
    assert outcomes == {True}
