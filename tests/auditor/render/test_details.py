"""The details folder: every row of the file somewhere, once, as it was but for what is unsafe."""

import csv
import hashlib
import io
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.audit_carry import DISTRIBUTION
from auditor.errors import ReportError
from auditor.registry.column_map import ColumnMap
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.registry.table import read_sheet
from auditor.render.details import write_details
from tests.auditor.registers import BASIC, checked, correct, minimal, register, text_file

FILES = (
    "good.csv", "bad.csv", "removed.csv", "basis.csv", "rules.csv", "segments.csv", "notes.csv",
    "unread.csv",
)  # fmt: skip
HEADER = "设备编码,设备名称,行政区域,经度,纬度,设备状态,备注"
GOOD = "37011600011326{:06d},莱芜区云帆社区{}号院北门01,370116,117.661000,36.209000,{},{}"
NOTES = st.sampled_from(
    ["", "普通", "a,b", '"', "x\ty", "两\n行", " 边 ", "=1+1", "00123456789012"]
)
KINDS = st.sampled_from(["good", "bad", "removed", "unread"])


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def details(
    path: Path, folder: Path, column_map: ColumnMap | None = None
) -> dict[str, list[list[str]]]:
    """The rows of each file that is written for a register."""
    found = checked(path, column_map=column_map)
    known = column_map.header_keys if column_map else frozenset()
    paths = write_details(found, read_sheet(path, known=known), folder, column_map)
    assert [item.name for item in paths] == list(FILES)
    assert sorted(item.name for item in folder.iterdir()) == sorted(FILES)
    return {item.name: rows(item) for item in paths}


