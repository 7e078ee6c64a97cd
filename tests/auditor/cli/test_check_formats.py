"""``check``: what is written where, in every form."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from auditor.cli.main import execute
from auditor.render.tables import FINDING_COLUMNS
from tests.auditor.registers import archive_rows, correct, minimal, register, text_file
from tests.auditor.registry.workbooks import workbook

FAULTY = (correct(1, device_code="1"), correct(2), correct(3, name="=1+1", division="371202"))
FORMATS = ("json", "csv", "parquet", "text")


def rules(path: Path) -> list[tuple[int, str]]:
    """Row and rule of each finding in a file of any form, text without the rows' rules."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path).select("row", "rule").rows()
    if path.suffix == ".json":
        return [(each["row"], each["rule"]) for each in json.loads(path.read_bytes())]
    if path.suffix == ".csv":
        table = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        return [(int(each["row"]), each["rule"]) for each in table]
    words = [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(int(each[0].strip("第行")), each[1]) for each in words]


def test_every_form_holds_the_same_findings(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, *FAULTY)
    found = []
    for form in FORMATS:
        to = tmp_path / f"findings.{form}"
        assert execute(["check", str(path), "--format", form, "--output", str(to)]) == 1
        found.append(rules(to))
    assert capsys.readouterr() == ("", "")
    assert found == [found[0]] * 4
    assert {(1, "CODE-02"), (3, "DIV-03")} <= set(found[0])


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_is_printed_is_what_would_be_written(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, form: str
) -> None:
    path, to = register(tmp_path, *FAULTY), tmp_path / "findings"
    execute(["check", str(path), "--format", form])
    printed = capfdbinary.readouterr().out
    execute(["check", str(path), "--format", form, "--output", str(to)])
    assert to.read_bytes() == printed


def test_formulas_in_cells_are_texts_in_a_table(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://127.0.0.1","点我")'
    path, to = register(tmp_path, correct(1, name=formula)), tmp_path / "f.csv"
    execute(["check", str(path), "--format", "csv", "--output", str(to)])
    header, *lines = list(csv.reader(io.StringIO(to.read_text(encoding="utf-8-sig"))))
    values = [line[header.index("value")] for line in lines]
    assert header == list(FINDING_COLUMNS)
    assert f"'{formula}" in values
    assert not [cell for line in lines for cell in line if cell.startswith("=")]


def test_parquet_needs_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert execute(["check", str(register(tmp_path, *FAULTY)), "--format", "parquet"]) == 2
    assert capsys.readouterr() == (
        "",
        "auditor: --format parquet is no text; name a file with --output\n",
    )


def test_no_finding_is_an_empty_table(tmp_path: Path) -> None:
    path = register(tmp_path, correct(1))
    for form in FORMATS:
        to = tmp_path / f"findings.{form}"
        assert execute(["check", str(path), "--format", form, "--output", str(to)]) == 0
        assert rules(to) == []


def test_an_output_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    to = tmp_path / "none" / "f.csv"
    path = register(tmp_path, *FAULTY)
    assert execute(["check", str(path), "--format", "csv", "--output", str(to)]) == 2
    message = f"auditor: {to}: cannot be written (No such file or directory); check the path\n"
    assert capsys.readouterr() == ("", message)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(("limit", "shown"), [("1", 1), ("2", 2), ("0", 5), ("5", 5)])
def test_as_many_findings_are_shown_as_are_wanted(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    limit: str,
    shown: int,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = register(tmp_path, *(correct(n, device_code=str(n)) for n in range(1, 6)))
    assert execute(["check", str(path), "--limit", limit]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(line[:1].isdigit() for line in lines) == shown
    more = f"另有 {5 - shown} 个问题未显示；全部：--limit 0，或 --format csv --output 文件"
    assert (more in lines) is (shown < 5)


def test_details_stand_beside_the_findings(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "checked"
    path = register(tmp_path, *(minimal(1), minimal(2, device_code="1")))
    assert execute(["check", str(path), "--format", "json", "--details", str(folder)]) == 1
    assert json.loads(capsys.readouterr().out)
    bad = list(csv.reader(io.StringIO((folder / "bad.csv").read_text(encoding="utf-8-sig"))))
    assert [row[1] for row in bad] == ["设备编码", "1"]


def test_details_that_cannot_be_made_are_one_message(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, to = register(tmp_path, *FAULTY), tmp_path / "f.json"
    options = ["--format", "json", "--output", str(to), "--details", str(path / "below")]
    assert execute(["check", str(path), *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"auditor: {path / 'below'}: cannot be made (")
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_details_of_a_workbook_whose_header_only_the_map_knows(tmp_path: Path) -> None:
    names = {
        "device_code": "甲",
        "name": "乙",
        "division": "丙",
        "longitude": "丁",
        "latitude": "戊",
    }
    own = "".join(f'{name} = "{header}"\n' for name, header in names.items())
    rows: list[list[object]] = [["某市视频点位台账"], [], list(names.values())]
    rows += [[row[name] for name in names] for row in (minimal(1), minimal(2, device_code="1"))]
    path = workbook(tmp_path, 台账=rows)
    chart = text_file(tmp_path, "map.toml", f"[columns]\n{own}")
    folder = tmp_path / "d"
    assert execute(["check", str(path), "--column-map", str(chart), "--details", str(folder)]) == 1
    bad = list(csv.reader(io.StringIO((folder / "bad.csv").read_text(encoding="utf-8-sig"))))
    assert [row[1:3] for row in bad] == [["甲", "乙"], ["1", minimal(2)["name"]]]


ARRIVED = (
    correct(1, community="", key_location_id="", public_video="", stream_uri=""),
    correct(2, device_code="37120200011326000002", division="371202"),
    correct(3, longitude="36.209", latitude="117.661"),
)


def codes(capsys: pytest.CaptureFixture[str], path: Path) -> set[tuple[int, str]]:
    """What is told of codes, divisions and positions."""
    assert execute(["check", str(path), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    found = {(each["row"], each["rule"]) for each in json.loads(out)}
    return {each for each in found if each[1].startswith(("CODE", "DIV", "GEO"))}


def test_a_workbook_of_the_27_columns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = workbook(tmp_path, 一机一档=archive_rows(*ARRIVED))
    wanted = {(2, "CODE-08"), (2, "DIV-03"), (3, "GEO-05")}
    assert codes(capsys, path) == wanted


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_a_csv_file_as_spreadsheets_save_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, codec: str
) -> None:
    path = register(tmp_path, *ARRIVED, encoding=codec)
    assert codes(capsys, path) == {(2, "CODE-08"), (2, "DIV-03"), (3, "GEO-05")}
