"""Two code systems side by side: what agrees, what does not, and that they never mix."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.division_files import DataFiles, open_folder
from gb28181.divisions import Unknown, division_table
from gb28181.errors import DataError, NotDigits, WrongLength
from gb28181.townships import TownshipAnswer, comparable, read_townships, townships
from tests.gb28181.division_folders import CORE, write

LISTS = townships()


@pytest.mark.parametrize(
    ("code", "civil", "statistical"),
    [
        ("370902004", "上高街道", "上高街道"),
        # One number, two townships.
        ("370102011", "燕山街道", "姚家街道"),
        ("370102010", None, "燕山街道"),
        ("370102013", "姚家街道", "智远街道"),
        # Directly under a county that is directly under its province.
        ("419001001", "沁园街道", "济源市沁园街道"),
        # Directly under a city.
        ("441900003", "东城街道", "东城街道"),
        ("441900401", None, "松山湖"),
        # A development zone is known to the statisticians only.
        ("370176001", None, "舜华路街道"),
        # Newer than the statisticians' last list.
        ("500157001", "人和街道", None),
        ("999999999", None, None),
    ],
)
def test_nine_digits(code: str, civil: str | None, statistical: str | None) -> None:
    assert LISTS.lookup(code) == TownshipAnswer(code, civil, statistical)


def test_each_list_has_its_own_day_and_size() -> None:
    assert (LISTS.civil.as_of, LISTS.statistical.as_of) == (date(2025, 12, 31), date(2023, 6, 30))
    assert (LISTS.civil.names.count(""), LISTS.statistical.names.count("")) == (38_723, 41_352)


def test_the_systems_disagree_too_often_to_be_merged() -> None:
    civil, statistical = (
        {code: name for parent in part.names.texts for code, name in part.in_county(parent).items()}
        for part in (LISTS.civil, LISTS.statistical)
    )
    both = civil.keys() & statistical.keys()
    assert len(both) == 34_197
    assert sum(civil[code] != statistical[code] for code in both) == 6_589


def test_every_civil_township_lies_in_a_division_of_the_same_day() -> None:
    table = division_table()
    assert {code for code in LISTS.civil.names.texts if code not in table.names} == set()
    assert LISTS.civil.as_of == table.as_of


def test_a_county_newer_than_the_table_has_no_townships_and_no_verdict() -> None:
    assert division_table().lookup("659013") == Unknown("659013")
    assert LISTS.civil.in_county("659013") == LISTS.statistical.in_county("659013") == {}


def test_the_townships_of_a_county() -> None:
    assert LISTS.civil.in_county("370902") == {
        "370902001": "岱庙街道",
        "370902002": "财源街道",
        "370902003": "泰前街道",
        "370902004": "上高街道",
        "370902005": "徐家楼街道",
        "370902100": "省庄镇",
        "370902101": "邱家店镇",
        "370902202": "大津口乡",
    }


@pytest.mark.parametrize("name", ["姚家街道", "姚家街道办事处", "姚家街道办"])
def test_a_name_is_found_in_each_system_under_its_own_code(name: str) -> None:
    assert LISTS.civil.codes("370102", name) == ("370102013",)
    assert LISTS.statistical.codes("370102", name) == ("370102011",)
    assert LISTS.civil.codes("370103", name) == ()


@given(st.sampled_from(sorted(LISTS.civil.names.texts)))
def test_every_township_is_found_by_its_name(county: str) -> None:
    for code, name in LISTS.civil.in_county(county).items():
        assert code in LISTS.civil.codes(county, name)
        assert LISTS.lookup(code).civil == name


@given(st.text("街道办事处东", max_size=12))
def test_comparing_ignores_the_office_and_nothing_else(name: str) -> None:
    assert comparable(f"{name}东街道办事处") == comparable(f"{name}东街道办") == f"{name}东街道"
    assert comparable(f"{name}东镇") == f"{name}东镇"


@pytest.mark.parametrize("name", ["街道办事", "东办事处", "办事处", "办", "东事处", ""])
def test_other_endings_stay(name: str) -> None:
    assert comparable(name) == name


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_every_code_has_an_answer(code: str) -> None:
    answer = LISTS.lookup(code)
    assert answer.code == code
    assert answer.civil == LISTS.civil.in_county(code[:6]).get(code)
    assert answer.statistical == LISTS.statistical.in_county(code[:6]).get(code)


def test_other_lengths_and_characters_are_refused() -> None:
    with pytest.raises(WrongLength):
        LISTS.lookup("37090200")
    with pytest.raises(NotDigits):
        LISTS.lookup("37090200x")
    with pytest.raises(WrongLength):
        LISTS.civil.in_county("3709")


def test_lists_of_ones_own(tmp_path: Path) -> None:
    texts = CORE | {"townships_statistical.csv.xz": "code,name\n370101002,戊街道\n"}
    lists = read_townships(DataFiles((open_folder(write(tmp_path, texts)),)))
    assert lists.lookup("370101001") == TownshipAnswer("370101001", "戊街道", None)
    assert lists.statistical.codes("370101", "戊街道") == ("370101002",)


def test_a_list_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^townships_statistical.csv.xz: there is no such"):
        read_townships(DataFiles((open_folder(write(tmp_path, CORE)),)))
