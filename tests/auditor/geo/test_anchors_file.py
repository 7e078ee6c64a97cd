"""Reading anchors and finding the record that each belongs to."""

from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.geo.anchors_file import Anchor, match, read_anchors

CODE = "37090201011310000001"


def written(folder: Path, text: str) -> Path:
    path = folder / "anchors.csv"
    path.write_text(text, encoding="utf-8")
    return path


def anchor(row: int, *, code: str = "", community: str = "", location: str = "") -> Anchor:
    return Anchor(
        row=row,
        name="",
        device_code=code,
        community=community,
        key_location_id=location,
        longitude=117.0 + row / 10,
        latitude=36.0,
    )


def test_anchors_of_devices_and_of_key_locations_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"设备编码,关键位置编号,社区,名称,经度,纬度\n {CODE} ,,,北门杆, 117.1 ,36.0\n,kl－01,甲社区,,117.2,36.0\n",
    )
    found = read_anchors(path)

    assert (found.name, len(found.sha256), found.errors) == ("anchors.csv", 64, ())
    assert found.anchors == (
        Anchor(
            row=1,
            name="北门杆",
            device_code=CODE,
            community="",
            key_location_id="",
            longitude=117.1,
            latitude=36.0,
        ),
        anchor(2, community="甲社区", location="KL-01"),
    )


def test_rows_that_are_no_anchors_are_reported_and_left_out(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"设备编码,经度,纬度\n{CODE},117.1,36\n,117.1,36\nA,36,117.1\nB,E117.1,36\n{CODE},117.2,36\nC,,\n",
    )
    found = read_anchors(path)

    assert [a.row for a in found.anchors] == [1]
    assert [(e.row, e.line, e.message) for e in found.errors] == [
        (2, 3, "锚点未写明设备编码或关键位置编号"),
        (3, 4, "锚点经纬度不是中国范围内的十进制度数（WGS-84）"),
        (4, 5, "锚点经纬度不是中国范围内的十进制度数（WGS-84）"),
        (5, 6, "与第1行是同一对象的锚点，本行未采用"),
        (6, 7, "锚点经纬度不是中国范围内的十进制度数（WGS-84）"),
    ]


def test_a_file_that_names_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="lacks 设备编码 and 关键位置编号"):
        read_anchors(written(tmp_path, "名称,经度,纬度\n北门,117.1,36.0\n"))


def test_a_file_of_broken_rows_only_has_no_anchors(tmp_path: Path) -> None:
    found = read_anchors(written(tmp_path, "设备编码,经度,纬度\n1,2\n"))

    assert (found.anchors, len(found.errors)) == ((), 1)


def test_a_record_is_found_by_its_code_then_by_its_key_location() -> None:
    anchors = [
        anchor(1, code=CODE),
        anchor(2, community="甲社区", location="KL-01"),
        anchor(3, location="KL-02"),
    ]
    found = match(
        anchors,
        device_codes=[f" {CODE}", CODE, "x", "x", "", "x"],
        communities=["甲社区", "甲社区", "甲社区", "乙社区", "乙社区", ""],
        key_location_ids=["KL-01", "", "kl-01", "KL-01", "KL-02", ""],
    )

    assert found.records.tolist() == [0, 1, 2, 4]
    assert found.longitude.tolist() == [117.1, 117.1, 117.2, 117.3]
    assert found.latitude.tolist() == [36.0] * 4


def test_no_anchors_match_nothing() -> None:
    found = match([], device_codes=["1"], communities=[""], key_location_ids=["KL-01"])

    assert (found.records.size, found.longitude.size) == (0, 0)