def line(number: int, kind: str, note: str) -> str:
    quoted = '"' + note.replace('"', '""') + '"'
    if kind == "unread":
        return f"{number},short"
    status = "拆除" if kind == "removed" else "在用"
    whole = GOOD.format(number, number, status, quoted)
    return whole.replace("370116000", "37011X000") if kind == "bad" else whole


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, NOTES), min_size=1, max_size=12))
def test_every_row_is_in_exactly_one_place(drawn: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        lines = [line(n, kind, note) for n, (kind, note) in enumerate(drawn, start=1)]
        path = text_file(Path(place), "cameras.csv", "\n".join([HEADER, *lines]) + "\n")
        found = details(path, Path(place) / "checked")

    def of(kind: str) -> list[str]:
        return [f"{n:06d}" for n, (each, _) in enumerate(drawn, start=1) if each == kind]

    assert [row[0].strip()[-6:] for row in found["good.csv"][1:]] == of("good")
    assert [row[1].strip()[-6:] for row in found["bad.csv"][1:]] == of("bad")
    assert [row[0].strip()[-6:] for row in found["removed.csv"][1:]] == of("removed")
    assert [f"{int(row[1]):06d}" for row in found["unread.csv"][1:]] == of("unread")


def test_the_files_in_full(tmp_path: Path) -> None:
    path = register(
        tmp_path,
        minimal(1),
        minimal(2, device_code="1", name=""),
        minimal(3, division="371202", device_code="37120200011326000003"),
    )
    found = details(path, tmp_path / "a" / "b")
    head = ["设备编码", "设备名称", "行政区域", "经度", "纬度"]
    good, bad = found["good.csv"], found["bad.csv"]
    cells = minimal(1)
    assert good == [head, [f"{cells['device_code']}\t", *(cells[name] for name in BASIC[1:])]]
    assert bad[0] == ["问题", *head]
    assert [row[1:4] for row in bad[1:]] == [
        ["1", "", "370116"],
        ["37120200011326000003\t", minimal(3)["name"], "371202"],
    ]
    assert [problem.split("；")[0].split()[0] for problem, *_ in bad[1:]] == ["CODE-02", "CODE-08"]
    assert "DIV-03 " in bad[2][0]
    assert found["removed.csv"] == [head]
    assert found["rules.csv"][0] == ["rule", "title", "severity", "failed", "unknown"]
    assert ["CODE-02", "设备编码不是20位数字", "error", "1", "0"] in found["rules.csv"]
    assert found["basis.csv"] == [
        ["sha256", "edition", "divisions_as_of", "version"],
        [
            hashlib.sha256(path.read_bytes()).hexdigest(),
            "2022",
            "2025-12-31",
            version(DISTRIBUTION),
        ],
    ]
    assert found["segments.csv"] == [["column", "value", "records", "faulty"]]
    assert found["notes.csv"] == [["scope", "subject", "strength", "sentence"]]
    assert found["unread.csv"] == [["file", "row", "line", "message"]]


def test_what_is_only_doubtful_is_good_and_the_problem_is_of_errors_alone(tmp_path: Path) -> None:
    warned = correct(1, name="Camera 01")
    found = details(register(tmp_path, warned, warned | {"device_code": "1"}), tmp_path / "d")
    assert [row[1] for row in found["good.csv"][1:]] == ["Camera 01"]
    assert [row[0].startswith("CODE-02 ") for row in found["bad.csv"][1:]] == [True]
    assert "NAME-09" not in found["bad.csv"][1][0]


def test_the_bad_ones_can_be_read_again(tmp_path: Path) -> None:
    names = ["甲,乙北门01", '院"内"01', "北 门01"]
    faulty = [correct(n, name=name, division="371202") for n, name in enumerate(names, start=1)]
    path = register(tmp_path, *faulty, correct(9))
    details(path, tmp_path / "d")
    again = checked(tmp_path / "d" / "bad.csv")
    before = checked(path).verdicts
    names_of_all = [column.name for column in REGISTRY_COLUMNS]
    wanted = before.frame.filter(before.faulty()).select(names_of_all)
    assert again.unclaimed_headers == ("问题",)
    assert again.verdicts.frame.select(names_of_all).rows() == wanted.rows()
    assert again.summary.faulty == 3


def test_headers_are_the_files_own_also_when_doubled(tmp_path: Path) -> None:
    head = ",".join(["备注", *HEADER.split(","), " 备 注 "])
    lines = [f"甲,{GOOD.format(1, 1, '在用', '乙')},丙", f"丁,{line(2, 'bad', '')},戊"]
    path = text_file(tmp_path, "cameras.csv", "\n".join([head, *lines]) + "\n")
    found = details(path, tmp_path / "d")
    assert found["good.csv"][0] == head.split(",")
    assert [found["good.csv"][1][n] for n in (0, 7, 8)] == ["甲", "乙", "丙"]
    assert found["bad.csv"][0] == ["问题", *head.split(",")]
    assert [found["bad.csv"][1][n] for n in (1, 8, 9)] == ["丁", "", "戊"]


def test_passwords_are_gone_from_every_column(tmp_path: Path) -> None:
    secret = "rtsp://admin:Zq9@10.0.0.1/a"
    rows_ = [f"{HEADER},IPv4地址,{secret}"]
    rows_ += [
        f"{line(n, kind, secret)},admin:Zq9@10.0.0.1,y" for n, kind in enumerate(("good", "bad"))
    ]
    path = text_file(tmp_path, "cameras.csv", "\n".join(rows_) + "\n")
    found = details(path, tmp_path / "d")
    for name, shift in (("good.csv", 0), ("bad.csv", 1)):
        header, row = found[name]
        assert header[8 + shift] == "rtsp://***@10.0.0.1/a"
        assert row[6 + shift : 8 + shift] == ["rtsp://***@10.0.0.1/a", "***@10.0.0.1"]
    assert not [p for p in (tmp_path / "d").iterdir() if b"Zq9" in p.read_bytes()]


def test_a_column_that_the_map_names_is_an_address_too(tmp_path: Path) -> None:
    own = ColumnMap(name="map.toml", places=(("ipv4", "地址栏"),))
    lines = [HEADER + ",地址栏", line(1, "good", "") + ",admin:Zq9@10.0.0.1"]
    path = text_file(tmp_path, "cameras.csv", "\n".join(lines) + "\n")
    assert details(path, tmp_path / "d", own)["good.csv"][1][7] == "***@10.0.0.1"


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x")', "+1", "@SUM(1)", "＝1"])
def test_formulas_are_texts_in_cells_and_headers(tmp_path: Path, formula: str) -> None:
    quoted = '"' + formula.replace('"', '""') + '"'
    path = text_file(
        tmp_path, "cameras.csv", f"{HEADER},{quoted}\n{line(1, 'good', formula)},{quoted}\n"
    )
    header, row = details(path, tmp_path / "d")["good.csv"]
    assert (header[7], row[6], row[7]) == (f"'{formula}",) * 3


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    path = register(tmp_path, minimal(1))
    for folder in (path, path / "below"):
        with pytest.raises(ReportError, match=r"cannot be made \(.+\); check the path"):
            write_details(checked(path), read_sheet(path), folder)


def test_a_file_that_cannot_be_written_leaves_no_half_one(tmp_path: Path) -> None:
    path = register(tmp_path, minimal(1))
    folder = tmp_path / "d"
    (folder / "bad.csv").mkdir(parents=True)
    with pytest.raises(ReportError, match=r"bad\.csv: cannot be written"):
        write_details(checked(path), read_sheet(path), folder)
    assert sorted(item.name for item in folder.iterdir()) == ["bad.csv", "good.csv"]


def test_an_earlier_folder_is_written_anew(tmp_path: Path) -> None:
    details(register(tmp_path, minimal(1, device_code="1")), tmp_path / "d")
    found = details(register(tmp_path, minimal(1)), tmp_path / "d")
    assert (len(found["good.csv"]), len(found["bad.csv"])) == (2, 1)
