"""What is told of a register before it is judged, and that nothing secret is."""

import datetime as dt
from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.registry.claims import How
from auditor.registry.column_map import ColumnMap
from auditor.registry.columns import ARCHIVE_COLUMNS, WRITTEN_COLUMNS
from auditor.registry.damage import DamageKind, in_general
from auditor.registry.inspection import ColumnFacts, DamageCount, Header, inspect
from tests.auditor.registry.files import record, registry, written
from tests.auditor.registry.workbooks import Rows, workbook

CODE = "37011600011326000001"
BOM = b"\xef\xbb\xbf"


def test_a_correct_register(tmp_path: Path) -> None:
    found = inspect(written(tmp_path, registry(record(1), record(2), "")))
    assert (found.file, found.format, found.delimiter) == ("cameras.csv", "csv", ",")
    assert (found.encoding, found.encoding_by) == ("utf-8", "content")
    assert (found.lines, found.rows, found.unreadable, found.errors) == (4, 2, 0, ())
    assert [each.name for each in found.columns] == [column.name for column in WRITTEN_COLUMNS]
    assert (found.unclaimed, found.missing_required, found.damage) == ((), (), ())
    assert found.is_sound


def test_facts_of_a_column(tmp_path: Path) -> None:
    text = f"*设备编码,SBMC\n{CODE},北门\n{CODE}, 南门口 \n,\u3000\n"
    found = inspect(written(tmp_path, text))
    assert found.columns == (
        ColumnFacts(
            position=1,
            header="*设备编码",
            name="device_code",
            title="设备编码",
            required=True,
            how=How.NAME,
            filled=2,
            distinct=1,
            longest=20,
            example="37011600…01",
        ),
        ColumnFacts(
            position=2,
            header="SBMC",
            name="name",
            title="设备名称",
            required=True,
            how=How.ALIAS,
            filled=2,
            distinct=2,
            longest=3,
            example="北门",
        ),
    )
    assert found.missing_required == ("行政区域", "经度", "纬度")
    assert "设备厂商" in found.missing_optional
    assert not found.is_sound


def test_an_empty_column_has_no_example(tmp_path: Path) -> None:
    facts = inspect(written(tmp_path, "设备编码,设备名称\n1,\n")).columns[1]
    assert (facts.filled, facts.distinct, facts.longest, facts.example) == (0, 0, 0, "")


@pytest.mark.parametrize(
    ("content", "encoding", "by"),
    [
        (BOM + "设备编码,设备名称\n1,甲\n".encode(), "utf-8", "byte order mark"),
        ("设备编码,设备名称\n1,甲\n".encode(), "utf-8", "content"),
        ("设备编码,设备名称\n1,甲\n".encode("gb18030"), "gb18030", "content"),
    ],
)
def test_how_the_encoding_was_found(tmp_path: Path, content: bytes, encoding: str, by: str) -> None:
    found = inspect(written(tmp_path, content))
    assert (found.encoding, found.encoding_by) == (encoding, by)


def test_nothing_secret_is_told(tmp_path: Path) -> None:
    secret = "hunter2"
    headers = f"设备编码,rtsp://u:{secret}@h/,取流地址,ONVIF地址,凭据,管理单位联系方式,密码"
    row = (
        f"1,{secret},rtsp://u:{secret}@127.0.0.1/a,u:{secret}@127.0.0.1,{secret},{secret},{secret}"
    )
    found = inspect(written(tmp_path, f"{headers}\n{row}\n"))
    assert secret not in repr(found)
    assert [each.example for each in found.columns] == [
        "1",
        "rtsp://*…/a",
        "***@127.0.0.1",
        "***",
        "***",
    ]


def test_unreadable_rows_are_told_up_to_a_number(tmp_path: Path) -> None:
    found = inspect(written(tmp_path, "设备编码,设备名称\n1,甲\n" + "2\n" * 30))
    assert (found.rows, found.unreadable, len(found.errors)) == (31, 30, 20)
    assert (found.errors[0].row, found.errors[0].line) == (2, 3)
    assert not found.is_sound


def test_strange_missing_and_doubled_headers(tmp_path: Path) -> None:
    text = "设备编码,设备名称,SBMC,别的,,设备型号,SBXH\n1,a,b,c,d,e,f\n"
    found = inspect(written(tmp_path, text))
    assert found.duplicates == (("设备名称", (2, 3)), ("设备型号", (6, 7)))
    assert [each.position for each in found.unclaimed] == [3, 4, 7]
    assert found.unclaimed[1] == Header(4, "别的")


@pytest.mark.parametrize(("column", "is_sound"), [("SBMC", False), ("SBXH", True)])
def test_a_doubled_column_matters_where_it_is_required(
    tmp_path: Path, column: str, *, is_sound: bool
) -> None:
    headers = [each.header for each in WRITTEN_COLUMNS if each.header != "设备厂商"]
    text = f"{','.join([*headers, column])}\n{',' * len(headers)}1\n"
    assert inspect(written(tmp_path, text)).is_sound is is_sound


