"""``check`` of files that nobody should send: one message, or the rows that can be read."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.registry import xlsx_container
from gb28181.division_files import data_files
from gb28181.divisions import division_table
from gb28181.townships import townships
from tests.auditor.registers import correct, minimal, register, text_file
from tests.auditor.registry.workbooks import archive, parts

HEADER = "设备编码,设备名称,行政区域,经度,纬度"
GOOD = ",".join(minimal().values())


def refusal(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> str:
    """The one line about a file that is refused; nothing is printed or written."""
    before = sorted(path.parent.iterdir())
    to, folder = path.parent / "findings.csv", path.parent / "details"
    more = ["--format", "csv", "--output", str(to), "--details", str(folder), *options]
    assert execute(["check", str(path), *more]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), sorted(path.parent.iterdir())) == ("", 1, before)
    assert err.startswith("auditor: ")
    return err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "the file is empty"),
        (HEADER.encode(), "a header but no rows"),
        (GOOD.encode(), "no column name is known in the first line"),
        (HEADER.replace("设备编码", "编号").encode() + b"\n1,2,3,4,5\n", "lacks 设备编码"),
        (f"{HEADER},SBBM\n{GOOD},1\n".encode(), "both mean 设备编码; keep one of them"),
        (f"{HEADER}\n{GOOD}\n\0\n".encode(), "contains NUL bytes"),
        (b"%PDF-1.7\n" + GOOD.encode(), "this is a PDF, not CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Excel (XLS) file"),
        ("\ufeff".encode("utf-16-le") + HEADER.encode("utf-16-le"), "this is UTF-16 text"),
        ((",".join(["设备编码", *map(str, range(5000))]) + "\n").encode(), "5001 columns"),
        (b"PK\x03\x04 no archive", "not a whole XLSX file"),
    ],
    ids=[
        "empty", "blank", "header only", "no header", "a column lacking", "a column doubled", "NUL",
        "PDF", "XLS", "UTF-16", "very wide", "no archive",
    ],
)  # fmt: skip
def test_a_file_that_is_no_register(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "cameras.csv"
    path.write_bytes(content)
    message = refusal(capsys, path)
    assert told in message
    assert str(path) in message


def test_a_zip_bomb_that_says_it_is_a_workbook(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(xlsx_container, "_SMALL", 1 << 20)
    cell = '<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>'
    path = archive(tmp_path, {**parts(cell), "xl/media/a.png": bytes(4 << 20)})
    assert path.stat().st_size < 8 << 10
    assert "unpacks to more than 300 times its size" in refusal(capsys, path)


def test_an_archive_of_something_else(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "cameras.csv"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("cameras.csv", f"{HEADER}\n{GOOD}\n")
    assert str(path) in refusal(capsys, path)


def test_xml_entities_in_a_workbook_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    members = parts('<row r="1"><c t="inlineStr"><is><t>&x;</t></is></c></row>')
    sheet = str(members["xl/worksheets/sheet1.xml"])
    entity = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    path = archive(tmp_path, {**members, "xl/worksheets/sheet1.xml": entity + sheet})
    assert str(path) in refusal(capsys, path)


def test_a_folder_and_a_name_that_leads_nowhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert "not a file" in refusal(capsys, tmp_path / "folder.csv")
    assert "No such file" in refusal(capsys, tmp_path / "none.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = register(tmp_path, correct(1))
    path.chmod(0)
    assert "Permission denied" in refusal(capsys, path)


def test_a_device_that_never_ends(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["check", "/dev/zero"]) == 2
    assert "not a file" in capsys.readouterr().err


def rows_read(
    capsys: pytest.CaptureFixture[str], path: Path, *, unreadable: int
) -> tuple[str, list[str]]:
    """The heading, and the lines about rows that cannot be read."""
    assert execute(["check", str(path), "--limit", "1"]) == 1
    out, err = capsys.readouterr()
    heading, *lines = out.splitlines()
    told = [line for line in lines if "无法读取" in line]
    assert (err, len(told)) == ("", unreadable)
    return heading, told


def test_a_cell_of_ten_megabytes_costs_its_own_row_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, minimal(1, name="a" * (10 << 20)), minimal(2))
    heading, (line,) = rows_read(capsys, path, unreadable=1)
    assert "：1 条记录，" in heading
    assert line.startswith("cameras.csv 第 1 行（文件第 2 行）无法读取：")


def test_a_line_without_end_is_a_row_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, minimal(1, name="a" * (17 << 20)), minimal(2))
    heading, (line,) = rows_read(capsys, path, unreadable=1)
    assert "：1 条记录，" in heading
    assert line.startswith("cameras.csv 第 1 行（文件第 2 行）无法读取：")


def test_rows_in_another_encoding_are_unreadable_and_the_others_are_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [HEADER.encode(), *(",".join(minimal(n).values()).encode() for n in range(1, 40))]
    lines.append(",".join(minimal(40).values()).encode("gb18030"))
    path = tmp_path / "cameras.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    heading, (line,) = rows_read(capsys, path, unreadable=1)
    assert heading.startswith("cameras.csv（utf-8）：39 条记录，")
    assert line.startswith("cameras.csv 第 40 行（文件第 41 行）无法读取：")


def test_of_very_many_unreadable_rows_the_first_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = "\n".join([HEADER, GOOD, *["short"] * 60]) + "\n"
    path = text_file(tmp_path, "cameras.csv", lines)
    assert execute(["check", str(path), "--format", "json"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[-1] == "另有 10 行无法读取，全部见 --details"
    assert len(told) == 51


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "\x1b[31m",
        "\u202e门",
        "𠀀",
        "'",
        "a" * 5000,
        "\t",
        "٣٧",
        "NaN",
        "1e309",
        "-",
        "\ufeff",
    ],
)
@pytest.mark.parametrize("column", ["device_code", "name", "division", "longitude", "stream_uri"])
def test_a_hostile_cell_stops_no_other_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cell: str, column: str
) -> None:
    path = register(tmp_path, correct(1, **{column: cell}), correct(2, device_code="1"))
    to = tmp_path / "f.csv"
    assert execute(["check", str(path), "--format", "csv", "--output", str(to)]) == 1
    assert capsys.readouterr() == ("", "")
    written = to.read_text(encoding="utf-8-sig")
    assert "2,1,CODE-02,error,fail," in written
    assert "\x1b" not in written


def test_a_header_that_stands_twice_is_told_and_the_first_is_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = text_file(tmp_path, "cameras.csv", f"{HEADER},备注,备注\n{GOOD},甲,乙\n")
    assert execute(["check", str(path), "--limit", "1"]) == 0
    assert "未能识别、未被使用的列：备注、备注" in capsys.readouterr().out.splitlines()


@pytest.fixture
def packaged() -> Iterator[None]:
    """Division data are kept for the process: forgotten before and after."""
    kept = (data_files, division_table, townships)
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


@pytest.mark.usefixtures("packaged")
def test_a_broken_folder_of_division_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = register(tmp_path, correct(1))
    monkeypatch.setenv("GB28181_DATA", str(tmp_path / "none"))
    message = refusal(capsys, path)
    assert message.endswith("mend the folder that GB28181_DATA names, or unset GB28181_DATA\n")


@pytest.mark.parametrize(
    "option",
    ["--config", "--profile", "--column-map", "--naming", "--local-codes", "--access-units",
     "--counties", "--boundaries", "--community-areas", "--second-list", "--anchors",
     "--key-locations"],
)  # fmt: skip
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 3000, b"\0", b"<!DOCTYPE x>"])
def test_a_broken_file_beside_the_register(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str, content: bytes
) -> None:
    path, other = register(tmp_path, correct(1)), tmp_path / "other.toml"
    other.write_bytes(content)
    if (option, content) == ("--config", b""):
        assert execute(["check", str(path), option, str(other)]) == 0
        return
    assert str(other) in refusal(capsys, path, option, str(other))
