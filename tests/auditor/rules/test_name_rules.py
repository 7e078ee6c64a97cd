"""Names: only what never is a place's name is called faulty."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria, RuleSet
from auditor.model import Finding, Severity, Verdict
from auditor.naming import Naming, NamingProfile
from auditor.naming_files import load_naming
from auditor.rules import name_duplicate, name_form
from gb28181.editions import Edition
from tests.auditor.rules.records import ids, judged


def finding(name: str, rule: str, severity: Severity, message: str, suggestion: str) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=severity,
        verdict=Verdict.FAIL,
        field="name",
        value=name,
        message=message,
        suggestion=suggestion,
    )


CASES = [
    finding("", "NAME-01", Severity.ERROR, "设备名称为空", "登记能说明安装位置的设备名称"),
    finding("锟斤拷锟斤拷南门", "NAME-02", Severity.ERROR, "设备名称含有乱码或控制字符，文字已损坏",
            "从原始资料重新录入名称；导入导出时统一使用 GB 18030 或 UTF-8 编码"),
    finding("Camera 01", "NAME-09", Severity.WARNING,
            "设备名称疑为出厂默认名称、地址、型号或纯数字，不能说明安装位置",
            "改为能说明安装位置的名称，如“区县＋街道＋社区＋位置＋序号”"),
]  # fmt: skip


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case.rule)
def test_a_fault_is_one_finding(expected: Finding, tmp_path: Path) -> None:
    assert judged(tmp_path, {"name": expected.value}) == (expected,)


@pytest.mark.parametrize(
    "name",
    ["IPC", "ip camera 3", "CHN_2", "摄像头12", "球机", "通道#1", "0007",
             "IPCamera 12", "Camera 01_1", "192.168.1.64", "IPC 10.0.0.8:554", "10.0.0.8",
             "DS-2CD3T46WD-I3", "DH-IPC-HFW2433F", "ds-2de4423iw-d 3", "网络摄像头"],
)  # fmt: skip
def test_a_makers_default_is_a_warning(name: str, tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"name": name})) == ["NAME-09"]


@pytest.mark.parametrize(
    "name",
    [
        "烫烫烫火锅店门口",
        "烫金厂",
        "屯里村口",
        "锟铻路",
        "Ch2M工业园",
        "A区1号",
        "3号楼",
        "588灵谷寺路陵东路以南西侧",
        "国宝路与万安东路-北球机",
        "球机维修部门口",
        "北门 东侧",
        "IPC大厦1",
        "DS-2号楼",
        "IPC-B2-01",
        "1.2公里处",
        "10.1路口",
        "H&M店门口",
        "Angel's面包房（东门）",
        "球机01号杆",
        "摄像头市场北门",
        "𠮷野家门口",
        "Кафе",
    ],
)
def test_a_place_is_no_fault(name: str, tmp_path: Path) -> None:
    assert judged(tmp_path, {"name": name}) == ()


@pytest.mark.parametrize("trace", ["\x01", "\x1f", "\x7f", "\ufffd", "烫烫烫烫", "屯屯屯屯屯"])
def test_a_trace_of_damage_anywhere_is_found(trace: str, tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"name": f"北门{trace}东侧"})) == ["NAME-02"]


REENTER = "从原始资料重新录入名称；导入导出时统一使用 GB 18030 或 UTF-8 编码"
DAMAGED = "设备名称含有乱码或控制字符，文字已损坏"
LOST = "设备名称疑为乱码，汉字在转换编码时可能丢失为问号"
MISREAD = [
    finding("æ³°å±±åŒºåŒ—é—¨", "NAME-02", Severity.ERROR,
            f"{DAMAGED}；原文可能是“泰山区北门”，须核对", REENTER),
    finding("Ì©É½Çø±±ÃÅ", "NAME-02", Severity.ERROR,
            f"{DAMAGED}；原文可能是“泰山区北门”，须核对", REENTER),
    finding("娉板北鍖哄崕鏂扮ぞ鍖", "NAME-21", Severity.WARNING,
            "设备名称疑为乱码；原文可能是“泰山区华新社□”，须核对", REENTER),
    finding("????01", "NAME-21", Severity.WARNING, LOST, REENTER),
    finding("？？", "NAME-21", Severity.WARNING, LOST, REENTER),
]  # fmt: skip


@pytest.mark.parametrize("expected", MISREAD, ids=lambda case: case.value)
def test_a_misread_name_is_told_once_with_what_it_was(expected: Finding, tmp_path: Path) -> None:
    criteria = Criteria(naming=load_naming("smart-community"))
    assert judged(tmp_path, {"name": expected.value}, criteria=criteria) == (expected,)


@pytest.mark.parametrize(
    "name",
    ["测试", "测试1", "未命名", "NULL", "null", "N/A", "无", "-", "——", "监控点1", "监控点", "点位_02",
     "设备3号", "test", "Test01", "2025-03-01", "3月1日"],
)  # fmt: skip
def test_a_name_that_fills_the_field_is_a_warning(name: str, tmp_path: Path) -> None:
    criteria = Criteria(naming=load_naming("smart-community"))
    assert ids(judged(tmp_path, {"name": name}, criteria=criteria)) == ["NAME-22"]


@pytest.mark.parametrize(
    "name",
    ["测试中心门口", "无名路口", "监控中心门口", "设备间北侧", "点位街道路口", "北门", "1号楼", "无锡路口",
     "3月1日纪念馆门口", "视频大厦北门", "八一路口"],
)  # fmt: skip
def test_a_place_whose_name_holds_such_a_word_is_none(name: str, tmp_path: Path) -> None:
    assert judged(tmp_path, {"name": name}) == ()


NAMES_PLACE = NamingProfile(id="a", names_community=True, position_words=("口", "门"))
ROAD = NamingProfile(id="b", grammar="[0-9]{3}.+以[东南西北]")


@pytest.mark.parametrize(
    ("community", "name", "rules"),
    [
        ("云帆社区居委会", "云帆球机01", ["NAME-11"]),
        ("云帆村村民委员会", "云帆口", []),
        ("云帆社区", "北门", ["NAME-10"]),
        ("云帆社区", "3号电梯", ["NAME-10", "NAME-11"]),
        ("", "北门", []),
        ("星河社区", "588北路以南", []),
        ("星河社区", "588北路以南侧", ["NAME-15"]),
        ("星河社区", "北门", ["NAME-15"]),
        ("别的社区", "3号电梯", []),
    ],
)
def test_each_community_is_judged_by_its_own_form(
    community: str, name: str, rules: list[str], tmp_path: Path
) -> None:
    own = {"云帆社区居委会": NAMES_PLACE, "云帆村村民委员会": NAMES_PLACE, "云帆社区": NAMES_PLACE}
    naming = Naming(by_community={**own, "": NAMES_PLACE, "星河社区": ROAD})
    found = judged(
        tmp_path, {"name": name, "community": community}, criteria=Criteria(naming=naming)
    )
    assert [i for i in ids(found) if i.startswith("NAME")] == rules


@pytest.mark.parametrize(
    "name",
    [
        "莱芜区云帆街道云帆社区星河里小区北门01",
        "云帆社区东门",
        "星河里3号楼2单元电梯",
        "云帆花园地下车库B区02",
        "鲁中大街路口西北角",
        "星河小学北侧人脸",
        "云帆社区主干道01",
        "星河里消防通道南端",
        "云帆社区全景高空瞭望",
    ],
)
def test_the_proposal_of_the_schemes_says_nothing_of_good_names(name: str, tmp_path: Path) -> None:
    criteria = Criteria(naming=load_naming("smart-community"))
    assert judged(tmp_path, {"name": name}, criteria=criteria) == ()


@pytest.mark.parametrize("rare", ["𠮷野家门口", "㙍塘村口", "Кафé"])
def test_rare_characters_are_a_matter_of_the_old_edition_only(rare: str, tmp_path: Path) -> None:
    found = {e: ids(judged(tmp_path, {"name": rare}, edition=e)) for e in Edition}
    assert found == {
        Edition.E2016: ["NAME-03"] if rare != "Кафé" else [],
        Edition.E2022: [],
    }


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("北" * 32, []),
        ("北" * 33, ["NAME-05"]),
        ("北" * 100, ["NAME-05"]),
        ("北" * 101, ["NAME-04"]),
        ("北  门", ["NAME-20"]),
        ("北\t\t门", ["NAME-07"]),
        ("北\x0b门", ["NAME-02"]),
        ("北\x85门", ["NAME-07"]),
        ("北\x84门", ["NAME-19"]),
        ("北\u200b门", ["NAME-19"]),
        ("北★门", ["NAME-08"]),
        ("莱芜市莱城区凤城街道北门", ["NAME-18"]),
        ("济南市历下区泉城路街道", ["NAME-17"]),
    ],
)
def test_one_fault_is_told_once(name: str, rules: list[str], tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"name": name})) == rules


@pytest.mark.parametrize(
    ("name", "column", "kind", "message"),
    [
        ("一号码头01", "ptz_type", "1", "可转动摄像机的名称应以“云台”结尾"),
        ("一号码头01", "camera_type", "球机", "可转动摄像机的名称应以“云台”结尾"),
        ("一号码头云台", "ptz_type", "3", "固定摄像机的名称不应以“云台”结尾"),
        ("一号码头云台", "camera_type", "5", "固定摄像机的名称不应以“云台”结尾"),
    ],
)
def test_the_customs_suffix_goes_with_the_type(
    name: str, column: str, kind: str, message: str, tmp_path: Path
) -> None:
    customs = Criteria(rule_sets=frozenset({RuleSet.BASE, RuleSet.CUSTOMS}))
    cells = {"name": name, column: kind}
    told = [f.message for f in judged(tmp_path, cells, criteria=customs) if f.rule == "NAME-16"]
    assert told == [message]
    assert "NAME-16" not in ids(judged(tmp_path, cells))


def test_a_form_without_a_community_is_the_place_s_own() -> None:
    assert name_form.explain({"name": "甲"}).message == "设备名称不符合本地选用的命名形式"


SECOND = "莱芜区云帆街道云帆社区星河里小区北门02"
DOUBLED = "同一行政区域内有 2 路摄像机用此名称（第 1、2 行）"


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"name": SECOND}, [DOUBLED]),
        ({"name": SECOND, "division": "370117"}, []),
        ({"name": SECOND, "device_code": "37011600011326000002"}, []),
        ({"name": "星河里西门"}, []),
        ({"name": ""}, []),
    ],
)
def test_a_name_is_used_once_in_a_division_but_a_doubled_record_is_the_codes_matter(
    changes: dict[str, str], messages: list[str], tmp_path: Path
) -> None:
    told = [f.message for f in judged(tmp_path, changes) if f.rule == "NAME-06"]
    assert told == messages


def test_of_many_doubled_names_a_few_rows_are_named() -> None:
    cells = {"name": "北门", "name_rows": "1、2、3、4、5", "name_count": "9"}
    message = "同一行政区域内有 9 路摄像机用此名称（第 1、2、3、4、5 行等）"
    assert name_duplicate.explain(cells).message == message


def test_digits_that_are_local_here_are_not_read_as_a_county(tmp_path: Path) -> None:
    cells = {"name": "济南市历下区泉城路街道北门", "address": "济南市历下区"}
    local = Criteria(local_codes=frozenset({"370116"}))
    told = [ids(judged(tmp_path, cells, criteria=c)) for c in (Criteria(), local)]
    assert [sorted({"NAME-17", "DIV-07"} & set(found)) for found in told] == [
        ["DIV-07", "NAME-17"],
        [],
    ]