def test_the_order_of_the_standard_settles_it(tmp_path: Path) -> None:
    headers = [each.header for each in ARCHIVE_COLUMNS]
    text = f"{','.join([*headers, 'SBMC'])}\n{',' * len(headers)}1\n"
    found = inspect(written(tmp_path, text))
    assert (found.columns[1].how, found.duplicates, found.is_sound) == (How.POSITION, (), True)


def test_a_map(tmp_path: Path) -> None:
    column_map = ColumnMap(name="m", places=(("device_code", "国标号"), ("name", 2)))
    found = inspect(written(tmp_path, f"国标号,点位\n{CODE},甲\n"), column_map)
    assert [(each.name, each.how) for each in found.columns] == [
        ("device_code", How.MAP),
        ("name", How.MAP),
    ]


def test_damage_is_counted_by_kind(tmp_path: Path) -> None:
    codes = [
        "3.70902E+19",
        f"'{CODE}",
        "3.70902E+19",
        CODE,
        "37011600011326000000",
        "无",
        "3.7E+19",
    ]
    rows = "".join(f'"{code}","117，661",1001\n' for code in codes[:6]) + f"{codes[6]},117.5,\n"
    found = inspect(written(tmp_path, f"设备编码,经度,GrassrootsCode\n{rows}"))
    assert [(d.column, d.kind, d.cells, d.row) for d in found.damage] == [
        ("设备编码", DamageKind.SCIENTIFIC, 3, 1),
        ("设备编码", DamageKind.APOSTROPHE, 1, 2),
        ("设备编码", DamageKind.TRUNCATED, 1, 5),
        ("经度", DamageKind.FULL_WIDTH, 6, 1),
        ("GrassrootsCode", DamageKind.LEADING_ZEROS, 6, 1),
    ]
    assert found.damage[0] == DamageCount(
        column="设备编码",
        kind=DamageKind.SCIENTIFIC,
        cells=3,
        row=1,
        message="为科学计数法，原数字在电子表格中已被改写，须从原始资料重新录入",
    )


COLUMNS = (
    *("监控点位类型", "摄像机类型", "摄像机功能类型", "补光属性", "摄像机编码格式", "监视方位"),
    *("联网属性", "录像保存天数", "设备状态", "所属部门/行业", "行政区域", "经度", "FunctionType"),
)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_date_is_told_in_every_column_of_numbers(tmp_path: Path, column: str) -> None:
    rows: Rows = [["设备编码", column], [CODE, dt.date(2025, 1, 5)], [CODE, dt.date(1900, 1, 2)]]
    found = inspect(workbook(tmp_path, 台账=rows))
    assert found.damage == (
        DamageCount(
            column=column,
            kind=DamageKind.DATE,
            cells=2,
            row=1,
            message=in_general(DamageKind.DATE),
        ),
    )


@pytest.mark.parametrize("text", ["1/5", "1.0", "球机", "H.265", "90天", "", "1/5/99", "无"])
def test_what_a_column_of_numbers_may_hold_is_no_damage(tmp_path: Path, text: str) -> None:
    found = inspect(
        written(tmp_path, f"设备编码,摄像机功能类型,录像保存天数\n{CODE},{text},{text}\n")
    )
    assert found.damage == ()


def test_a_division_and_a_police_unit_that_became_numbers(tmp_path: Path) -> None:
    text = f"设备编码,行政区域,所属辖区公安机关\n{CODE},370902.0,370902000000.0\n{CODE},370902,泰山分局\n"
    assert [(d.column, d.message) for d in inspect(written(tmp_path, text)).damage] == [
        ("行政区域", "末尾多出“.0”；去除后应为 370902，须核对"),
        ("所属辖区公安机关", "末尾多出“.0”；去除后应为 370902000000，须核对"),
    ]


def test_different_cells_of_one_kind_are_told_together(tmp_path: Path) -> None:
    found = inspect(written(tmp_path, "设备编码,GrassrootsCode\n1,0\n2,4003\n"))
    [damage] = found.damage
    assert (damage.cells, damage.message) == (2, "位数不足，可能丢失了前面的 0，须逐个核对")


def test_a_workbook(tmp_path: Path) -> None:
    rows: Rows = [["设备编码", "设备名称"], [37011600011326000001, "甲"]]
    found = inspect(workbook(tmp_path, 一=rows, 二=rows), sheet="二")
    assert (found.format, found.encoding, found.encoding_by) == ("xlsx", "xlsx", "file signature")
    assert (found.delimiter, found.lines, found.rows) == ("", 2, 1)
    assert found.notes[0] == "读取的工作表：二"
    assert [each.kind for each in found.damage] == [DamageKind.SCIENTIFIC]


def test_headers_of_a_map_find_the_header_row_of_a_workbook(tmp_path: Path) -> None:
    rows: Rows = [["说明", "说明"], ["国标号", "点位"], [CODE, "甲"]]
    column_map = ColumnMap(name="m", places=(("device_code", "国标号"), ("name", "点位")))
    found = inspect(workbook(tmp_path, 台账=rows), column_map)
    assert (found.rows, len(found.columns)) == (1, 2)


@pytest.mark.parametrize("name", ["absent.csv", ""])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(RegistryError, match=r"check the path|not a file"):
        inspect(tmp_path / name)
