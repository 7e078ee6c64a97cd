"""One part of a correct code changed: the whole finding of each defect."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from gb28181.codes import Edition
from tests.auditor.rules.records import correct, frame, ids, judged

TEXT_FORMAT = "核对原始编码表，按 20 位数字重新登记；用文本格式保存，避免电子表格改写"
TYPES = "摄像机通道的类型编码应为 131（摄像机）或 132（网络摄像机），请核对后更正"
INDUSTRIES = "按行业编码表改用已定义的值；社区摄像机通常为 01（社会治安社区接入）"
ERROR, WARNING = Severity.ERROR, Severity.WARNING


def finding(code: str, rule: str, severity: Severity, message: str, suggestion: str) -> Finding:
    return Finding(
        row=1,
        device_code=code,
        rule=rule,
        severity=severity,
        verdict=Verdict.FAIL,
        field="device_code",
        value=code,
        message=message,
        suggestion=suggestion,
    )


CASES = [
    finding("", "CODE-01", ERROR, "设备编码为空",
            "按 GB/T 28181 附录E 为该摄像机编制 20 位设备编码并登记"),
    finding("3701160001132600001", "CODE-02", ERROR,
            "设备编码不是 20 位数字：实为 19 位", TEXT_FORMAT),
    finding("3.70116E+19", "CODE-02", ERROR,
            "设备编码不是 20 位数字：为科学计数法，原数字在电子表格中已被改写，须从原始资料重新录入",
            TEXT_FORMAT),
    finding("３7011600011326000001", "CODE-02", ERROR,
            "设备编码不是 20 位数字：含有全角字符；去除后应为 37011600011326000001，须核对",
            "核对后改为 37011600011326000001"),
    finding("云帆社区北门", "CODE-02", ERROR,
            "设备编码不是 20 位数字：含有非数字字符", TEXT_FORMAT),
    finding("370116000113260001", "CODE-02", ERROR,
            "设备编码不是 20 位数字：18 位，疑为 2016 版规则B编码，2022 版已删除该规则", TEXT_FORMAT),
    finding("97011600011326000001", "CODE-06", ERROR,
            "编码前两位不是任何省级行政区划代码（前六位 970116）",
            "前六位应为监控中心所在地的行政区划代码，请核对后重新编码"),
    finding("37088200011326000001", "CODE-08", ERROR,
            "编码前六位 370882（原兖州市）已于 2013 年撤销",
            "改用现行代码 370812（山东省济宁市兖州区），以所在地民政部门公布为准"),
    finding("37017600011326000001", "CODE-09", WARNING,
            "编码前六位 370176 为统计用开发区代码，不是民政部行政区划代码",
            "向监控中心所在地确认应使用的民政部行政区划代码"),
    finding("37027100011326000001", "CODE-10", WARNING,
            "编码前六位 370271 不在行政区划表中，可能为本地自定或晚于区划表",
            "核对前六位；若为本地自定代码，请提供本地代码表"),
    finding("37011600301326000001", "CODE-13", ERROR,
            "行业编码（第9—10位）30 为标准预留值，不得使用", INDUSTRIES),
    finding("37011600801326000001", "CODE-14", WARNING,
            "行业编码（第9—10位）80 在所用版本的标准中为预留值，在另一版本中有定义",
            "确认编码所依据的标准版本；新编设备按现行版行业编码表取值"),
    finding("37011600011106000001", "CODE-17", ERROR,
            "类型编码（第11—13位）110 不在标准的类型编码表中（从 111 起）", TYPES),
    finding("37011600012156000001", "CODE-18", ERROR,
            "类型编码（第11—13位）215 表示“业务分组”，不是摄像机", TYPES),
    finding("37011600011196000001", "CODE-19", WARNING,
            "类型编码（第11—13位）119 在所用版本的标准中为预留值", TYPES),
    finding("37011600011329000001", "CODE-22", ERROR,
            "网络标识（第14位）9 为标准预留值，不得使用", "按摄像机实际接入的网络改用 0—8 中的值"),
]  # fmt: skip


@pytest.mark.parametrize("expected", CASES, ids=lambda case: f"{case.rule}-{case.device_code}")
def test_a_faulty_part_is_one_finding(expected: Finding, tmp_path: Path) -> None:
    assert judged(tmp_path, {"device_code": expected.device_code}) == (expected,)


@pytest.mark.parametrize(
    ("industry", "edition", "expected"),
    [
        ("80", Edition.E2022, ["CODE-14"]),
        ("80", Edition.E2016, []),
        ("12", Edition.E2016, ["CODE-14"]),
        ("12", Edition.E2022, ["CODE-16"]),
        ("56", Edition.E2016, ["CODE-14"]),
        ("56", Edition.E2022, []),
        ("39", Edition.E2016, ["CODE-13"]),
        ("39", Edition.E2022, ["CODE-13"]),
    ],
)
def test_only_what_both_editions_reserve_is_an_error(
    industry: str, edition: Edition, expected: list[str], tmp_path: Path
) -> None:
    code = f"370116{'00'}{industry}1326000001"
    assert ids(judged(tmp_path, {"device_code": code}, edition=edition)) == expected


def test_119_was_free_for_extensions_before_2022(tmp_path: Path) -> None:
    changes = {"device_code": "37011600011196000001"}
    assert ids(judged(tmp_path, changes, edition=Edition.E2016)) == ["CODE-32"]


def test_each_row_of_a_doubled_code_is_named(tmp_path: Path) -> None:
    rows = [correct(1), correct(2), correct(1, device_code=" 37011600011326000001")]
    found = judge_records(frame(tmp_path, rows), Criteria(edition=Edition.E2022))
    assert [(f.row, f.rule, f.message) for f in found] == [
        (1, "CODE-05", "该设备编码登记于 2 路摄像机（第 1、3 行），编码应全局唯一"),
        (3, "CODE-05", "该设备编码登记于 2 路摄像机（第 1、3 行），编码应全局唯一"),
    ]


def test_of_many_rows_with_one_code_the_first_are_named(tmp_path: Path) -> None:
    found = judge_records(frame(tmp_path, [correct(1)] * 7), Criteria(edition=Edition.E2022))
    assert {f.message for f in found} == {
        "该设备编码登记于 7 路摄像机（第 1、2、3、4、5 行等），编码应全局唯一"
    }
    assert len(found) == 7


def test_a_malformed_code_is_not_called_a_duplicate_as_well(tmp_path: Path) -> None:
    rows = [correct(n, device_code=code) for n, code in enumerate(["123", "123", "", ""])]
    found = judge_records(frame(tmp_path, rows), Criteria(edition=Edition.E2022))
    assert ids(found) == ["CODE-02", "CODE-02", "CODE-01", "CODE-01"]


def test_the_code_of_a_camera_taken_down_is_free_again(tmp_path: Path) -> None:
    rows = [correct(1), correct(1, status="拆除")]
    assert judge_records(frame(tmp_path, rows), Criteria(edition=Edition.E2022)) == ()


def test_doubled_codes_that_a_spreadsheet_may_have_cut_say_so(tmp_path: Path) -> None:
    rows = [correct(device_code="37011600011326100000")] * 2
    first, second = judge_records(frame(tmp_path, rows), Criteria(edition=Edition.E2022))
    assert first.rule == second.rule == "CODE-05"
    assert first.message == (
        "该设备编码登记于 2 路摄像机（第 1、2 行），编码应全局唯一；末 5 位全为 0，"
        "可能是电子表格只保留了 15 位有效数字，须与原始资料核对（也可能原本如此）"
    )
