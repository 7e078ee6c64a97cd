"""Declared against measured, line by line."""

import pytest

from auditor.declared.form import Form, Row
from auditor.declared.reconcile import Line, form_of, reconcile
from auditor.declared.standing import Standing
from auditor.errors import FormError
from auditor.model import IndicatorResult, Outcome
from tests.auditor.declared.forms import Sample
from tests.auditor.declared.measured import measured, measured_report

STANDARD = next(line.standard for line in Sample().lines if line.number == 4)
FULL = next(line.answer for line in Sample().lines if line.number == 4)


def form(answer: str, *, column: str = "云帆社区完成情况", outside: str = "") -> Form:
    row = Row(number=4, title="视频监控设施", standard=STANDARD, answer=answer)
    return Form(column=column, rows=(row,), outside=outside)


def lines(answer: str, *results: IndicatorResult) -> dict[tuple[str, str], Line]:
    found = reconcile(form(answer), measured_report(*results)).lines
    return {(line.title, line.declared): line for line in found}


def test_a_form_that_tells_what_was_measured_has_no_difference() -> None:
    found = reconcile(form(FULL), measured_report())

    assert {line.standing for line in found.lines} == {Standing.AGREES}
    assert all(line.members == () for line in found.lines)
    assert found.notes == ()
    assert {line.indicator for line in found.lines} == {
        *("coverage_rate", "networking_rate", "health_rate"),
        *("picture_output_rate", "record_compliance_rate"),
    }


@pytest.mark.parametrize(
    ("declared", "result", "standing"),
    [
        ("联网率98.3%", measured("networking_rate", 118, 120), Standing.AGREES),
        ("联网率98%", measured("networking_rate", 118, 120), Standing.AGREES),
        ("联网率99%", measured("networking_rate", 118, 120), Standing.ABOVE_MEASURED),
        ("联网率97%", measured("networking_rate", 118, 120), Standing.BELOW_MEASURED),
        ("联网率98%", measured("networking_rate", 115, 120, 5), Standing.NOT_CONTRADICTED),
        ("联网率100%", measured("networking_rate", 115, 120, 5), Standing.NOT_CONTRADICTED),
        ("联网率100%", measured("networking_rate", 114, 120, 5), Standing.ABOVE_MEASURED),
        ("联网率90%", measured("networking_rate", 115, 120, 5), Standing.BELOW_MEASURED),
        ("联网率达到95%以上", measured("networking_rate", 118, 120), Standing.AGREES),
        ("联网率达到95%以上", measured("networking_rate", 110, 120), Standing.ABOVE_MEASURED),
        ("联网率达到95%以上", measured("networking_rate", 110, 120, 8), Standing.NOT_CONTRADICTED),
        ("联网率约95%", measured("networking_rate", 118, 120), Standing.AGREES),
        ("联网率不超过99%", measured("networking_rate", 118, 120), Standing.AGREES),
        ("联网率不超过90%", measured("networking_rate", 118, 120), Standing.NOT_CONTRADICTED),
        ("联网率95%", measured("networking_rate", 0, 0), Standing.NOT_MEASURED),
    ],
)
def test_a_percentage_against_the_measured_interval(
    declared: str, result: IndicatorResult, standing: Standing
) -> None:
    (line,) = (
        each
        for each in reconcile(form(f"达标。{declared}。"), measured_report(result)).lines
        if each.indicator == "networking_rate"
    )

    assert line.standing is standing
    assert line.quote == declared


def test_a_difference_names_the_cameras_behind_it() -> None:
    line = lines("联网率100%", measured("networking_rate", 117, 120, 1))["联网率", "100%"]

    assert line.standing is Standing.ABOVE_MEASURED
    assert [(m.label, m.outcome) for m in line.members] == [
        ("第 1 行 北门", Outcome.NOT_MET),
        ("第 2 行 北门", Outcome.NOT_MET),
        ("第 3 行 北门", Outcome.UNKNOWN),
    ]
    assert (
        line.message
        == "联网率填报100%，高于实测（实测117/120=97.5%，另有1未能检测，最高可能98.33%）"
    )


def test_what_is_open_names_the_untested_only() -> None:
    line = lines("联网率98%", measured("networking_rate", 115, 120, 4))["联网率", "98%"]

    assert [m.outcome for m in line.members] == [Outcome.UNKNOWN] * 4


def test_counts_are_compared_too() -> None:
    found = lines("关键位置摄像机共125路，联网121路，联网率96.8%。")

    assert found["联网率（分母）", "125"].standing is Standing.ABOVE_MEASURED
    assert found["联网率（分子）", "121"].standing is Standing.ABOVE_MEASURED
    assert [m.label for m in found["联网率（分子）", "121"].members] == [
        "第 1 行 北门",
        "第 2 行 北门",
    ]
    assert found["联网率（分子）", "121"].message == "联网率的分子填报121，实测118"


def test_an_open_count_is_not_contradicted() -> None:
    found = lines(
        "关键位置摄像机共120路，联网117路，联网率97.5%。", measured("networking_rate", 115, 120, 4)
    )

    assert found["联网率（分子）", "117"].standing is Standing.NOT_CONTRADICTED
    assert found["联网率（分子）", "117"].message == "联网率的分子填报117，实测115～119"


@pytest.mark.parametrize(
    ("declared", "standing"),
    [
        ("社区共安装摄像头120个", Standing.AGREES),
        ("共有监控探头130路", Standing.ABOVE_MEASURED),
        ("共有高清摄像机96台", Standing.BELOW_MEASURED),
    ],
)
def test_the_number_of_cameras_against_the_registry(declared: str, standing: Standing) -> None:
    (line,) = (
        each
        for each in reconcile(form(f"达标。{declared}。"), measured_report()).lines
        if each.indicator == "cameras"
    )

    assert line.standing is standing
    assert line.quote == declared


def test_cameras_of_one_place_are_not_all_cameras() -> None:
    assert ("摄像机数量", "12") not in lines("小区出入口摄像机12路。")


def test_what_is_not_stated_is_said() -> None:
    found = reconcile(form("已完成"), measured_report()).lines

    assert [(line.title, line.standing, line.quote) for line in found] == [
        (title, Standing.NOT_STATED, "")
        for title in ("覆盖率", "联网率", "摄像机完好率", "公共视频资源出图率", "合规率")
    ]


def test_another_community_and_an_unfinished_round_are_noted() -> None:
    found = reconcile(form(FULL, column="完成情况"), measured_report(complete=False))

    assert found.notes == (
        "表中没有出现“云帆社区”，请确认表格与本轮巡检是同一个社区。",
        "本轮巡检未完成，没有检测到的一律计为未知。",
    )
    assert not found.complete


def test_the_column_of_the_community_is_chosen() -> None:
    forms = (form("a", column="甲社区完成情况"), form("b", column="乙社区完成情况"))

    assert form_of(forms, "乙社区", "f") is forms[1]
    with pytest.raises(FormError, match="several columns 完成情况"):
        form_of(forms, "丙社区", "f")


def test_a_form_without_indicator_4() -> None:
    other = Form(column="完成情况", rows=(Row(number=5, title="智能照明设施", answer="x"),))

    with pytest.raises(FormError, match="no row 视频监控设施"):
        form_of((other,), "云帆社区", "f")
    with pytest.raises(FormError, match="no row 视频监控设施"):
        reconcile(other, measured_report())
