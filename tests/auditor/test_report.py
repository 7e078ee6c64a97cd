"""A judged round of four cameras becomes a report: each figure once, and all of it compared."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.discovery import all_indicators
from auditor.examples import (
    camera,
    confirmed,
    evidence,
    failed,
    frame,
    key_location,
    metrics,
    pictured,
)
from auditor.judge import judge_camera
from auditor.judged import JudgedRound
from auditor.model import CameraResult, CameraState, Evidence, Provenance, RateVerdict, Report
from auditor.profile import Profile, load_profile
from auditor.profile_standard import policy_lines
from auditor.records import LocationClass, RowError
from auditor.report import Built, build_report
from probes.failure import FailureKind
from probes.observation import Observation, StepTime

ROUND = "20260105T140000Z-0a1b2c"
STARTED = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
PROVENANCE = Provenance(
    round_id=ROUND,
    started_at=STARTED,
    ended_at=STARTED + timedelta(hours=1),
    complete=True,
    registry_name="registry.csv",
    registry_sha256="a" * 64,
    registry_encoding="utf-8",
    key_locations_name="key_locations.csv",
    key_locations_sha256="b" * 64,
    profile="shandong-growth",
    profile_title="成长型",
    edition="GB/T 28181-2022",
    tool_version="0.1.0",
    probe_versions=(("rtsp_frame", 1),),
    divisions_as_of="2026-01-01",
)
ROW_ERROR = RowError(file="registry.csv", row=9, line=10, message="列数不符")


def steps(seen: Observation[object], *names: str) -> Observation[object]:
    return replace(seen, steps=tuple(StepTime(name, timedelta(seconds=1)) for name in names))


GOOD = steps(pictured(), "resolve", "connect", "describe", "first_picture", "second_picture")
NIGHT = frame(metrics(luma_mean=2.0, luma_std=0.5, dark_share=1.0))
BLACK = [steps(pictured(NIGHT, attempt=number), "first_picture") for number in (1, 2, 3)]
SILENT = [
    steps(failed(FailureKind.NO_MEDIA, attempt=number, answered=True), "connect", "first_packet")
    for number in (1, 2, 3)
]
BLOCKED = steps(failed(FailureKind.AUTHENTICATION_REJECTED, answered=True), "describe")


def round_of(*items: Evidence) -> JudgedRound:
    cameras = tuple(judge_camera(item, tries=3, record_findings={}) for item in items)
    road = replace(key_location(number=2, location_class=LocationClass.MAIN_ROAD), id="KL-02")
    return JudgedRound(cameras=cameras, locations=(key_location(), road), row_errors=(ROW_ERROR,))


FOUR = round_of(
    evidence(GOOD, of=camera(row=1)),
    evidence(*BLACK, confirmed(), of=camera(row=2)),
    evidence(*SILENT, confirmed(), of=camera(row=3, key_location_id="KL-02")),
    evidence(BLOCKED, of=camera(row=4, key_location_id="", public_video=False)),
)


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("shandong-growth", indicators=frozenset(i.id for i in all_indicators()))


@pytest.fixture(scope="module")
def built(profile: Profile) -> Built:
    return build_report(
        judged=FOUR,
        profile=profile,
        provenance=PROVENANCE,
        community="云帆社区",
        notes=("注",),
        picture_of=lambda row, attempt: Path(f"{row}-{attempt}"),
    )


def test_the_report_is_what_was_judged(built: Built, profile: Profile) -> None:
    report = built.report
    assert report == Report(
        community="云帆社区",
        level="成长型",
        provenance=PROVENANCE,
        results=report.results,
        by_class=report.by_class,
        beside=report.beside,
        cameras=report.cameras,
        key_locations=FOUR.locations,
        findings=FOUR.findings,
        row_errors=(ROW_ERROR,),
        notes=("注",),
        policy=policy_lines(profile),
    )


def test_the_totals_are_judged_against_the_profile(built: Built) -> None:
    figures = [
        (r.rate.indicator, r.rate.of, r.rate.met, r.rate.unknown, r.threshold, r.verdict)
        for r in built.report.results
    ]
    misses, inconclusive = RateVerdict.MISSES, RateVerdict.INCONCLUSIVE
    assert figures == [
        ("coverage_rate", 2, 2, 0, 95, RateVerdict.MEETS),
        ("networking_rate", 4, 3, 1, 95, inconclusive),
        ("health_rate", 4, 1, 1, 95, misses),
        ("picture_output_rate", 4, 1, 1, 85, misses),
        ("record_compliance_rate", 5, 4, 1, 95, inconclusive),
    ]
    assert {r.rate.scope for r in built.report.results} == {"all"}


def test_classes_and_rates_beside_are_counted_once(built: Built) -> None:
    figures = {
        (r.rate.indicator, r.rate.scope): (r.rate.of, r.rate.met) for r in built.report.by_class
    }
    gate, road, lane = "residential_gate", "main_road", "fire_lane"
    assert figures[("coverage_rate", gate)] == (1, 1)
    assert figures[("networking_rate", gate)] == (2, 2)
    assert figures[("health_rate", gate)] == (2, 1)
    assert figures[("health_rate", road)] == (1, 0)
    assert figures[("health_rate", lane)] == (0, 0)
    assert len(figures) == len(built.report.by_class) == 3 * 4
    assert ("proved_coverage_rate", 2, 1) in [
        (rate.indicator, rate.of, rate.met) for rate in built.report.beside
    ]
    shown = [r.rate.indicator for r in built.report.results]
    shown += [rate.indicator for rate in built.report.beside]
    assert sorted(shown) == sorted(indicator.id for indicator in all_indicators())


def test_every_camera_has_one_whole_line(built: Built) -> None:
    good, black, silent, blocked = built.report.cameras
    assert good == CameraResult(
        camera=camera(row=1),
        state=CameraState.PICTURE_OK,
        reason="取得画面，未见异常",
        answered=True,
        tries=1,
        furthest_step="second_picture",
        first_frame_ms=930,
        codec="h264",
        size="1280x720",
        picture=f"pictures/{ROUND}/row-000001.jpg",
        picture_sha256="0" * 64,
        picture_taken_at=GOOD.started_at,
        defects=(),
        picture_stream="main",
    )
    assert black == replace(
        good,
        camera=camera(row=2),
        state=CameraState.PICTURE_ABNORMAL,
        reason=black.reason,
        tries=3,
        picture_taken_at=BLACK[2].started_at,
        furthest_step="first_picture",
        picture=f"pictures/{ROUND}/row-000002.jpg",
        defects=black.defects,
    )
    assert black.defects
    assert silent == CameraResult(
        camera=camera(row=3, key_location_id="KL-02"),
        state=CameraState.ONLINE_NO_STREAM,
        reason=silent.reason,
        answered=True,
        tries=3,
        furthest_step="first_packet",
        first_frame_ms=None,
        codec="",
        size="",
        picture=None,
        picture_sha256=None,
        picture_taken_at=None,
    )
    assert (blocked.state, blocked.tries) == (CameraState.PROBE_BLOCKED, 1)


def test_pictures_are_named_by_round_and_row_alone(built: Built) -> None:
    assert dict(built.pictures) == {
        f"pictures/{ROUND}/row-000001.jpg": Path("1-1"),
        f"pictures/{ROUND}/row-000002.jpg": Path("2-3"),
    }


def test_a_picture_without_its_file_has_no_name_but_its_hash(profile: Profile) -> None:
    stored = round_of(evidence(GOOD, of=camera(row=1)))
    again = build_report(
        judged=stored, profile=profile, provenance=PROVENANCE, community="云帆社区"
    )
    (line,) = again.report.cameras
    assert (line.picture, line.picture_sha256, line.state) == (
        None,
        "0" * 64,
        CameraState.PICTURE_OK,
    )
    assert again.pictures == {}
    assert again.report.notes == ()


@pytest.mark.parametrize(
    ("observations", "furthest"),
    [
        ([], ""),
        ([steps(failed(FailureKind.DNS_FAILED), "resolve")], "resolve"),
        ([steps(failed(FailureKind.NOT_FOUND), "resolve", "describe")], "describe"),
        (
            [
                steps(failed(FailureKind.NO_MEDIA), "play", "first_packet"),
                steps(failed(FailureKind.CONNECTION_REFUSED, attempt=2), "connect"),
            ],
            "first_packet",
        ),
        (
            [
                replace(steps(failed(FailureKind.NOT_FOUND), "setup"), probe="onvif_device"),
                steps(failed(FailureKind.CONNECTION_REFUSED), "connect", "unheard_of"),
            ],
            "connect",
        ),
    ],
)
def test_the_furthest_step_is_the_best_of_all_stream_tries(
    profile: Profile, observations: list[Observation[object]], furthest: str
) -> None:
    one = round_of(evidence(*observations, of=camera(row=1)))
    report = build_report(
        judged=one, profile=profile, provenance=PROVENANCE, community="云帆社区"
    ).report
    assert report.cameras[0].furthest_step == furthest


def test_a_partial_frame_leaves_blanks(profile: Profile) -> None:
    partial = replace(frame(), codec=None, width_px=None, first_picture=None)
    one = round_of(evidence(pictured(partial), of=camera(row=1)))
    (line,) = build_report(
        judged=one, profile=profile, provenance=PROVENANCE, community="云帆社区"
    ).report.cameras
    assert (line.codec, line.size, line.first_frame_ms) == ("", "", None)


def test_the_text_of_a_result_holds_no_report(built: Built) -> None:
    """asyncio makes the text of what a task gave; a large report's would fill the memory."""
    assert repr(replace(built, blind="x")) == "Built(blind='x')"
