"""Names: only what never is a place's name is called faulty."""

from pathlib import Path

import pytest

from auditor.model import Finding, Severity, Verdict
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
            "设备名称疑为出厂默认名称或纯数字，不能说明安装位置",
            "改为能说明安装位置的名称，如“区县＋街道＋社区＋位置＋序号”"),
]  # fmt: skip


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case.rule)
def test_a_fault_is_one_finding(expected: Finding, tmp_path: Path) -> None:
    assert judged(tmp_path, {"name": expected.value}) == (expected,)


@pytest.mark.parametrize(
    "name", ["IPC", "ip camera 3", "CHN_2", "摄像头12", "球机", "通道#1", "0007"]
)
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
        "北门\t东侧",
        "北门\n东侧",
        "𠮷野家门口",
        "Кафе",
    ],
)
def test_a_place_is_no_fault(name: str, tmp_path: Path) -> None:
    assert judged(tmp_path, {"name": name}) == ()


@pytest.mark.parametrize("trace", ["\x01", "\x1f", "\x7f", "\ufffd", "烫烫烫烫", "屯屯屯屯屯"])
def test_a_trace_of_damage_anywhere_is_found(trace: str, tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"name": f"北门{trace}东侧"})) == ["NAME-02"]
