"""The division column: the whole finding of each defect."""

from pathlib import Path

import pytest

from auditor.model import Finding, Severity, Verdict
from auditor.registry.damage import DamageKind, in_general
from tests.auditor.rules.records import judged

STATISTICAL = "统计用区划代码，国标目录项只用 2、4、6 或 8 位；前九位 "
ERROR, WARNING = Severity.ERROR, Severity.WARNING
FAIL, UNKNOWN = Verdict.FAIL, Verdict.UNKNOWN


def finding(
    division: str, rule: str, severity: Severity, verdict: Verdict, message: str, suggestion: str
) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=severity,
        verdict=verdict,
        field="division",
        value=division,
        message=message,
        suggestion=suggestion,
    )


CASES = [
    finding("", "DIV-01", ERROR, FAIL, "行政区域为空", "登记六位行政区划代码"),
    finding("莱芜区", "DIV-01", ERROR, FAIL,
            "行政区域不是 2、4、6 或 8 位数字", "登记六位行政区划代码"),
    finding("37011", "DIV-01", ERROR, FAIL,
            "行政区域不是 2、4、6 或 8 位数字", "登记六位行政区划代码"),
    finding("３70116", "DIV-01", ERROR, FAIL,
            "行政区域含有全角字符；去除后应为 370116，须核对", "核对后改为 370116"),
    finding("370116.0", "DIV-01", ERROR, FAIL,
            "行政区域末尾多出“.0”；去除后应为 370116，须核对", "核对后改为 370116"),
    finding("2023-06-01", "DIV-01", ERROR, FAIL,
            f"行政区域{in_general(DamageKind.DATE)}", "登记六位行政区划代码"),
    finding("2913-05-04", "DIV-01", ERROR, FAIL,
            f"行政区域{in_general(DamageKind.DATE)}", "若原内容为 370116，核对后改写"),
    finding("970116", "DIV-02", ERROR, FAIL,
            "行政区域前两位不是任何省级行政区划代码", "核对并登记现行的六位行政区划代码"),
    finding("370198", "DIV-02", ERROR, UNKNOWN,
            "行政区域不在区划表中，可能为本地自定或晚于区划表，无法判定",
            "核对并登记现行的六位行政区划代码"),
    finding("371202", "DIV-03", ERROR, FAIL, "行政区域 371202（原莱城区）已于 2018 年撤销",
            "改用现行代码 370116（山东省济南市莱芜区），以所在地民政部门公布为准"),
    finding("37088201", "DIV-03", ERROR, FAIL,
            "行政区域 370882（原兖州市）已于 2013 年撤销",
            "改用现行代码 370812（山东省济宁市兖州区），以所在地民政部门公布为准"),
    finding("371200", "DIV-03", ERROR, FAIL, "行政区域 371200（原莱芜市）已于 2018 年撤销",
            "按现行行政区划代码更正"),
    finding("370116001", "DIV-09", WARNING, FAIL,
            f"行政区域为 9 位{STATISTICAL}370116001 在民政、统计两种乡级代码表中均为凤城街道",
            "改为前六位 370116"),
    finding("370116001001", "DIV-09", WARNING, FAIL,
            f"行政区域为 12 位{STATISTICAL}370116001 在民政、统计两种乡级代码表中均为凤城街道",
            "改为前六位 370116"),
    finding("370116000000", "DIV-09", WARNING, FAIL,
            f"行政区域为 12 位{STATISTICAL}未指明街道或乡镇", "改为前六位 370116"),
    finding("370102011", "DIV-09", WARNING, FAIL,
            f"行政区域为 9 位{STATISTICAL}370102011 在民政乡级代码表中为燕山街道，"
            "在统计用代码表中为姚家街道", "改为前六位 370102"),
    finding("370102016", "DIV-09", WARNING, FAIL,
            f"行政区域为 9 位{STATISTICAL}370102016 在民政乡级代码表中为舜华路街道，"
            "统计用代码表中无", "改为前六位 370102"),
    finding("370102010", "DIV-09", WARNING, FAIL,
            f"行政区域为 9 位{STATISTICAL}370102010 在统计用代码表中为燕山街道，"
            "民政乡级代码表中无", "改为前六位 370102"),
    finding("370116599", "DIV-09", WARNING, FAIL,
            f"行政区域为 9 位{STATISTICAL}370116599 在民政、统计两种乡级代码表中均无",
            "改为前六位 370116"),
    finding("370176", "DIV-11", WARNING, FAIL,
            "行政区域为统计用开发区代码，不是民政部行政区划代码",
            "向所在地民政部门确认应使用的行政区划代码"),
]  # fmt: skip


@pytest.mark.parametrize("expected", CASES, ids=lambda case: f"{case.rule}-{case.value}")
def test_a_fault_is_one_finding(expected: Finding, tmp_path: Path) -> None:
    assert judged(tmp_path, {"division": expected.value}) == (expected,)
