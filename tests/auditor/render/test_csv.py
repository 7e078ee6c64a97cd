import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.render.csv import cell_text, render_csv
from auditor.render.tables import Cell
from tests.auditor.render.hostile import hostile_report
from tests.auditor.render.rows import CAMERA_COLUMNS, camera_rows


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("东门球机", "东门球机"),
        ("", ""),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-3, -3),
        (37090216001320000001, 37090216001320000001),
        ("37090216001320000001", "37090216001320000001\t"),
        ("123456789012", "123456789012\t"),
        ("12345678901", "12345678901"),
        ("3709021600132000000X", "3709021600132000000X"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\u3000=1+1", "'\u3000=1+1"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("＝1+1", "'＝1+1"),
        ("+8613800000000", "'+8613800000000"),
        ("-117.1", "'-117.1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t1", "' 1"),
        ("\r1", "' 1"),
        ("\n=1", "' =1"),
        ("\x00=1+1", "'=1+1"),
        ("\x1b\t=1", "' =1"),
        ("a=b", "a=b"),
        ("一\r\n二", "一 二"),
        ("\x7f\x85甲\ud800", "甲"),
        ("\x00370902160013200000\x0001", "37090216001320000001\t"),
    ],
)
def test_one_cell(cell: Cell, written: str | int) -> None:
    assert cell_text(cell) == written


def test_the_file_is_utf8_with_a_mark_and_crlf() -> None:
    content = render_csv(("row", "name"), [(1, '他说"好",\r\n走了'), (2, None)])
    assert content == '\ufeffrow,name\r\n1,"他说""好"", 走了"\r\n2,\r\n'.encode()


@given(st.lists(st.text(st.characters(codec=None)), min_size=1, max_size=5))
def test_any_text_stays_in_its_cell_and_never_starts_a_formula(texts: list[str]) -> None:
    content = render_csv(["column"] * len(texts), [texts])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert len(rows) == 2
    assert len(rows[1]) == len(texts)
    assert all(cell.lstrip()[:1] not in ("=", "+", "-", "@") or not cell for cell in rows[1])


@given(st.from_regex(r"[0-9]{20}", fullmatch=True))
def test_a_code_survives_for_readers_that_strip(code: str) -> None:
    content = render_csv(("device_code",), [(code,)])
    assert content.decode("utf-8-sig").splitlines()[1].strip() == code


def test_the_hostile_report_gives_as_many_rows_as_it_has() -> None:
    report = hostile_report()
    content = render_csv(CAMERA_COLUMNS, camera_rows(report))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(CAMERA_COLUMNS)}
    assert len(rows) == len(report.cameras) + 1
