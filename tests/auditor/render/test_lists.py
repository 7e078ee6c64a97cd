"""Exclusions, waivers, other readings and loosened thresholds, in every output."""

from dataclasses import replace
from datetime import UTC, datetime

from auditor.model import (
    ListedExclusion,
    Outcome,
    RateVerdict,
    Reading,
    Report,
    Verdict,
)
from auditor.render.html import render_html
from auditor.render.words import DEPARTURE
from tests.auditor.render import builders
from tests.auditor.render.parsing import parsed
from tests.auditor.render.rows import exclusion_rows, location_rows, rate_rows
from tests.auditor.render.test_console import printed

STARTS = datetime(2026, 1, 5, tzinfo=UTC)
EXCUSED = ListedExclusion(
    line=1,
    device_code="37011600011326000001",
    camera_row=1,
    label="东门出入口球机",
    reason="检修报备",
    starts_at=STARTS,
    ends_at=None,
    approver="王某",
    reference="7号",
    counts=False,
    problems=("未填结束时间；免考核必须有期限",),
)
DEPARTS = f"{DEPARTURE}health_rate 的阈值为 80%，低于标准的 95%"
READING = Reading(title="净值", of=18, met=17, unknown=1, verdict=RateVerdict.INCONCLUSIVE)
PROVED = replace(builders.member("K01", Outcome.MET), proof="1", reason="第1行本轮取得画面")


def full() -> Report:
    result = replace(
        builders.indicator_result(met=17, unknown=1),
        threshold=80,
        standard_threshold=95,
        reason="有 1 个对象未知",
        readings=(READING, replace(READING, title="全量", unknown=0, verdict=None)),
    )
    waived = replace(
        builders.finding(),
        verdict=Verdict.WAIVED,
        original=Verdict.FAIL,
        waiver="待换（责任人 王某）",
    )
    proof = replace(
        builders.camera_result(camera=builders.camera(key_location_id="K01")),
        picture_sha256="e" * 64,
        picture_taken_at=STARTS,
    )
    return builders.report(
        results=(result,),
        findings=(waived,),
        cameras=(proof,),
        key_locations=(builders.location(), builders.location("K02")),
        beside=(
            builders.rate(
                indicator="proved_coverage_rate",
                members=(PROVED, builders.member("K02", reason="均无有效画面")),
            ),
        ),
        exclusions=(EXCUSED,),
        alarms=("豁免已过期，未采用：CODE-08",),
        policy=("口径版本：第 1 版", DEPARTS),
        provenance=builders.provenance(exclusions_name="excused.csv", waivers_name="w.toml"),
    )


TOLD = (
    "豁免已过期，未采用：CODE-08",
    DEPARTS,
    "80%（低于标准的 95%）",
    "有 1 个对象未知",
    "净值：17/18，未知 1，无法判定",
    "全量：17/18",
)


def test_the_page_tells_all_of_it() -> None:
    text = "".join(str(part) for part in parsed(full()).itertext())
    more = (
        "待换（责任人 王某）",
        "不合规",
        "未填结束时间；免考核必须有期限",
        "excused.csv",
        "w.toml",
    )

    assert [part for part in (*TOLD, *more, "e" * 64, "均无有效画面") if part not in text] == []


def test_the_terminal_tells_what_changes_a_verdict() -> None:
    text = "".join(printed(full()).split())

    assert [part for part in TOLD if part.replace(" ", "") not in text] == []


def test_every_excluded_camera_is_listed() -> None:
    assert exclusion_rows(full()) == (
        (
            *(1, "37011600011326000001", 1, "东门出入口球机", "检修报备"),
            *("2026-01-05T08:00:00+08:00", None, "王某", "7号", False),
            "未填结束时间；免考核必须有期限",
        ),
    )


def test_proved_coverage_names_camera_picture_time_and_hash() -> None:
    report = full()
    (seen,) = report.cameras
    first, second = location_rows(report)

    assert first[4:-2] == (
        *("met", "第1行本轮取得画面", 1, seen.camera.device_code, seen.camera.name),
        *(seen.picture, "2026-01-05T08:00:00+08:00", "e" * 64),
    )
    assert second[4:-2] == ("not_met", "均无有效画面", *(None,) * 6)


def test_rates_hold_the_other_readings_and_the_standard() -> None:
    (row, _) = rate_rows(full())

    assert row[-5:] == (
        *("gross", "有 1 个对象未知", "净值：17/18，未知 1，无法判定；全量：17/18", 95, None),
    )


def test_how_much_is_missing_is_explained_where_something_is_unknown() -> None:
    def explained(unknown: int) -> bool:
        missed = builders.indicator_result(
            RateVerdict.MISSES, met=0, of=1, unknown=unknown, members=(builders.member(),)
        )
        return "未知的核实为合格也算" in render_html(builders.report(results=(missed,)), {})

    assert (explained(0), explained(1)) == (False, True)
