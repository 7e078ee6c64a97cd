"""The plan: classes by the scheme's words, ids that name one place each."""

from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.records import KeyLocation, LocationClass
from auditor.registry.key_locations import Plan, read_key_locations
from tests.auditor.registry.files import written

HEADER = "关键位置编号,社区,类别,名称,经度,纬度\n"


def plan(folder: Path, *lines: str) -> Plan:
    return read_key_locations(written(folder, HEADER + "\n".join(lines) + "\n"))


def test_a_row_becomes_a_key_location(tmp_path: Path) -> None:
    read = plan(tmp_path, " KL-01 ,云帆社区 , 小区出入口,北门 ,117.661 , 36.209", "KL-02")
    assert read.locations == (
        KeyLocation(
            row=1,
            id="KL-01",
            community="云帆社区",
            location_class=LocationClass.RESIDENTIAL_GATE,
            class_text="小区出入口",
            name="北门",
            longitude="117.661",
            latitude="36.209",
        ),
    )
    assert [(error.row, error.line) for error in read.errors] == [(2, 3)]


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    read = read_key_locations(written(tmp_path, "id,location_class,name\nKL-01,消防通道,甲\n"))
    assert read.locations == (
        KeyLocation(
            row=1,
            id="KL-01",
            community="",
            location_class=LocationClass.FIRE_LANE,
            class_text="消防通道",
            name="甲",
            longitude="",
            latitude="",
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小区出入口", LocationClass.RESIDENTIAL_GATE),
        ("停车库（场）出入口", LocationClass.PARKING_GATE),
        ("停车库(场)出入口", LocationClass.PARKING_GATE),
        ("停车场出入口", LocationClass.PARKING_GATE),
        ("社区 主干道", LocationClass.MAIN_ROAD),
        ("Fire_Lane", LocationClass.FIRE_LANE),
        ("社区广场", LocationClass.OTHER),
        ("", LocationClass.OTHER),
    ],
)
def test_classes(tmp_path: Path, text: str, expected: LocationClass) -> None:
    assert plan(tmp_path, f"KL-01,,{text},甲,,").locations[0].location_class is expected


@pytest.mark.parametrize("location_class", list(LocationClass))
def test_every_label_is_read_as_its_own_class(
    tmp_path: Path, location_class: LocationClass
) -> None:
    read = plan(tmp_path, f"KL-01,,{location_class.label},甲,,")
    assert read.locations[0].location_class is location_class


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["KL-01,甲社区,消防通道,a,,", " ,甲社区,消防通道,b,,"], "row 2 has no 关键位置编号; give it one"),
        (
            ["KL-01,甲社区,消防通道,a,,", "KL-01,甲社区,消防通道,b,,"],
            "rows 1 and 2 share the 关键位置编号 KL-01; make them different",
        ),
        (
            ["KL-01,,消防通道,a,,", "KL-01,甲社区,消防通道,b,,"],
            "rows 1 and 2 share the 关键位置编号 KL-01; make them different",
        ),
        (
            ["KL-01,甲社区,消防通道,a,,", "KL-01,,消防通道,b,,"],
            "rows 1 and 2 share the 关键位置编号 KL-01; make them different",
        ),
    ],
)  # fmt: skip
def test_ids_must_name_one_place(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        plan(tmp_path, *lines)
    assert str(caught.value) == f"{tmp_path / 'cameras.csv'}: {message}"


def test_two_communities_may_use_one_id(tmp_path: Path) -> None:
    lines = ("KL-01,甲社区,消防通道,a,,", "KL-01,乙社区,消防通道,b,,", "KL-02,,消防通道,c,,")
    read = plan(tmp_path, *lines)
    assert [location.name for location in read.only("甲社区").locations] == ["a", "c"]
    assert [location.name for location in read.only("丙社区").locations] == ["c"]
    assert read.only("甲社区").sha256 == read.sha256


def test_an_id_in_another_case_and_width_is_doubled_too(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="rows 1 and 2 share the 关键位置编号 KL-01"):
        plan(tmp_path, "KL-01,,消防通道,甲,,", "ｋｌ-01,,消防通道,乙,,")


def test_the_communities_are_named_in_order(tmp_path: Path) -> None:
    lines = [
        f"KL-{n},{name},消防通道,甲,," for n, name in enumerate(["乙社区", "", "甲社区", "乙社区"])
    ]
    assert plan(tmp_path, *lines).communities == ("乙社区", "甲社区")
