"""From files to counts: what is read, what is left out, and what is compared."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.errors import RegistryError
from auditor.geo.anchors_file import read_anchors
from auditor.record_check import Checked, check_register, prepared
from auditor.record_summary import Summary
from auditor.records import RowError
from auditor.registry.column_map import ColumnMap
from auditor.registry.positions import Places
from auditor.registry.registry import read_registry
from auditor.registry.second_list import read_second_list
from auditor.terms import Terms
from tests.auditor.registers import checked, correct, minimal, register, text_file

TERMS = Terms(criteria=Criteria(), places=Places())


def rules(found: Checked) -> list[tuple[int, str]]:
    return [(finding.row, finding.rule) for finding in found.verdicts.findings()]


def test_a_correct_register(tmp_path: Path) -> None:
    found = checked(register(tmp_path, correct(1), correct(2)))
    assert (found.name, found.encoding, found.read) == ("cameras.csv", "utf-8", 2)
    assert (found.unclaimed_headers, found.errors, found.notes) == ((), (), ())
    assert found.summary == Summary(records=2, faulty=0, findings=0, rules=(), segments=())


def test_cameras_taken_down_are_read_and_not_judged(tmp_path: Path) -> None:
    found = checked(register(tmp_path, correct(1), correct(2, status="拆除", device_code="1")))
    assert (found.read, found.summary.records, rules(found)) == (2, 1, [])


def test_unreadable_rows_of_register_plan_and_anchors_are_kept(tmp_path: Path) -> None:
    path = register(tmp_path, minimal(1))
    path.write_text(path.read_text(encoding="utf-8") + "short\n", encoding="utf-8")
    plan = text_file(tmp_path, "plan.csv", "关键位置编号,类别,名称\nKL-01\n")
    lines = "设备编码,经度,纬度\n2,117.6,36.2\n3,x,y\n"
    anchors = read_anchors(text_file(tmp_path, "anchors.csv", lines))
    terms = Terms(criteria=Criteria(), places=Places(), anchors=anchors)
    found = check_register(path, plan, terms)
    message = "本行有 1 列，表头有 {} 列，无法确定各列对应关系"
    assert found.errors == (
        RowError(file="cameras.csv", row=2, line=3, message=message.format(5)),
        RowError(file="plan.csv", row=1, line=2, message=message.format(3)),
        RowError(
            file="anchors.csv",
            row=2,
            line=3,
            message="锚点经纬度不是中国范围内的十进制度数（WGS-84）",
        ),
    )


def test_without_a_plan_no_location_is_asked(tmp_path: Path) -> None:
    path = register(tmp_path, correct(1, key_location_id="KL-77"))
    plan = text_file(tmp_path, "plan.csv", "关键位置编号,类别,名称\nKL-01,小区出入口,北门\n")
    assert rules(check_register(path, None, TERMS)) == []
    assert rules(check_register(path, plan, TERMS)) == [(1, "ARCH-09")]


def test_the_column_map_is_obeyed(tmp_path: Path) -> None:
    lines = "点位国标号,设备名称,行政区域,经度,纬度\n1,莱芜区云帆社区北门01,370116,117.661,36.209\n"
    path = text_file(tmp_path, "own.csv", lines)
    with pytest.raises(RegistryError, match="lacks 设备编码"):
        checked(path)
    own = ColumnMap(name="map.toml", places=(("device_code", "点位国标号"),))
    assert (1, "CODE-02") in rules(checked(path, column_map=own))


def test_the_county_of_the_community_is_in_the_frame(tmp_path: Path) -> None:
    registry = read_registry(register(tmp_path, correct(1), correct(2, community="别处")))
    terms = Terms(criteria=Criteria(counties={"云帆社区": "370116"}), places=Places())
    frame, compared = prepared(registry, None, terms)
    assert frame["expected_county"].fill_null("").to_list() == ["370116", ""]
    assert compared is None


def test_the_second_list_is_compared_and_noted(tmp_path: Path) -> None:
    path = register(tmp_path, correct(1), correct(2))
    second = read_second_list(register(tmp_path, correct(1), name="second.csv"))
    found = check_register(path, None, Terms(criteria=Criteria(), places=Places(), second=second))
    assert rules(found) == [(2, "ARCH-07")]
    assert [(note.scope, note.subject.value) for note in found.notes] == [
        ("全部记录", "second_list")
    ]


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        checked(tmp_path / "none.csv")
