"""The operator's own lists are read whole or refused whole."""

from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.reference import read_access_units, read_counties, read_local_codes


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_local_codes_have_2_4_6_or_8_digits(tmp_path: Path) -> None:
    path = written(tmp_path, "代码,说明\n42,海关\n4201,\n 370156 ,口岸\n37015601,口岸一\n")
    assert read_local_codes(path) == {"42", "4201", "370156", "37015601"}


def test_access_units_have_8_digits(tmp_path: Path) -> None:
    path = written(tmp_path, "单位编码,名称\n37090201,东华门派出所\n37090204,上高街道\n")
    assert read_access_units(path) == {"37090201", "37090204"}


def test_each_community_has_its_county_and_the_empty_one_means_all_others(tmp_path: Path) -> None:
    path = written(tmp_path, "社区,行政区划\n华新社区,370902\n,370911\n华新社区,370902\n")
    assert read_counties(path) == {"华新社区": "370902", "": "370911"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("代码\n370\n", "row 1: '370' is not 2, 4, 6 or 8 digits"),
        ("代码,说明\n3701\n３７０１,全角\n", "line 2 cannot be read; correct the list first"),
        ("代码,说明\n3701,\n３７０１,全角\n", "row 2: '３７０１' is not 2, 4, 6 or 8 digits"),
        ("说明\n济南\n", "the header line lacks 代码"),
    ],
)
def test_one_faulty_row_refuses_the_list(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        read_local_codes(written(tmp_path, text))
    assert message in str(caught.value)


def test_a_community_cannot_lie_in_two_counties(tmp_path: Path) -> None:
    path = written(tmp_path, "社区,行政区划\n华新社区,370902\n华新社区,370911\n")
    with pytest.raises(RegistryError, match="社区 华新社区 has two divisions, 370902 and 370911"):
        read_counties(path)


def test_a_county_has_six_digits(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="row 1: '泰山区' is not 6 digits"):
        read_counties(written(tmp_path, "社区,行政区划\n华新社区,泰山区\n"))
