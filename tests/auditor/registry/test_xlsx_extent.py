"""Small files that would take all memory: corners, cells without place, entities, copies."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import RegistryError
from auditor.registry import xlsx_copies, xlsx_extent
from auditor.registry.xlsx import read_sheet
from auditor.registry.xlsx_extent import Extent, pieces, survey
from auditor.registry.xlsx_parts import sheet_parts
from tests.auditor.registry.workbooks import HEAD, TAIL, archive, parts, workbook

AGAIN = "open it in a spreadsheet program and save it again as XLSX"
SHEET = "xl/worksheets/sheet1.xml"
UNUSUAL = f"cells are written in an unusual way; {AGAIN}"


def surveyed(path: Path) -> dict[str, Extent]:
    with zipfile.ZipFile(path) as file:
        return survey(path, file)


def extent(folder: Path, rows: str) -> Extent:
    return surveyed(archive(folder, parts(rows)))[SHEET]


def fault(path: Path) -> str:
    with pytest.raises(RegistryError) as caught:
        read_sheet(path)
    return str(caught.value).removeprefix(f"{path}: ")


def cell(place: str, more: str = "") -> str:
    return f'<c r="{place}"{more}><v>1</v></c>'


@pytest.mark.parametrize(
    ("rows", "rows_columns"),
    [
        (f'<row r="1">{cell("A1")}{cell("C1")}</row>', (1, 3)),
        (f'<row r="9">{cell("AB9")}</row><row r="2">{cell("A2")}</row>', (9, 28)),
        (f'<row r="1">{cell("A1")}<c r="XFD1048576" s="3"/></row>', (1, 1)),
        ('<row r="1"><c s="1" t="n" r="B7"><v>1</v></c></row>', (7, 2)),
        ("<row r='1'><c r='b2'><v>1</v></c></row>", (2, 2)),
        ("<row><c><v>1</v></c><c t='s'><v>0</v></c></row><row><c/></row>", (2, 2)),
        ('<row r="5"><c><v>1</v></c></row><row><c><v>1</v></c></row>', (6, 1)),
        (f'<row r="2">{cell("D2")}<c><v>1</v></c></row>', (2, 6)),
        (f'<row r="1"><c r="A1" t="str"><v>rtsp://a:c b</v></c>{cell("B1")}</row>', (1, 2)),
    ],
)
def test_corners(tmp_path: Path, rows: str, rows_columns: tuple[int, int]) -> None:
    found = extent(tmp_path, rows)
    assert (found.rows, found.columns) == rows_columns


def test_a_prefix_of_every_tag(tmp_path: Path) -> None:
    rows = f'{HEAD}<row r="3">{cell("C3")}</row>{TAIL}'.replace("<", "<x:").replace("<x:/", "</x:")
    members = {**parts(""), SHEET: rows.replace("xmlns=", "xmlns:x=")}
    path = archive(tmp_path, members)
    assert surveyed(path)[SHEET] == Extent(rows=3, columns=3)
    assert read_sheet(path).headers == ["", "", "1"]


@given(st.lists(st.tuples(st.integers(1, 1_048_576), st.integers(1, 26)), min_size=1, max_size=5))
def test_the_extent_reaches_every_cell(places: list[tuple[int, int]]) -> None:
    found = Extent()
    xml = "".join(cell(f"{chr(64 + column)}{row}") for row, column in places)
    xlsx_extent._count(Path("a"), found, xml.encode())
    assert found.rows == max(row for row, _ in places)
    assert found.columns == max(column for _, column in places)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (cell("A1") + cell("XFD1048576"), f"{SHEET!r} reaches column 16384; more than 1000"),
        (
            cell("A1") + cell("AZ1048576"),
            f"{SHEET!r} reaches row 1048576 of 52 columns; split the file or save it as CSV (UTF-8)",
        ),
        (
            cell("A1048577"),
            f"{SHEET!r} reaches row 1048577 of 1 columns; split the file or save it as CSV (UTF-8)",
        ),
        (
            '<row r="4294967"><c><v>1</v></c></row>',
            f"{SHEET!r} reaches row 4294968 of 1 columns; split the file or save it as CSV (UTF-8)",
        ),
        ("<c><v>1</v></c>" * 1001, f"{SHEET!r} reaches column 1001; more than 1000"),
        (cell("A99999999999"), UNUSUAL),
        (cell("AAAAA1"), UNUSUAL),
        (cell("$A$1"), UNUSUAL),
        ('<c x=">" r="A1"><v>1</v></c>', UNUSUAL),
        (f'<c{" " * 200_000}r="A1"><v>1</v></c>', UNUSUAL),
        ('<é:c r="XFD1"><v>1</v></é:c>', f"{SHEET!r} reaches column 16384; more than 1000"),
    ],
)
def test_what_would_take_too_much_memory(tmp_path: Path, rows: str, message: str) -> None:
    assert fault(archive(tmp_path, parts(f"<row>{rows}</row>"))) == message


@pytest.mark.parametrize(
    "prolog",
    ['<!DOCTYPE a [<!ENTITY b "c">]>', "<!-- x -->" * 9000 + "<!DOCTYPE a>", "<!ENTITY a 'b'>"],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "docProps/app.xml"])
def test_document_types_are_refused(tmp_path: Path, prolog: str, part: str) -> None:
    members = parts(cell("A1"))
    path = archive(tmp_path, {**members, part: f"<?xml version='1.0'?>{prolog}<worksheet/>"})
    assert fault(path) == f"{part!r} has a document type or is not UTF-8; {AGAIN}"


def test_utf16_without_a_mark_is_refused(tmp_path: Path) -> None:
    members = {**parts(""), SHEET: f"{HEAD}{TAIL}".encode("utf-16-le")}
    assert fault(archive(tmp_path, members)).startswith(f"{SHEET!r} has a document type or is not")


@pytest.mark.parametrize("before", ["PNG", "P" * 65_530])
def test_a_sheet_that_looks_like_a_picture(tmp_path: Path, before: str) -> None:
    picture = f"{before}{HEAD}{cell('A1')}{cell('XFD1048576')}{TAIL}"
    members = {**parts("", target="media/image1.png"), "xl/media/image1.png": picture}
    expected = "'xl/media/image1.png' reaches column 16384; more than 1000"
    assert fault(archive(tmp_path, members)) == expected


def test_pictures_and_folders_are_left_alone(tmp_path: Path) -> None:
    members = {
        **parts(f'<row r="1">{cell("A1")}</row>'),
        "xl/media/": "",
        "xl/media/image1.png": b"\x89PNG<!DOCTYPE <c >",
    }
    assert set(surveyed(archive(tmp_path, members))) == {SHEET}


def test_error_cells_are_kept_up_to_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_extent, "_MAX_ERRORS", 2)
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c>'
        '<c r="B1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1" t="e"><v>#REF!</v></c></row>'
    )
    assert extent(tmp_path, rows).errors == {(1, 1): "#N/A", (1, 2): "#DIV/0!"}


def test_no_tag_is_cut_in_two(tmp_path: Path) -> None:
    rows = "".join(f"<row>{cell('A1')}<is><t>{'文' * (n % 50)}</t></is></row>" for n in range(9000))
    long = f"<t>{'x' * 200_000}</t>"
    path = archive(tmp_path, parts(rows + long))
    with zipfile.ZipFile(path) as file:
        found = list(pieces(file, file.getinfo(SHEET)))
        assert b"".join(found) == file.read(SHEET)
    assert len(found) > 10
    cuts = [piece for piece in found if piece and not piece.startswith((b"<", b"x"))]
    assert cuts == []


def shared(folder: Path, rows: str, *strings: str) -> Path:
    texts = "".join(f"<si><t>{text}</t></si>" for text in strings)
    members = {**parts(rows), "xl/sharedStrings.xml": f"<sst>{texts}<si/></sst>"}
    return archive(folder, members)


@pytest.mark.parametrize(
    "place",
    ['<c r="A{n}" t="s"><v>1</v></c>', '<c r="A{n}" t="s"><v><![CDATA[1]]></v></c>'],
)
def test_one_long_text_in_many_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(xlsx_copies, "MAX_TEXT", 1024 * 1024)
    rows = "".join(f'<row r="{n}">{place.format(n=n)}</row>' for n in range(1, 100))
    path = shared(tmp_path, rows, "a", "b" * 30_000)
    assert fault(path) == "its texts take more than 1 MB; split the file"


def test_many_short_texts_beside_a_long_one_are_counted_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_copies, "MAX_TEXT", 1024 * 1024)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100))
    path = shared(
        tmp_path, f'{rows}<row r="100"><c r="A100" t="s"><v>1</v></c></row>', "a", "b" * 30_000
    )
    assert read_sheet(path).frame.height == 99


def test_sheets_and_their_parts(tmp_path: Path) -> None:
    path = workbook(tmp_path, 台账=[["a"]], 别的=[["b"]])
    with zipfile.ZipFile(path) as file:
        assert sheet_parts(file) == {"台账": SHEET, "别的": "xl/worksheets/sheet2.xml"}


@pytest.mark.parametrize(
    ("workbook_xml", "found"),
    [
        ("<workbook/>", {}),
        ('<sheets><sheet r:id="rId1"/></sheets>', {}),
        ('<sheets><sheet name="甲&amp;乙" q:id="rId1"/></sheets>', {"甲&乙": SHEET}),
        ("<sheets><sheet name='甲' r:id='rId9'/><sheet name='乙'/></sheets>", {}),
        (f'<sheets>{" " * 2_000_000}<sheet name="甲" r:id="rId1"/></sheets>', {}),
    ],
)
def test_parts_that_are_not_named(tmp_path: Path, workbook_xml: str, found: dict[str, str]) -> None:
    path = archive(tmp_path, {**parts(""), "xl/workbook.xml": workbook_xml})
    with zipfile.ZipFile(path) as file:
        assert sheet_parts(file) == found


def test_an_absolute_target(tmp_path: Path) -> None:
    path = archive(tmp_path, parts(f'<row r="1">{cell("A1")}</row>', target=f"/{SHEET}"))
    with zipfile.ZipFile(path) as file:
        assert sheet_parts(file) == {"甲": SHEET}
