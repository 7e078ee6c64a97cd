"""合规率: the denominator is every registered record, unreadable ones included."""

from pathlib import Path

from auditor.aggregate import total_rate
from auditor.criteria import Criteria
from auditor.examples import camera
from auditor.indicators import record_compliance_by_group, record_compliance_rate
from auditor.judge import judge_records
from auditor.judged import JudgedRound
from auditor.model import Finding, Member, Outcome, Rate
from auditor.records import RowError
from gb28181.codes import Edition
from tests.auditor.indicators.rounds import DEAD, GOOD, judged_round, seen
from tests.auditor.rules.records import correct, frame

INDICATOR = record_compliance_rate.INDICATOR
LABEL = "莱芜区云帆街道云帆社区星河里小区北门01"
ROWS = [
    correct(1),
    correct(2, device_code="123", name=""),
    correct(3, division="370198"),
    correct(4, longitude="0", latitude="0"),
    correct(5, name="Camera 01"),
    correct(6, division="370198", name=""),
]
UNREADABLE = RowError(file="registry.csv", row=7, line=8, message="本行有 3 列，表头有 33 列")


def a_round(folder: Path) -> JudgedRound:
    findings: dict[int, list[Finding]] = {}
    for finding in judge_records(frame(folder, ROWS), Criteria(edition=Edition.E2022)):
        findings.setdefault(finding.row, []).append(finding)
    cameras = [
        seen(DEAD if row == 1 else GOOD, camera(row=row), records=tuple(findings.get(row, ())))
        for row in range(1, len(ROWS) + 1)
    ]
    return judged_round(*cameras, row_errors=(UNREADABLE,))


def member(row: int, outcome: Outcome, reason: str) -> Member:
    return Member(key=str(row), label=LABEL, outcome=outcome, reason=reason)


def test_only_errors_of_the_four_groups_count(tmp_path: Path) -> None:
    assert total_rate(INDICATOR, a_round(tmp_path)) == Rate(
        indicator="record_compliance_rate",
        version=1,
        title="档案合规率",
        scope="all",
        of=7,
        met=2,
        unknown=2,
        excluded=0,
        basis="分母：在册摄像机（设备状态不为拆除）；分子：编码、名称、行政区划、经纬度四组规则"
        "均无错误级问题。警告和提示不影响本率",
        members=(
            member(1, Outcome.MET, "无错误级问题"),
            member(
                2,
                Outcome.NOT_MET,
                "CODE-02 设备编码不是 20 位数字：实为 3 位；NAME-01 设备名称为空",
            ),
            member(
                3,
                Outcome.UNKNOWN,
                "DIV-02 行政区域不在区划表中，可能为本地自定或晚于区划表，无法判定",
            ),
            member(4, Outcome.NOT_MET, "GEO-05 经纬度为 (0, 0)，是未填写的默认值"),
            member(5, Outcome.MET, "无错误级问题"),
            member(6, Outcome.NOT_MET, "NAME-01 设备名称为空"),
            Member(
                key="error-7",
                label="第7行",
                outcome=Outcome.UNKNOWN,
                reason="本行无法读取：本行有 3 列，表头有 33 列",
            ),
        ),
    )


def test_each_group_has_a_rate_beside_it(tmp_path: Path) -> None:
    found = [total_rate(i, a_round(tmp_path)) for i in record_compliance_by_group.INDICATOR]
    assert [(r.indicator, r.title, r.of, r.met, r.unknown, r.basis) for r in found] == [
        ("code_compliance_rate", "编码合规率", 7, 5, 1, "分母：在册摄像机；分子：编码规则无错误级问题"),
        ("name_compliance_rate", "名称合规率", 7, 4, 1, "分母：在册摄像机；分子：名称规则无错误级问题"),
        (
            "division_compliance_rate",
            "行政区划合规率",
            7,
            4,
            3,
            "分母：在册摄像机；分子：行政区划规则无错误级问题",
        ),
        (
            "position_compliance_rate",
            "经纬度合规率",
            7,
            5,
            1,
            "分母：在册摄像机；分子：经纬度规则无错误级问题",
        ),
    ]  # fmt: skip


def test_a_dead_camera_may_have_a_right_record(tmp_path: Path) -> None:
    first = a_round(tmp_path).cameras[0]
    assert [finding.rule for finding in first.findings] == ["STR-01"]
    assert total_rate(INDICATOR, judged_round(first)).met == 1
