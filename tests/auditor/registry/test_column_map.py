"""Maps of columns: what they may say, and one clear message for what does not fit."""

from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.registry.column_map import (
    ColumnMap,
    header_key,
    read_column_map,
    standard_positions,
)
from auditor.registry.columns import ARCHIVE_COLUMNS

STANDARD = [column.header for column in ARCHIVE_COLUMNS]


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "map.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fault(path: Path) -> str:
    with pytest.raises(RegistryError) as caught:
        read_column_map(path)
    return str(caught.value).removeprefix(f"{path}: ")


def misfit(place: int | str, *headers: str) -> str:
    with pytest.raises(RegistryError) as caught:
        ColumnMap(name="m", places=(("name", place),)).positions(list(headers))
    return str(caught.value)


def test_headers_numbered_headers_and_positions(tmp_path: Path) -> None:
    text = '[columns]\ndevice_code = "国标号"\nname = "点位#2"\nlongitude = 1\n'
    column_map = read_column_map(written(tmp_path, text))
    assert column_map == ColumnMap(
        name="map.toml", places=(("device_code", "国标号"), ("name", "点位#2"), ("longitude", 1))
    )
    headers = ["东经", "点位", " 国标 号", "点位"]
    assert column_map.positions(headers) == {"device_code": 2, "name": 3, "longitude": 0}
    assert column_map.header_keys == frozenset({"国标号", "点位#2", "点位"})


def test_a_header_that_looks_numbered_is_taken_as_written() -> None:
    column_map = ColumnMap(name="m", places=(("name", "楼#2"),))
    assert column_map.positions(["楼", "楼", "楼#2"]) == {"name": 2}


@pytest.mark.parametrize(
    ("place", "headers", "message"),
    [
        (3, ("a", "b"), "m: name = 3, but the file has 2 columns"),
        ("c", ("a", "b"), "m: name = 'c': no column has this header; look at: auditor registry inspect"),
        ("c#1", ("a", "b"), "m: name = 'c#1': no column has this header; look at: auditor registry inspect"),
        ("a#3", ("a", "a"), "m: name = 'a#3': only 2 columns have this header"),
        ("a", ("a", "A"), "m: name = 'a': 2 columns have this header; write \"a#1\" or a position"),
    ],
)  # fmt: skip
def test_a_map_that_does_not_fit(place: int | str, headers: tuple[str, ...], message: str) -> None:
    assert misfit(place, *headers) == message


def test_two_names_on_one_column() -> None:
    column_map = ColumnMap(name="m", places=(("name", 1), ("common_name", "a")))
    with pytest.raises(RegistryError, match="m: name and common_name both take column 1; keep"):
        column_map.positions(["a"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "not valid TOML in UTF-8: "),
        ("[columns", "not valid TOML in UTF-8: "),
        ("", "needs one table [columns] with our names as keys (Field required)"),
        ("columns = 3", "needs one table [columns] with our names as keys ("),
        ("[columns]\n", "needs one table [columns] with our names as keys ("),
        ("[columns]\nname = 1\n[more]\n", "needs one table [columns] with our names as keys ("),
        ("[columns]\nname = true", 'name: give a header, "header#2" or a position from 1 to 1000'),
        ("[columns]\nname = 0", 'name: give a header, "header#2" or a position from 1 to 1000'),
        ('[columns]\nname = ""', 'name: give a header, "header#2" or a position from 1 to 1000'),
        ("[columns]\nname = 1.5", 'name: give a header, "header#2" or a position from 1 to 1000'),
        ("[columns]\nnom = 1", "unknown columns nom; known: access_network, address, "),
        (b"#" * (1024 * 1024 + 1), "larger than 1024 KB; it is no column map"),
        (b"a = " + b"[" * 5000, "not valid TOML in UTF-8: "),
    ],
)
def test_what_is_no_map(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert fault(written(tmp_path, content)).startswith(message)


def test_a_missing_map(tmp_path: Path) -> None:
    expected = "cannot be read (No such file or directory); check the path"
    assert fault(tmp_path / "absent.toml") == expected


@pytest.mark.parametrize(
    "text",
    [
        "设备编码",
        "*设备编码",
        "＊ 设备编码",
        "设备编码(必填)",
        "设备编码（必填项）",
        "设备编码【必填】：",
        "设备编码\n",
        "设 备 编 码：",
        "设备编码\u200b",
    ],
)
def test_headers_that_mean_the_same(text: str) -> None:
    assert header_key(text) == "设备编码"


def test_remarks_and_marks_that_mean_something_stay() -> None:
    texts = ("街道（乡镇）", "*", "编码(20位)", "")
    assert [header_key(text) for text in texts] == ["街道(乡镇)", "*", "编码(20位)", ""]


def test_the_order_of_the_standard() -> None:
    plain = {column.name: at for at, column in enumerate(ARCHIVE_COLUMNS)}
    assert standard_positions(STANDARD) == plain
    shifted = standard_positions(["序号", *STANDARD, "设备名称"])
    assert shifted == {name: at + 1 for name, at in plain.items()}


def test_another_order_or_fewer_columns_decide_nothing() -> None:
    assert standard_positions([*STANDARD[1:], STANDARD[0]]) == {}
    assert standard_positions(STANDARD[:-1]) == {}
