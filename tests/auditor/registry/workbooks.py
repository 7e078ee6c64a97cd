"""Workbooks for tests: real ones by openpyxl, and archives made by hand where one must be bad."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'
Rows = list[list[object]]
TAIL = "</sheetData></worksheet>"


def workbook(folder: Path, **sheets: Rows) -> Path:
    """A workbook as a spreadsheet program writes it, with these sheets of rows."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(folder, book)


def saved(folder: Path, book: Workbook) -> Path:
    """The path of a workbook that was changed by the test."""
    path = folder / "cameras.xlsx"
    book.save(path)
    return path


def parts(sheet: str, *, target: str = "worksheets/sheet1.xml") -> dict[str, str | bytes]:
    """The parts of the smallest workbook; ``sheet`` is the XML of its rows."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f"{HEAD}{sheet}{TAIL}",
    }


def archive(folder: Path, members: Mapping[str, str | bytes], *, method: int = 8) -> Path:
    """A ZIP of these members, whatever they are."""
    path = folder / "cameras.xlsx"
    with zipfile.ZipFile(path, "w", compression=method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path
