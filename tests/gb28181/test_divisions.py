"""What each kind of division code is, above all the ones that are easily misjudged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.divisions import (
    Abolished,
    DivisionStatus,
    DivisionTable,
    Exists,
    Group,
    Level,
    StatisticalZone,
    Unknown,
    division_table,
)
from gb28181.errors import NotDigits, UnknownDivision, WrongLength
from gb28181.zones import ZONES

TABLE = division_table()


def leaf(code: str, *chain: str, level: Level = Level.COUNTY) -> Exists:
    return Exists(code, chain[-1], chain, level, is_leaf=True)


def inner(code: str, *chain: str, level: Level) -> Exists:
    return Exists(code, chain[-1], chain, level, is_leaf=False)


TAISHAN = leaf("370902", "山东省", "泰安市", "泰山区")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("370902", TAISHAN),
        # Renamed in 2014, the code stayed.
        ("371324", leaf("371324", "山东省", "临沂市", "兰陵县")),
        # Directly under its province; the code once was another town's.
        ("419001", leaf("419001", "河南省", "济源市")),
        # New in 2025.
        ("500157", leaf("500157", "重庆市", "两江新区")),
        # Cities without counties: six digits cannot be more precise.
        ("441900", leaf("441900", "广东省", "东莞市", level=Level.PREFECTURE)),
        ("442000", leaf("442000", "广东省", "中山市", level=Level.PREFECTURE)),
        ("460400", leaf("460400", "海南省", "儋州市", level=Level.PREFECTURE)),
        ("620200", leaf("620200", "甘肃省", "嘉峪关市", level=Level.PREFECTURE)),
        ("370900", inner("370900", "山东省", "泰安市", level=Level.PREFECTURE)),
        ("370000", inner("370000", "山东省", level=Level.PROVINCE)),
        ("500000", inner("500000", "重庆市", level=Level.PROVINCE)),
        ("710000", leaf("710000", "台湾省", level=Level.PROVINCE)),
        ("370882", Abolished("370882", "兖州市", 1995, 2013, ("370812",))),
        ("371202", Abolished("371202", "莱城区", 1992, 2018, ("370116",))),
        ("371203", Abolished("371203", "钢城区", 1992, 2018, ("370117",))),
        ("370181", Abolished("370181", "章丘市", 1995, 2016, ("370114",))),
        ("500105", Abolished("500105", "江北区", 1997, 2025, ("500157",))),
        ("500112", Abolished("500112", "渝北区", 1997, 2025, ("500157",))),
        # Not known since when, nor what followed.
        ("370802", Abolished("370802", "市中区", None, 2013, ())),
        # A namesake in another city is no successor.
        ("130103", Abolished("130103", "桥东区", None, 2014, ())),
        ("370176", StatisticalZone("370176", "济南高新")),
        ("330171", StatisticalZone("330171", None)),
        ("110171", StatisticalZone("110171", None)),
        ("370271", Unknown("370271")),
        ("999976", Unknown("999976")),
        # A heading of the old lists, never a division that was revoked.
        ("370901", Group("370901", "市辖区")),
        ("110101", leaf("110101", "北京市", "东城区")),
        ("441901", Unknown("441901")),
        # Newer than the table.
        ("659013", Unknown("659013")),
        ("360156", Unknown("360156")),
        ("000000", Unknown("000000")),
    ],
)  # fmt: skip
def test_six_digits(code: str, expected: DivisionStatus) -> None:
    assert TABLE.lookup(code) == expected


def test_two_and_four_digits_are_padded() -> None:
    assert TABLE.lookup("37") == TABLE.lookup("370000")
    assert TABLE.lookup("3709") == TABLE.lookup("370900")
    assert TABLE.lookup("99") == Unknown("990000")


def test_groups_are_those_of_the_standards_notes() -> None:
    assert {code: TABLE.lookup(code) for code in TABLE.groups} == {
        "1101": Group("110100", "市辖区"),
        "1201": Group("120100", "市辖区"),
        "3101": Group("310100", "市辖区"),
        "5001": Group("500100", "市辖区"),
        "5002": Group("500200", "县"),
        "4190": Group("419000", "直辖县级行政区划"),
        "4290": Group("429000", "直辖县级行政区划"),
        "4690": Group("469000", "直辖县级行政区划"),
        "6590": Group("659000", "直辖县级行政区划"),
    }


def test_the_cities_without_counties_are_exactly_four() -> None:
    prefectures = [code for code in TABLE.names if code[4:] == "00" and code[2:] != "0000"]
    leaves = {
        status.code
        for code in prefectures
        if isinstance(status := TABLE.lookup(code), Exists) and status.is_leaf
    }
    assert leaves == {"441900", "442000", "460400", "620200"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("370123", "370113"), ("370125", "370115"), ("370205", "370203"), ("370282", "370215"),
        ("370284", "370211"), ("370521", "370505"), ("370634", "370614"), ("370684", "370614"),
        ("371081", "371003"), ("371421", "371403"), ("371523", "371503"), ("371624", "371603"),
        ("371626", "371681"), ("371727", "371703"),
    ],
)  # fmt: skip
def test_successors_in_shandong(old: str, new: str) -> None:
    status = TABLE.lookup(old)
    assert isinstance(status, Abolished)
    assert status.successors == (new,)


def test_no_current_code_is_reported_as_anything_else() -> None:
    others = [code for code in TABLE.names if not isinstance(TABLE.lookup(code), Exists)]
    assert others == []
    assert TABLE.names.keys() & TABLE.abolished.keys() == set()


def test_every_successor_exists_and_nothing_was_abolished_before_it_began() -> None:
    for status in TABLE.abolished.values():
        assert all(code in TABLE.names for code in status.successors), status
        assert status.since is None or status.since < status.until <= TABLE.as_of.year, status


def test_listed_zones_are_reported_as_zones() -> None:
    assert {code: TABLE.lookup(code) for code in ZONES} == {
        code: StatisticalZone(code, name) for code, name in ZONES.items()
    }


@given(st.from_regex(r"([0-9]{2}){1,3}", fullmatch=True))
def test_every_code_has_an_answer_that_bears_its_digits(code: str) -> None:
    assert TABLE.lookup(code).code == code.ljust(6, "0")


@given(st.text(max_size=30).filter(lambda text: len(text) not in (2, 4, 6)))
def test_another_length_is_refused(code: str) -> None:
    with pytest.raises(WrongLength) as caught:
        TABLE.lookup(code)
    assert caught.value.value == code


@pytest.mark.parametrize("code", ["37090x", "３７", " 370", "-1"])
def test_other_characters_are_refused(code: str) -> None:
    with pytest.raises(NotDigits) as caught:
        TABLE.lookup(code)
    assert (caught.value.part, caught.value.position) == ("division", (1, len(code)))


def test_full_names() -> None:
    assert TAISHAN.full_name == TABLE.full_name("370902") == "山东省泰安市泰山区"
    with pytest.raises(UnknownDivision) as caught:
        TABLE.full_name("3712")
    assert str(caught.value) == ("division (digits 1-4) '3712': no such division on 2025-12-31")


def test_the_packaged_table_is_read_once_and_dated() -> None:
    assert division_table() is division_table()
    assert TABLE.as_of == date(2025, 12, 31)


def test_a_table_of_ones_own() -> None:
    gone = Abolished("120102", "丙区", None, 2020, ())
    table = DivisionTable.of(
        as_of=date(2030, 1, 1),
        names={"120000": "甲市", "120101": "乙区"},
        abolished={"120102": gone},
    )
    assert [table.lookup(code) for code in ("12", "1201", "120101", "120102", "120103")] == [
        Exists("120000", "甲市", ("甲市",), Level.PROVINCE, is_leaf=False),
        Group("120100", "市辖区"),
        Exists("120101", "乙区", ("甲市", "乙区"), Level.COUNTY, is_leaf=True),
        gone,
        Unknown("120103"),
    ]
