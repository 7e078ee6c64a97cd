"""Which rows of an exclusions file count, and what is said of the others."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from auditor.examples import camera
from auditor.exclusions import JudgedExclusion, judge_exclusions, member_texts
from auditor.model import ListedExclusion, Severity
from auditor.moments import BEIJING
from auditor.registry.exclusions import ExclusionRow, read_exclusions

AT = datetime(2026, 1, 5, 22, 0, tzinfo=BEIJING)
CODE = camera().device_code
TWIN = "37011600011326000002"
CAMERAS = (
    camera(row=1),
    replace(camera(row=2), device_code=TWIN),
    replace(camera(row=3), device_code=TWIN),
)
ROW = ExclusionRow(
    line=1,
    device_code=CODE,
    camera_row="",
    reason="检修报备",
    starts="2026-01-05T08:00+08:00",
    ends="2026-01-07T08:00+08:00",
    approver="王某",
    reference="报备〔2026〕3号",
    filed="2026-01-04T17:00+08:00",
)


def judge(*rows: ExclusionRow, max_days: int = 90) -> tuple[JudgedExclusion, ...]:
    numbered = (replace(row, line=line) for line, row in enumerate(rows, start=1))
    return judge_exclusions(numbered, CAMERAS, at=AT, max_days=max_days)


def told(item: JudgedExclusion) -> list[tuple[str, str]]:
    return [(problem.fault.value, problem.message) for problem in item.problems]


def test_a_valid_row_counts_and_is_listed_whole() -> None:
    (item,) = judge(ROW)

    assert item.listed == ListedExclusion(
        line=1,
        device_code=CODE,
        camera_row=1,
        label=CAMERAS[0].name,
        reason="检修报备",
        starts_at=datetime(2026, 1, 5, 8, 0, tzinfo=BEIJING),
        ends_at=datetime(2026, 1, 7, 8, 0, tzinfo=BEIJING),
        approver="王某",
        reference="报备〔2026〕3号",
        counts=True,
    )
    assert member_texts([item]) == {"1": "检修报备（报备〔2026〕3号）"}


@pytest.mark.parametrize(
    ("changes", "fault", "message"),
    [
        ({"device_code": "1"}, "unknown_camera", "台账中没有这个设备编码"),
        ({"camera_row": "2"}, "unknown_camera", "台账第 2 行不是这个设备编码的摄像机"),
        ({"device_code": TWIN}, "ambiguous_camera",
         "台账有 2 行是这个设备编码（第 2、3 行），请填台账行号"),
        ({"reason": "检修"}, "unknown_reason", "原因代码“检修”未知，是否应为“检修报备”？"),
        ({"reason": "雷击"}, "unknown_reason",
         "原因代码“雷击”未知，只能是拆除、停用、在建、检修报备、停电报备"),
        ({"reason": ""}, "unknown_reason", "未填原因代码，只能是拆除、停用、在建、检修报备、停电报备"),
        ({"starts": "上周"}, "bad_time", "开始时间“上周”无法识别"),
        ({"ends": "长期"}, "bad_time", "结束时间“长期”无法识别"),
        ({"filed": "已报"}, "bad_time", "报备时间“已报”无法识别"),
        ({"ends": ""}, "no_end", "未填结束时间；免考核必须有期限"),
        ({"ends": "2026-04-06T08:00+08:00"}, "too_long", "期限超过方案规定的 90 天"),
        ({"approver": ""}, "no_approver", "未填审批人"),
        ({"reference": ""}, "no_reference", "未填报备文号"),
        ({"filed": ""}, "not_filed", "未填报备时间，不能证明是事先报备"),
        ({"filed": "2026-01-05T08:01+08:00"}, "retro_filed", "报备时间晚于开始时间，属事后补报"),
        ({"filed": "2026-01-06"}, "retro_filed", "报备时间晚于开始时间，属事后补报"),
        ({"ends": "2026-01-05T22:00+08:00"}, "expired", "检测开始时已过期"),
        ({"starts": "2026-01-05T22:01+08:00"}, "not_yet", "检测开始时尚未生效"),
    ],
)  # fmt: skip
def test_only_valid_exclusions_count(changes: dict[str, str], fault: str, message: str) -> None:
    (item,) = judge(replace(ROW, **changes))  # type: ignore[arg-type]  # texts only

    assert told(item) == [(fault, message)]
    assert not item.counts
    assert member_texts([item]) == {}


def test_an_end_before_the_beginning_leaves_nothing() -> None:
    (item,) = judge(replace(ROW, ends="2026-01-04T08:00+08:00"))

    assert told(item) == [
        ("nothing_between", "结束时间不晚于开始时间"),
        ("expired", "检测开始时已过期"),
    ]


def test_a_row_of_the_registry_tells_doubled_codes_apart() -> None:
    (item,) = judge(replace(ROW, device_code=TWIN, camera_row="3"))

    assert item.counts
    assert member_texts([item]) == {"3": "检修报备（报备〔2026〕3号）"}


def test_a_time_without_a_zone_counts_and_is_told() -> None:
    (item,) = judge(replace(ROW, starts="2026-01-05", ends="2026-01-05", filed="2026-01-05"))

    assert told(item) == [("zone_assumed", "时间未注明时区，按北京时间（UTC+8）理解")]
    assert item.counts
    assert item.ends_at == AT + timedelta(hours=2)


def test_filed_on_the_day_that_it_begins_is_filed_before() -> None:
    (item,) = judge(replace(ROW, filed="2026-01-05"))

    assert item.counts


def test_overlapping_rows_are_told_and_count_once() -> None:
    longer = replace(ROW, ends="2026-02-01T08:00+08:00")
    later = replace(ROW, starts="2026-01-20T08:00+08:00", ends="2026-01-21T08:00+08:00")
    apart = replace(ROW, starts="2026-02-01T08:00+08:00", ends="2026-02-02T08:00+08:00")
    items = judge(longer, later, apart)

    assert [told(item)[-1:] for item in items] == [
        [("overlapping", "与第 2 行时间重叠")],
        [("overlapping", "与第 1 行时间重叠")],
        [("not_yet", "检测开始时尚未生效")],
    ]
    assert member_texts(items) == {"1": "检修报备（报备〔2026〕3号）"}


def test_faults_weigh_as_they_matter() -> None:
    rows = (replace(ROW, ends=""), replace(ROW, starts="2026-01-06T00:00+08:00"))
    problems = [problem for item in judge(*rows) for problem in item.problems]

    assert [problem.severity for problem in problems] == [Severity.ERROR, Severity.INFO]


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "excused.csv"
    path.write_text(
        "设备编码,原因代码,开始时间,结束时间,审批人,报备文号,报备时间\n"
        f" {CODE} ,停用,2026-01-01,2026-01-31,李某,7号,2025-12-31\n"
        "1,2\n",
        encoding="utf-8",
    )
    read = read_exclusions(path)

    assert read.rows == (
        ExclusionRow(
            line=1,
            device_code=CODE,
            camera_row="",
            reason="停用",
            starts="2026-01-01",
            ends="2026-01-31",
            approver="李某",
            reference="7号",
            filed="2025-12-31",
        ),
    )
    assert [(error.row, error.line) for error in read.errors] == [(2, 3)]
