"""``auditor registry inspect``: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest

from auditor.cli.main import execute
from tests.auditor.registry.files import record, registry, written
from tests.auditor.registry.workbooks import Rows, workbook

CODE = "37011600011326000001"


def inspected(
    capsys: pytest.CaptureFixture[str], path: Path, *options: str, code: int = 0
) -> list[str]:
    assert execute(["registry", "inspect", str(path), *options]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


def test_a_correct_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = inspected(capsys, written(tmp_path, registry(record())))
    assert lines[:3] == [
        "文件：cameras.csv",
        "格式：csv　编码：utf-8（按内容判断）　分隔符：逗号",
        "物理行数：2　数据行：1　无法读取：0",
    ]
    assert lines[4].split() == ["列", "表头", "识别为", "依据", "非空", "不同值", "最长", "示例"]
    assert lines[5].split() == [
        *("1", "设备编码", "设备编码*", "列名", "1", "1", "20", "37011600…01"),
    ]
    assert max(sum(2 if ord(c) > 0x2000 else 1 for c in line) for line in lines) <= 81


def test_all_that_can_be_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    text = f"设备编码;设备名称;SBMC;[red]别的\n3.7E+19;a;b;c\n'{CODE};a;b;c\n" + "短\n" * 22
    lines = inspected(capsys, written(tmp_path, text), code=1)
    assert lines[1] == "格式：csv　编码：utf-8（按内容判断）　分隔符：分号"
    assert lines[3].startswith("说明：文件各列以分号而非逗号分隔")
    start = next(at for at, line in enumerate(lines) if line.startswith("×"))
    assert lines[start : start + 3] == [
        "×缺少必需的列：行政区域、经度、纬度",
        '×第 2、3 列都可作为“设备名称”，只使用第 2 列；可用列映射（--column-map）指定，如 "列名#2"',
        "·未能识别、未被使用的列：SBMC（第 3 列）、[red]别的（第 4 列）",
    ]
    assert lines[start + 3].startswith("·没有的可选列：设备厂商、监控点位类型、")
    assert lines[start + 4 : start + 7] == [
        "!设备编码：1 个单元格为科学计数法，原数字在电子表格中已被改写，须从原始资料重新录入（首见第 1 行）",
        f"!设备编码：1 个单元格前面带有撇号；去除后应为 {CODE}，须核对（首见第 2 行）",
        "×第 3 行（文件第 4 行）无法读取：本行有 1 列，表头有 4 列，无法确定各列对应关系",
    ]
    assert lines[-1] == "×另有 2 行无法读取"


def test_a_file_without_any_known_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = inspected(capsys, written(tmp_path, "甲,乙\n1,2\n"), code=1)
    assert lines[3].startswith("×缺少必需的列：设备编码、设备名称、")


def test_a_workbook_with_a_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    column_map = tmp_path / "map.toml"
    names = ("device_code", "name", "division", "longitude", "latitude")
    places = "".join(f"{name} = {at}\n" for at, name in enumerate(names, start=1))
    column_map.write_text(f"[columns]\n{places}", encoding="utf-8")
    rows: Rows = [list("甲乙丙丁戊"), [CODE, "北门", "370116", 117.6, 36.2]]
    path = workbook(tmp_path, 一=rows, 二=rows)
    lines = inspected(capsys, path, "--sheet", "二", "--column-map", str(column_map))
    assert lines[1] == "格式：xlsx　编码：xlsx（按文件头）　分隔符：无"
    assert "说明：读取的工作表：二" in lines


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, f"设备编码,设备名称\n{CODE},甲\n")
    found = json.loads("\n".join(inspected(capsys, path, "--format", "json", code=1)))
    assert list(found) == [
        *("file", "format", "encoding", "encoding_by", "delimiter", "lines", "rows", "unreadable"),
        *("errors", "notes", "columns", "unclaimed", "missing_required", "missing_optional"),
        *("duplicates", "damage"),
    ]
    assert found["columns"][0]["how"] == "name"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.csv"], "absent.csv: cannot be read (No such file or directory); check the path"),
        (
            ["a.csv", "--column-map", "absent.toml"],
            "absent.toml: cannot be read (No such file or directory); check the path",
        ),
    ],
)
def test_what_cannot_be_read(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert execute(["registry", "inspect", *arguments]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"auditor: {message}\n")
