"""CODE-02, 03 and 04: what happened to a code that is not twenty digits."""

from pathlib import Path

import pytest

from auditor.model import Severity
from gb28181.codes import Edition
from tests.auditor.rules.records import ids, judged

CODE = "37011600011326000001"
REPAIRED = f"核对后改为 {CODE}"


@pytest.mark.parametrize(
    "damaged",
    [
        f"'{CODE}",
        f"’{CODE}",
        f'="{CODE}"',
        "３７０１１６０００１１３２６０００００１",
        "3701 1600 0113 2600 0001",
        "370116\u200b00011326000001",
        "370116\u00a000011326000001",
        "370116\n00011326000001",
        f"{CODE}.0",
        "370116-00-01-132-6-000001",
        f'"{CODE}"',
    ],
)
def test_a_damaged_code_is_refused_and_its_repair_suggested(damaged: str, tmp_path: Path) -> None:
    [finding] = judged(tmp_path, {"device_code": damaged})
    assert (finding.rule, finding.value, finding.suggestion) == ("CODE-02", damaged, REPAIRED)
    assert CODE in finding.message


@pytest.mark.parametrize(
    ("damaged", "word"),
    [
        ("3.70116E+19", "科学计数法"),
        ("3.70116e19", "科学计数法"),
        ("2026-01-05", "日期"),
        ("3701160OO11326OOOOO1", "形似数字的字母"),
        ("'3701160001132600001", "19 位"),
        ("3701160001132600001", "实为 19 位"),
        ("370116000113260000011", "实为 21 位"),
        ("北门01", "含有非数字字符"),
    ],
)
def test_what_nobody_can_know_again_is_not_guessed(damaged: str, word: str, tmp_path: Path) -> None:
    [finding] = judged(tmp_path, {"device_code": damaged})
    assert finding.rule == "CODE-02"
    assert word in finding.message
    assert finding.suggestion.startswith("核对原始编码表")


@pytest.mark.parametrize(
    ("edition", "rule", "severity"),
    [
        (Edition.E2016, "CODE-03", Severity.WARNING),
        (Edition.E2022, "CODE-02", Severity.ERROR),
    ],
)
def test_rule_b_is_wrong_where_it_was_deleted(
    edition: Edition, rule: str, severity: Severity, tmp_path: Path
) -> None:
    [finding] = judged(tmp_path, {"device_code": "370116000113260001"}, edition=edition)
    assert (finding.rule, finding.severity) == (rule, severity)
    assert "2016 版规则B编码，2022 版已删除该规则" in finding.message


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("37", "37（山东省）"),
        ("3701", "3701（山东省济南市）"),
        ("370116", "370116（山东省济南市莱芜区）"),
        ("37011601", "37011601（山东省济南市莱芜区）"),
        ("99", "99"),
    ],
)
def test_the_digits_of_a_division_are_no_device(
    code: str, named: str, edition: Edition, tmp_path: Path
) -> None:
    [finding] = judged(tmp_path, {"device_code": code}, edition=edition)
    assert (finding.rule, finding.severity) == ("CODE-04", Severity.ERROR)
    assert finding.message == (
        f"设备编码仅 {len(code)} 位，{named} 为行政区划代码的形式，只用于目录节点，不是设备"
    )
    assert "目录导出" in finding.suggestion


@pytest.mark.parametrize("code", ["3", "370", "37011", "3701160", "370116000", "3701160001"])
def test_other_short_numbers_are_not_called_divisions(code: str, tmp_path: Path) -> None:
    assert ids(judged(tmp_path, {"device_code": code})) == ["CODE-02"]
