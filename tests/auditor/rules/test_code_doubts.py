"""CODE-16, 20, 23, 25, 26, 32 and 33: doubts, never errors."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.judge import judge_records
from auditor.model import Severity
from gb28181.codes import Edition
from tests.auditor.rules.records import correct, frame, ids, judged

WARNING, INFO = Severity.WARNING, Severity.INFO


@pytest.mark.parametrize(
    ("code", "rule", "severity", "message"),
    [
        ("37011600021326000001", "CODE-16", INFO,
         "行业编码（第9—10位）02 表示“社会治安内部接入”，与社区（云帆社区）不相称"),
        ("37011600131326000001", "CODE-16", INFO,
         "行业编码（第9—10位）13 表示“铁路接入”，与社区（云帆社区）不相称"),
        ("37011600011186000001", "CODE-20", WARNING,
         "类型编码（第11—13位）118 表示“网络视频录像机(NVR)”，为录像机或主设备，其通道才是摄像机"),
        ("37011600011226000001", "CODE-20", WARNING,
         "类型编码（第11—13位）122 表示“多目设备”，为录像机或主设备，其通道才是摄像机"),
        ("37011600011266000001", "CODE-32", INFO,
         "类型编码（第11—13位）126 属于标准留作扩展的范围，含义由本地约定"),
        ("37011600012026000001", "CODE-33", WARNING,
         "类型编码（第11—13位）202 在所用版本的类型编码表中未列出"),
        ("37011600011346000001", "CODE-35", WARNING,
         "类型编码（第11—13位）134 表示“报警输入设备”，不是摄像机通道"),
        ("37011600011416000001", "CODE-35", WARNING,
         "类型编码（第11—13位）141 表示“道闸”，不是摄像机通道"),
        ("37011600011326000000", "CODE-25", WARNING,
         "设备序号（第15—20位）为 000000，可能未编号，也可能是电子表格只保留了 15 位有效数字"),
        ("37011600011320000000", "CODE-25", WARNING,
         "设备序号（第15—20位）为 000000，可能未编号，也可能是电子表格只保留了 15 位有效数字"),
    ],
)  # fmt: skip
def test_a_doubt_is_one_finding(
    code: str, rule: str, severity: Severity, message: str, tmp_path: Path
) -> None:
    [finding] = judged(tmp_path, {"device_code": code})
    assert (finding.rule, finding.severity, finding.message) == (rule, severity, message)


def test_the_name_of_a_type_comes_from_the_edition_that_has_one(tmp_path: Path) -> None:
    changes = {"device_code": "37011600012026000001"}
    [found] = judged(tmp_path, changes, edition=Edition.E2016)
    assert found.message == "类型编码（第11—13位）202 表示“媒体分发服务器”，不是摄像机通道"


@pytest.mark.parametrize(
    ("type_code", "expected"),
    [
        ("122", ["CODE-32"]),
        ("202", ["CODE-35"]),
        ("141", ["CODE-32"]),
        ("504", ["CODE-32"]),
        ("118", ["CODE-20"]),
        ("119", ["CODE-32"]),
        ("131", []),
    ],
)
def test_in_the_2016_edition_other_types_are_defined_or_free(
    type_code: str, expected: list[str], tmp_path: Path
) -> None:
    changes = {"device_code": f"3701160001{type_code}6000001"}
    assert ids(judged(tmp_path, changes, edition=Edition.E2016)) == expected


@pytest.mark.parametrize("type_code", ["112", "113", "120", "121", "131", "132"])
def test_what_may_be_a_camera_passes(type_code: str, tmp_path: Path) -> None:
    assert judged(tmp_path, {"device_code": f"3701160001{type_code}6000001"}) == ()


@pytest.mark.parametrize("industry", ["00", "01", "03", "08", "09", "11", "40", "50", "58", "90"])
def test_industries_that_a_community_has_pass(industry: str, tmp_path: Path) -> None:
    assert judged(tmp_path, {"device_code": f"37011600{industry}1326000001"}) == ()


def test_without_a_community_any_industry_passes(tmp_path: Path) -> None:
    changes = {"device_code": "37011600101326000001", "community": ""}
    assert "CODE-16" not in ids(judged(tmp_path, changes))


@pytest.mark.parametrize(
    ("word", "fitting"),
    [
        ("互联网", "7"),
        ("公网", "7"),
        ("专线", "8"),
        ("公安视频传输网", "01234"),
        ("视频专网", "01234"),
        ("政务外网", "6"),
        ("电子政务外网", "6"),
        ("公安信息网", "5"),
        ("政法信息网", "3"),
        ("公安移动信息网", "4"),
        ("行业专网", "2"),
        ("社会资源接入网", "012345678"),
        ("7", "012345678"),
        ("", "012345678"),
    ],
)
def test_only_a_word_of_the_list_can_contradict_the_digit(
    word: str, fitting: str, tmp_path: Path
) -> None:
    """One register for all nine digits: reading and judging one takes a seventh of a second."""
    changes = [
        {"device_code": f"3701160001132{digit}{digit + 1:06d}", "access_network": word}
        for digit in range(9)
    ]
    rows = [correct(serial, **cells) for serial, cells in enumerate(changes, start=1)]
    found = {finding.row for finding in judge_records(frame(tmp_path, rows), Criteria())}
    passing = [str(digit) for digit in range(9) if digit + 1 not in found]
    assert "".join(passing) == fitting


def test_both_networks_are_named(tmp_path: Path) -> None:
    [finding] = judged(tmp_path, {"access_network": " 互联网 "})
    assert (finding.field, finding.message) == (
        "access_network",
        "接入网络为“互联网”，而编码第14位 6 表示“电子政务外网”",
    )


def test_in_2016_the_digits_meant_other_networks(tmp_path: Path) -> None:
    assert judged(tmp_path, {"access_network": "互联网"}, edition=Edition.E2016) == ()


def test_a_reserved_digit_is_told_once(tmp_path: Path) -> None:
    changes = {"device_code": "37011600011329000001", "access_network": "互联网"}
    assert ids(judged(tmp_path, changes)) == ["CODE-22"]


@pytest.mark.parametrize(
    ("code", "origin"),
    [
        ("34020000001310000001", "国标软件的演示或默认编码"),
        ("34020000001320000001", "国标软件的演示或默认编码"),
        ("34020000002000000001", "国标软件的演示或默认编码"),
        ("00000000000000000000", "凑数的占位编码"),
        ("11111111111111111111", "凑数的占位编码"),
        ("12345678901234567890", "凑数的占位编码"),
    ],
)
def test_a_placeholder_is_told_where_it_comes_from(code: str, origin: str, tmp_path: Path) -> None:
    found = judged(tmp_path, {"device_code": code})
    assert [f.message for f in found if f.rule == "CODE-26"] == [f"设备编码 {code} 疑为{origin}"]
    assert "CODE-25" not in ids(found)


@pytest.mark.parametrize(
    ("code", "division"),
    [
        ("34020000001320000001", "340202"),
        ("34020000001320000001", "3402"),
        ("34020000001320000002", "370116"),
        ("12345678901234567891", "370116"),
    ],
)
def test_what_may_be_a_real_code_is_no_placeholder(
    code: str, division: str, tmp_path: Path
) -> None:
    found = judged(tmp_path, {"device_code": code, "division": division}, criteria=Criteria())
    assert "CODE-26" not in ids(found)
