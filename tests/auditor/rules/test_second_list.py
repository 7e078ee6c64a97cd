"""NAME-13, ARCH-07, GEO-18 and GEO-19: what two lists say differently, through both files."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.datum import wgs84_to_bd09, wgs84_to_gcj02
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from auditor.registry.second_list import read_second_list, with_second_list
from tests.auditor.geo.boundary_samples import floats
from tests.auditor.rules.records import correct, frame

RULES = {"NAME-13", "ARCH-07", "GEO-18", "GEO-19"}
NAME = "莱芜区云帆街道云帆社区星河里小区北门01"
HERE = "117.661000", "36.209000"


def compared(folder: Path, *lines: str, **changes: str) -> list[Finding]:
    """The findings of the first record, the second of the register being in no list."""
    path = folder / "platform.csv"
    path.write_text("\n".join(["设备编码,设备名称,经度,纬度", *lines, ""]), encoding="utf-8")
    rows: list[Mapping[str, str]] = [correct() | changes, correct(2)]
    told, _ = with_second_list(frame(folder, rows), read_second_list(path))
    found = judge_records(told, Criteria())
    return [f for f in found if f.row == 1 and f.rule in RULES]


def line(name: str = NAME, longitude: str = HERE[0], latitude: str = HERE[1]) -> str:
    return f"37011600011326000001,{name},{longitude},{latitude}"


def warning(rule: str, field: str, value: str, message: str, suggestion: str) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        field=field,
        value=value,
        message=message,
        suggestion=suggestion,
    )


def test_a_device_that_both_lists_tell_alike_has_no_finding(tmp_path: Path) -> None:
    assert compared(tmp_path, line()) == []


def test_another_name_is_quoted_from_both(tmp_path: Path) -> None:
    assert compared(tmp_path, line("北门球机")) == [
        warning(
            "NAME-13",
            "name",
            NAME,
            "第二份清单中的名称为“北门球机”，二者不一致",
            "核对台账与平台目录中的名称，统一为现场核实的一个",
        )
    ]


@pytest.mark.parametrize("name", [f" {NAME} ", NAME.replace("01", "０１"), f"（{NAME}）", "", " "])
def test_the_keyboards_differences_and_empty_names_are_none(name: str, tmp_path: Path) -> None:
    assert compared(tmp_path, line(name)) == []


def test_a_missing_device_is_told_by_its_code(tmp_path: Path) -> None:
    assert compared(tmp_path, "37011600011326000009,东门,117.6,36.2") == [
        warning(
            "ARCH-07",
            "device_code",
            "37011600011326000001",
            "第二份清单中没有这一设备编码",
            "核实设备是否已接入平台或已建档，补录缺少的一方",
        )
    ]


@pytest.mark.parametrize(
    "changes", [{"device_code": "3701160001132600000"}, {"device_code": "37011600011326000002"}]
)
def test_malformed_and_doubled_codes_are_missed_nowhere(
    changes: dict[str, str], tmp_path: Path
) -> None:
    assert compared(tmp_path, line(), **changes) == []


def test_a_code_that_the_second_list_doubles_is_compared_to_nothing(tmp_path: Path) -> None:
    assert compared(tmp_path, line("球机"), line("枪机", longitude="118")) == []


def shifted(by: str) -> tuple[str, str]:
    function = wgs84_to_gcj02 if by == "GCJ-02" else wgs84_to_bd09
    lon, lat = function(floats(float(HERE[0])), floats(float(HERE[1])))
    return f"{lon[0]:.6f}", f"{lat[0]:.6f}"


SHIFTED = "确认两份清单各自的坐标系，把不是 WGS-84 的一份换算后登记"


@pytest.mark.parametrize(("by", "metres"), [("GCJ-02", 526), ("BD-09", 1280)])
def test_a_datums_shift_is_told_with_who_is_shifted(by: str, metres: int, tmp_path: Path) -> None:
    longitude, latitude = shifted(by)
    there = compared(tmp_path, line(longitude=longitude, latitude=latitude))
    here = compared(tmp_path, line(), longitude=longitude, latitude=latitude)

    assert there == [
        warning(
            "GEO-18",
            "longitude",
            "117.661000, 36.209000",
            f"与第二份清单相差 {metres} 米：第二份清单相对第一份偏移量与{by}偏移一致",
            SHIFTED,
        )
    ]
    assert here == [
        warning(
            "GEO-18",
            "longitude",
            f"{longitude}, {latitude}",
            f"与第二份清单相差 {metres} 米：第一份清单相对第二份偏移量与{by}偏移一致",
            SHIFTED,
        )
    ]


def test_another_place_is_told_with_its_distance(tmp_path: Path) -> None:
    assert compared(tmp_path, line(longitude="117.671000")) == [
        warning(
            "GEO-19",
            "longitude",
            "117.661000, 36.209000",
            "与第二份清单登记的位置相差 899 米",
            "现场实测后统一两份清单的经纬度",
        )
    ]


@pytest.mark.parametrize(
    ("longitude", "expected"),
    [
        ("117.661050", []),  # 4.5 m
        ("117.661500", []),  # 45 m: another place, but beside
        ("117.662100", []),  # 99 m
        ("117.662130", ["GEO-19"]),  # 102 m
        ("", []),
        ("36.2", []),
        ("东经117", []),
    ],
)
def test_a_hundred_metres_are_beside(longitude: str, expected: list[str], tmp_path: Path) -> None:
    assert [f.rule for f in compared(tmp_path, line(longitude=longitude))] == expected


def test_a_mobile_device_may_be_elsewhere_by_now(tmp_path: Path) -> None:
    longitude, latitude = shifted("GCJ-02")
    assert compared(tmp_path, line(longitude="117.671"), mobile_type="1") == []
    assert compared(tmp_path, line("", longitude, latitude), mobile_type="1") == []
    assert [f.rule for f in compared(tmp_path, line("球机"), mobile_type="1")] == ["NAME-13"]


def test_a_list_of_codes_alone_accuses_no_name_and_no_place(tmp_path: Path) -> None:
    assert compared(tmp_path, line("", "", "")) == []


def test_without_a_second_list_none_of_them_speaks(tmp_path: Path) -> None:
    found = judge_records(frame(tmp_path, [correct()]), Criteria())
    assert {f.rule for f in found} & RULES == set()
