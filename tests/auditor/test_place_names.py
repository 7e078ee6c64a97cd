"""Division names at the beginning of a text: full official names, or nothing."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import place_names_columns as columns
from auditor.place_names import (
    LEAD,
    NamedPlace,
    chain_of,
    known_leads,
    leading_chain,
    province_names,
)
from auditor.place_names_columns import begins_elsewhere, begins_with_retired
from auditor.place_names_text import elsewhere_message, retired_message
from gb28181.divisions import division_table

CURRENT = sorted(lead for lead, place in known_leads().items() if not place.retired)

NOTHING = [
    "",
    "南京路步行街河南中路口枪机",
    "北京东路与上海路交叉口球机",
    "上海花园北门",
    "广州市场东门",
    "龙口市场路南口",
    "朝阳区桂林路与同志街路口",
    "鼓楼区中山北路金茂广场",
    "新城区中山路街道",
    "华新社区北门车辆抓拍",
    "山东省立医院东门",
    "山东省道103路口",
    "泰安市公安局门口半球",
    "莱芜区云帆街道云帆社区",
    "TA_TSQ_SGJD_HXSQ_北门_01",
]
SOMETHING = [
    ("山东省泰安市泰山区上高街道华新社区东门", "山东省泰安市泰山区", "370902"),
    ("泰安市岱岳区粥店街道泰山大街", "泰安市岱岳区", "370911"),
    ("泰山区上高街道3号楼", "泰山区上高街道", "370902"),
    ("北京市朝阳区建外街道国贸桥", "北京市朝阳区", "110105"),
    ("重庆市丰都县三合街道", "重庆市丰都县", "500230"),
    ("济南市市中区杆石桥街道", "济南市市中区", "370103"),
    ("新乡市红旗区西街街道", "新乡市红旗区", "410702"),
    ("湖北省仙桃市沔城回族镇卫生院", "湖北省仙桃市沔城回族镇", "429004"),
    ("内蒙古自治区呼和浩特市新城区海拉尔东路", "内蒙古自治区呼和浩特市新城区", "150102"),
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_word_that_may_mean_something_else_is_nothing(text: str) -> None:
    assert leading_chain(text) is None


@pytest.mark.parametrize(("text", "lead", "code"), SOMETHING)
def test_a_full_chain_is_read(text: str, lead: str, code: str) -> None:
    assert leading_chain(text) == (lead, NamedPlace(code))


@pytest.mark.parametrize(
    ("text", "lead", "code"),
    [
        ("莱芜市莱城区凤城街道文化路卡口", "莱芜市莱城区", "371202"),
        ("山东省莱芜市钢城区艾山街道", "山东省莱芜市钢城区", "371203"),
        ("章丘市双山街道", "章丘市双山街道", "370181"),
    ],
)
def test_what_was_abolished_is_known_as_such(text: str, lead: str, code: str) -> None:
    assert leading_chain(text) == (lead, NamedPlace(code, retired=True))


@given(st.sampled_from(CURRENT), st.text(max_size=10))
def test_a_lead_is_found_whatever_follows_it_or_not_at_all(lead: str, rest: str) -> None:
    found = leading_chain(lead + rest)
    assert found is None or (lead + rest).startswith(found[0])


@given(st.text("省市区县州盟旗乡镇道街苏木自治海新红\n山东济南", max_size=20))
def test_both_engines_cut_alike(text: str) -> None:
    match = re.match(LEAD, text)
    assert pl.Series([text]).str.extract(f"({LEAD})", 1).to_list() == [match and match[0]]


def test_hardly_any_name_is_missed_by_the_cut() -> None:
    cut = sum(bool((m := re.match(LEAD, lead)) and m[0] == lead) for lead in CURRENT)
    assert cut / len(CURRENT) > 0.98


def test_municipalities_stand_where_prefectures_do() -> None:
    assert len(province_names()) == 27
    assert not {"北京市", "天津市", "上海市", "重庆市"} & set(province_names())


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("370902", ("山东省", "泰安市", "泰山区")),
        ("110105", ("北京市", "朝阳区")),
        ("429004", ("湖北省", "仙桃市")),
        ("370900", ("山东省", "泰安市")),
        ("370000", ("山东省",)),
        ("371202", ("山东省", "莱芜市", "莱城区")),
        ("999999", ()),
        ("", ()),
    ],
)
def test_a_chain_is_told_from_the_province_down(code: str, chain: tuple[str, ...]) -> None:
    assert chain_of(code) == chain


def asked(text: str, division: str) -> tuple[bool, bool]:
    frame = pl.DataFrame({"name": [text, None], "division": [division, None]})
    answers = frame.select(a=begins_elsewhere("name"), b=begins_with_retired("name"))
    assert answers.row(1) == (False, False)
    return answers.row(0)


@pytest.mark.parametrize("division", ["370902", "110105", "37", "", "莱芜"])
@pytest.mark.parametrize("text", NOTHING)
def test_nothing_contradicts_nothing(text: str, division: str) -> None:
    assert asked(text, division) == (False, False)


@pytest.mark.parametrize(("text", "lead", "code"), SOMETHING)
def test_a_place_agrees_with_itself_and_with_what_is_above(text: str, lead: str, code: str) -> None:
    assert lead
    for division in (code, code[:4], code[:2], f"{code[:2]}0000", f"{code}01", f"{code}001"):
        assert asked(text, division) == (False, False)


@pytest.mark.parametrize(("text", "lead", "code"), SOMETHING)
def test_a_place_contradicts_another_county_city_or_province(
    text: str, lead: str, code: str
) -> None:
    assert lead
    assert code != "370116"
    others = {"370116", "3702", "44"}
    assert {d: asked(text, d)[0] for d in others} == dict.fromkeys(others, True)


@pytest.mark.parametrize(
    "division", ["", "371202", "999999", "370176", "37011", "济南", "37011600011326000001"]
)
def test_a_division_that_is_not_in_the_table_is_not_contradicted(division: str) -> None:
    assert asked("泰安市泰山区上高街道", division) == (False, False)


@pytest.mark.parametrize(
    "rest", ["政府驻莱芜办事处", "商会", "供电公司泰山路营业厅", "区间车站", "人民法院", "间隔带"]
)
def test_an_institution_may_stand_elsewhere(rest: str) -> None:
    assert asked(f"泰安市泰山区{rest}", "370116") == (False, False)


@pytest.mark.parametrize("rest", ["", "华新社区北门", "东岳大街1号", "省庄镇"])
def test_a_place_inside_a_county_is_where_the_county_is(rest: str) -> None:
    assert asked(f"泰安市泰山区{rest}", "370116") == (True, False)


def test_the_own_county_near_the_beginning_settles_it() -> None:
    assert asked("济南市历下区与莱芜区泉城路街道", "370116") == (False, False)


@pytest.mark.parametrize(
    ("division", "expected"),
    [("370116", True), ("370117", True), ("", False), ("371202", False)],
)
def test_a_name_of_before_the_reform_is_found(division: str, *, expected: bool) -> None:
    assert asked("莱芜市莱城区凤城街道", division) == (False, expected)


@given(st.sampled_from(CURRENT))
def test_no_current_lead_contradicts_its_own_county(lead: str) -> None:
    assert asked(lead, known_leads()[lead].code) == (False, False)


def test_both_chains_are_told() -> None:
    assert elsewhere_message("安装地址", "济南市历下区泉城路", "37090200") == (
        "安装地址开头为“济南市历下区”（370102 山东省济南市历下区），"
        "与登记的行政区域 37090200 山东省泰安市泰山区 不符"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "莱芜市莱城区凤城街道",
            "设备名称开头的“莱芜市莱城区”已于 2018 年撤销或更名，现为山东省济南市莱芜区",
        ),
        ("山东省济南市历下区", "设备名称开头为已撤销的行政区划"),
        ("北门", "设备名称开头为已撤销的行政区划"),
    ],
)
def test_what_became_of_a_place_is_told(text: str, message: str) -> None:
    assert retired_message("设备名称", text) == message


def test_a_place_without_a_known_successor_is_told_without_one() -> None:
    heirless = next(
        lead
        for lead, place in known_leads().items()
        if place.retired
        and not division_table().abolished[place.code].successors
        and leading_chain(lead)
    )
    assert retired_message("设备名称", heirless).endswith("年撤销或更名")


# Polars may ask from a thread of its own; what follows asks from this one.


def test_a_column_is_answered_row_by_row() -> None:
    texts = pl.Series(["泰安市泰山区东岳大街", "北门", "莱芜市莱城区", "泰安市泰山区", ""])
    divisions = pl.Series(["370116", "370116", "370116", "370902", ""])
    masks = [
        columns._mask([texts, divisions], leads=leads, which=which).to_list()
        for leads, which in (
            (columns._current, columns._elsewhere),
            (columns._retired_leads, columns._retired),
        )
    ]
    assert masks == [[True, False, False, False, False], [False, False, True, False, False]]


def test_a_code_covers_what_its_digits_say() -> None:
    prefixes = columns._prefixes.__wrapped__()
    assert {code: prefixes.get(code) for code in ("370000", "370900", "370901", "370902")} == {
        "370000": "37",
        "370900": "3709",
        "370901": "3709",
        "370902": "370902",
    }
    assert {prefixes["110100"], prefixes["429000"]} == {"1101", "4290"}
    assert "371202" not in prefixes


def test_current_and_retired_names_are_kept_apart() -> None:
    current, retired = columns._current.__wrapped__(), columns._retired_leads.__wrapped__()
    assert (current["济南市莱芜区"], retired["莱芜市莱城区"]) == ("370116", "371202")
    assert not set(current) & set(retired)


def test_only_counties_have_names_that_settle_a_doubt() -> None:
    names = columns._county_names.__wrapped__()
    assert (names["370902"], names.get("370900"), names.get("110101")) == ("泰山区", None, "东城区")


def test_a_beginning_is_two_characters() -> None:
    found = columns._beginnings.__wrapped__(columns._current)
    assert {"泰安", "泰山", "山东", "北京"} <= set(found)
    assert {len(two) for two in found} == {2}
