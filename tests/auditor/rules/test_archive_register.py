"""Rules of 一机一档 practice: warnings at most, words are never judged, whole messages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.criteria import RuleSet
from auditor.model import Severity
from auditor.registry.damage import DamageKind, in_general, rewritten
from auditor.rules import (
    archive_codes,
    archive_install_date,
    archive_ip_address,
    archive_missing,
    archive_police_unit,
    archive_record_days,
    archive_view_library,
)
from tests.auditor.rules.cells import only, told

CODES = archive_codes.RULES
DAYS = archive_record_days.RULES
ADDRESSES = archive_ip_address.RULES
LIBRARY = archive_view_library.RULES
MISSING = [archive_missing.RULE]
POLICE = [archive_police_unit.RULE]
DATES = [archive_install_date.RULE]
ALL = [*CODES, *DAYS, *ADDRESSES, *LIBRARY, *MISSING, *POLICE, *DATES]
DIRECTORY = {"register_way": "1"}


def test_what_was_not_read_is_never_an_error() -> None:
    assert {rule.meta.severity for rule in ALL} == {Severity.WARNING, Severity.INFO}
    assert {rule.meta.rule_set for rule in ALL} == {RuleSet.ARCHIVE, RuleSet.GA1400}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"point_type": "4"}, []),
        ({"point_type": "01"}, []),
        ({"point_type": "二类点位"}, []),
        ({"point_type": "5"}, ["ARCH-02"]),
        ({"point_type": "5", **DIRECTORY}, []),
        ({"camera_type": "6"}, []),
        ({"camera_type": "99.0"}, []),
        ({"camera_type": "12"}, ["ARCH-11"]),
        ({"function_type": "1/5/99"}, []),
        ({"function_type": "1/车辆"}, []),
        ({"function_type": "1/8"}, ["ARCH-12"]),
        ({"supply_light": "0"}, ["ARCH-13"]),
        ({"encoding_format": "4"}, []),
        ({"encoding_format": "H.265"}, []),
        ({"encoding_format": "5"}, ["ARCH-14"]),
        ({"position_type": "15/96"}, []),
        ({"position_type": "16"}, ["ARCH-15"]),
        ({"direction": "9"}, []),
        ({"direction": "10"}, ["ARCH-16"]),
        ({"status": "4"}, ["ARCH-17"]),
        ({"status": "ON"}, []),
        ({"status": "4", **DIRECTORY}, []),
        ({"camera_type": "/"}, []),
        ({"networking": "7", "industry": "55", "maker": "123"}, []),
    ],
)
def test_only_numbers_that_no_list_has_are_told(row: dict[str, str], expected: list[str]) -> None:
    assert only(CODES, row) == expected


@given(st.from_regex(r"[^0-9./\s][^\s]{0,8}", fullmatch=True).filter(lambda t: not rewritten(t)))
def test_a_word_in_an_enumerated_column_is_never_a_fault(word: str) -> None:
    columns = [rule.meta.field for rule in CODES]
    assert only(CODES, dict.fromkeys(columns, word)) == []


DATE = in_general(DamageKind.DATE)


@pytest.mark.parametrize(
    ("column", "written", "rule", "start", "hint"),
    [
        ("function_type", "2025-01-05", "ARCH-12", "摄像机功能类型", "若原内容为 1/5，核对后改写"),
        ("function_type", "1月5日", "ARCH-12", "摄像机功能类型", "若原内容为 1/5，核对后改写"),
        ("function_type", "2025/1/5", "ARCH-12", "摄像机功能类型", "若原内容为 1/5，核对后改写"),
        ("function_type", "2025-01-09", "ARCH-12", "摄像机功能类型", ""),
        ("point_type", "1900-01-02", "ARCH-02", "监控点位类型", "若原内容为 2，核对后改写"),
        ("status", "1900-01-01", "ARCH-17", "设备状态", "若原内容为 1，核对后改写"),
        ("camera_type", "5-Jan", "ARCH-11", "摄像机类型", ""),
        ("encoding_format", "1900-01-04", "ARCH-14", "摄像机编码格式", "若原内容为 4，核对后改写"),
        ("supply_light", "1900-01-02", "ARCH-13", "补光属性", "若原内容为 2，核对后改写"),
        ("direction", "1900-01-09", "ARCH-16", "监视方位", "若原内容为 9，核对后改写"),
        ("position_type", "2025-01-15", "ARCH-15", "摄像机位置类型", "若原内容为 1/15，核对后改写"),
        ("industry", "1月3日", "ARCH-25", "所属部门/行业", "若原内容为 1/3，核对后改写"),
        ("maker", "1月3日", "ARCH-23", "设备厂商", "若原内容为 1/3，核对后改写"),
        ("networking", "1900-01-01", "ARCH-24", "联网属性", "若原内容为 1 或 1/1，核对后改写"),
    ],
)
def test_a_date_in_a_column_of_numbers_is_told_with_what_it_may_have_been(
    column: str, written: str, rule: str, start: str, hint: str
) -> None:
    [(found, value, message, suggestion)] = told(CODES, {column: written})
    assert (found, value, suggestion) == (rule, written, hint)
    assert message.startswith(f"{start}{DATE}")


@pytest.mark.parametrize("column", ["maker", "networking", "industry", "function_type"])
@pytest.mark.parametrize("written", ["1/5", "1", "海康威视", "2025", "1/5/99", "", "无"])
def test_what_is_no_date_is_left_to_the_lists(column: str, written: str) -> None:
    dates = [r for r in CODES if r.meta.id in {"ARCH-23", "ARCH-24", "ARCH-25"}]
    assert only(dates, {column: written}) == []


def test_the_confusion_of_two_lists_of_codecs_is_explained() -> None:
    assert told(CODES, {"encoding_format": "5"}) == [
        (
            "ARCH-14",
            "5",
            "摄像机编码格式的数字代码不在所见取值中：1 MPEG-4、2 H.264、3 SVAC、4 H.265（国标 SDP 的 5 才是 H.265，二者不同）",
            "",
        )
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, []),
        ({"point_type": ""}, ["ARCH-01"]),
        ({"maker": "99"}, []),
        ({"maker": "99", "police_unit": "　"}, ["ARCH-01"]),
        ({"model": "", "ipv6": "", "common_name": ""}, []),
        ({"maker": "", **DIRECTORY}, []),
    ],
)
def test_required_cells_are_asked_for_where_the_column_is(
    row: dict[str, str], expected: list[str]
) -> None:
    assert only(MISSING, row) == expected


def test_the_empty_cells_are_listed() -> None:
    filled = dict.fromkeys(("maker", "address", "police_unit", "installed_on"), "x")
    row = {**filled, "management_unit": "x", "management_contact": "", "record_days": ""}
    assert told(MISSING, row) == [
        ("ARCH-01", "", "一机一档必填项为空或台账无此列：管理单位联系方式、录像保存天数", "")
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("30", []), ("90天", []), ("≥30", []), ("30.0", []), ("", []), ("无", []), ("030", []),
        ("100000", ["ARCH-05"]), ("一个月", ["ARCH-05"]), ("30-90", ["ARCH-05"]), ("-1", ["ARCH-05"]),
        ("0", ["ARCH-22"]), ("29天", ["ARCH-22"]), ("7.0", ["ARCH-22"]),
    ],
)  # fmt: skip
def test_days_of_recording_are_read_generously(days: str, expected: list[str]) -> None:
    assert only(DAYS, {"record_days": days}) == expected


def test_few_days_concern_public_points_and_a_directorys_form_another_rule() -> None:
    assert only(DAYS, {"record_days": "7", "point_type": "3"}) == []
    assert only(DAYS, {"record_days": "一个月", **DIRECTORY}) == []
    assert told(DAYS, {"record_days": "7天"}) == [
        (
            "ARCH-22",
            "7天",
            "一类、二类点位录像保存不足 30 天（一机一档软件的缺省值，并非标准条文）",
            "",
        )
    ]
    assert told(DAYS, {"record_days": "长期"}) == [
        ("ARCH-05", "长期", "录像保存天数看不出是多少天", "")
    ]
    assert told(DAYS, {"record_days": "1900-01-30"}) == [
        ("ARCH-05", "1900-01-30", f"录像保存天数{DATE}", "若原内容为 30，核对后改写")
    ]


def test_a_police_unit_with_a_decimal_tail_is_read() -> None:
    assert told(POLICE, {"police_unit": "370116000000.0"}) == [
        (
            "ARCH-06",
            "370116000000.0",
            "公安机关机构代码末尾多出“.0”；去除后应为 370116000000，须核对",
            "核对后改为 370116000000",
        )
    ]


@pytest.mark.parametrize(
    "unit", ["370116000000", "371202000000", "370000000000", "010000000000", "", "某某派出所", "无"]
)
def test_a_police_unit_of_any_known_prefecture_passes(unit: str) -> None:
    assert only(POLICE, {"police_unit": unit}) == []


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("370116", "公安机关机构代码应为 12 位数字"),
        (
            "3.70116E+11",
            "公安机关机构代码为科学计数法，原数字在电子表格中已被改写，须从原始资料重新录入",
        ),
        ("2025-01-05", f"公安机关机构代码{in_general(DamageKind.DATE)}"),
        ("379916000000", "公安机关机构代码前四位 3799 不是任何地级行政区划"),
    ],
)
def test_a_police_unit_is_twelve_digits_of_a_place(unit: str, message: str) -> None:
    assert told(POLICE, {"police_unit": unit}) == [("ARCH-06", unit, message, "")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"ipv4": "10.1.2.3"}, []),
        ({"ipv4": "192.168.001.010"}, []),
        ({"ipv4": "10.1.2.3、10.1.2.4"}, []),
        ({"ipv4": "***@10.1.2.3"}, []),
        ({"ipv4": "0"}, []),
        ({"ipv4": "10.1.2.300"}, ["ARCH-19"]),
        ({"ipv4": "19216811"}, ["ARCH-19"]),
        ({"ipv6": "2001:db8::1"}, []),
        ({"ipv6": "2001:db8::1/64"}, []),
        ({"ipv6": "2001:db8::1::2"}, ["ARCH-20"]),
        ({"ipv4": "fe80::1"}, ["ARCH-26"]),
        ({"ipv4": "fe80::1%eth0"}, ["ARCH-26"]),
        ({"ipv4": "2001:db8:::1"}, []),
        ({"ipv4": "10.1.2.3:554"}, []),
        ({"ipv4": "00:1A:2B:3C:4D:5E"}, []),
    ],
)
def test_only_what_looks_like_one_address_and_is_none_is_told(
    row: dict[str, str], expected: list[str]
) -> None:
    assert only(ADDRESSES, row) == expected


def test_the_right_column_of_an_address_is_named() -> None:
    message = "IPv4地址列中登记的是 IPv6 地址，应登记在“IPv6地址”列"
    assert told(ADDRESSES, {"ipv4": "2001:db8::1"}) == [("ARCH-26", "2001:db8::1", message, "")]


def test_the_findings_about_addresses_quote_them() -> None:
    assert told(ADDRESSES, {"ipv4": "10.1.2", "ipv6": "::1::"}) == [
        ("ARCH-19", "10.1.2", "不是有效的 IPv4 地址：应为四段 0—255 的数", ""),
        ("ARCH-20", "::1::", "不是有效的 IPv6 地址", ""),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2023", "2023-6-1", "2023.06", "2023年6月1日", "202306", "20230601", "20230601080000",
        "2023-06-01 08:00:00", "2023-06-01T08:00:00+08:00", "1/6/2023", "建于2019年", "1980-01-01",
        "2050-12-31", "", "2024-02-29", "2000年2月29日", "20240229", "2023-04-30", "20230430080000",
        "2023-02-3", "2023-4-3 1", "2023-02",
    ],
)  # fmt: skip
def test_any_way_of_writing_a_possible_date_passes(written: str) -> None:
    assert only(DATES, {"installed_on": written}) == []


@pytest.mark.parametrize(
    "written",
    ["1970-01-01", "2051-01-01", "2099-01-01", "20231301", "去年", "23-06-01", "20230", "55000"],
)
def test_a_date_of_another_time_is_told(written: str) -> None:
    assert told(DATES, {"installed_on": written}) == [
        ("ARCH-21", written, "安装时间不是 1980—2050 年间的日期", "")
    ]


@pytest.mark.parametrize(
    "written",
    ["1900-01-00", "2023-13-01", "2023/0/1", "2023-06-32", "2023-06-00 08:00", "2023-02-30",
     "2023/2/31", "2023年4月31日", "2023.11.31 08:00", "2023-02-29", "2022年2月29日", "20230230",
     "20230229080000", "20230931"],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_told(written: str) -> None:
    assert told(DATES, {"installed_on": written}) == [
        ("ARCH-21", written, "安装时间的月或日不存在", "")
    ]


@given(st.dates(date(1980, 1, 1), date(2050, 12, 31)))
def test_every_real_day_passes(day: date) -> None:
    texts = (
        f"{day}",
        f"{day:%Y%m%d}",
        f"{day:%Y%m%d}080000",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert [only(DATES, {"installed_on": text}) for text in texts] == [[], [], [], []]


@pytest.mark.parametrize("written", ["不详", "无", "-", "NULL"])
def test_a_word_for_no_date_is_told_as_that(written: str) -> None:
    assert told(DATES, {"installed_on": written}) == [
        ("ARCH-21", written, "安装时间未登记日期", "")
    ]


def test_a_spreadsheets_day_number_is_read() -> None:
    assert told(DATES, {"installed_on": "45078.0"}) == [
        ("ARCH-21", "45078.0", "安装时间疑为电子表格的日期序号", "核实后改写为 2023-06-01")
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"model": "X"}, []),
        ({"model": ""}, ["ARCH-08"]),
        ({"model": "", **DIRECTORY}, []),
        ({"ipv4": "10.1.2.3", "stream_uri": ""}, []),
        ({"ipv4": "", "stream_uri": ""}, ["ARCH-08"]),
        ({"division": "37011601"}, ["ARCH-18"]),
        ({"division": "3701160"}, []),
    ],
)
def test_a_view_library_asks_for_more(row: dict[str, str], expected: list[str]) -> None:
    assert only(LIBRARY, row) == expected


def test_what_a_view_library_lacks_is_listed() -> None:
    row = {"model": "", "ipv4": "", "stream_uri": "", "division": "37"}
    assert told(LIBRARY, row) == [
        (
            "ARCH-08",
            "",
            "视图库采集设备对象的必填项为空或台账无此列：Model（设备型号）、IPAddr（IP地址）",
            "",
        ),
        ("ARCH-18", "37", "视图库 PlaceCode 应为 6 位行政区划代码，现为 2 位", ""),
    ]
