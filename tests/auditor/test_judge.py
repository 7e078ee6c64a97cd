"""Judging a camera and a round: best picture, findings, verdicts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from auditor.criteria import Criteria
from auditor.daypart import Daypart
from auditor.evidence import latest_onvif, pictures, streams
from auditor.examples import (
    camera,
    confirmed,
    evidence,
    failed,
    frame,
    key_location,
    metrics,
    onvif,
    pictured,
)
from auditor.judge import best_picture, judge_camera, judge_round
from auditor.judged import JudgedRound
from auditor.model import CameraState, Evidence, Finding, Severity, Verdict
from auditor.picture_limits import PictureTerms, picture_terms
from auditor.records import DeviceStatus, RowError
from probes.failure import FailureKind
from probes.onvif_device import OnvifDevice
from probes.rtsp_frame import RtspFrame
from tests.auditor.rules.records import correct, ids, judged
from tests.auditor.rules.records import frame as record_frame

BLACK = frame(metrics(dark_share=1.0, luma_mean=1.0))
BLURRED = frame(metrics(laplacian_variance=3.0))
BLACK_FINDING = Finding(
    row=1,
    device_code="37011600011326000001",
    rule="PIC-01",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    field="picture",
    value="暗像素占 100%",
    message="画面为黑屏",
    suggestion="检查镜头盖、光圈、补光和视频输入，恢复画面",
)


def test_of_equal_pictures_the_latest_speaks() -> None:
    found = best_picture(evidence(pictured(), pictured(attempt=2)))
    assert found is not None
    assert (found.observation.attempt, found.defects, found.is_substitute) == (2, (), False)


def test_a_clean_picture_goes_before_a_later_defect() -> None:
    found = best_picture(evidence(pictured(), pictured(BLURRED, attempt=2)))
    assert found is not None
    assert (found.observation.attempt, ids(found.defects)) == (1, [])


def test_a_blurred_picture_goes_before_a_substitute() -> None:
    found = best_picture(evidence(pictured(BLURRED), pictured(BLACK, attempt=2)))
    assert found is not None
    assert (found.observation.attempt, ids(found.defects), found.is_substitute) == (
        1,
        ["PIC-04"],
        False,
    )


def test_without_picture_there_is_no_best() -> None:
    assert best_picture(evidence(failed(FailureKind.NOT_FOUND))) is None


def test_a_black_camera_is_one_finding() -> None:
    black = evidence(*(pictured(BLACK, attempt=n) for n in (1, 2, 3)), confirmed())
    seen = judge_camera(black, tries=3, record_findings={})
    assert (seen.state, seen.reason) == (CameraState.PICTURE_ABNORMAL, "画面为黑屏")
    assert (seen.answered, seen.gives_picture, seen.findings) == (True, False, (BLACK_FINDING,))


def test_a_defect_seen_too_few_times_is_unknown() -> None:
    seen = judge_camera(evidence(pictured(BLACK)), tries=3, record_findings={})
    assert [(f.rule, f.verdict) for f in seen.findings] == [
        ("STR-02", Verdict.UNKNOWN),
        ("PIC-01", Verdict.UNKNOWN),
    ]


def test_a_healthy_camera_has_no_finding() -> None:
    seen = judge_camera(evidence(pictured()), tries=3, record_findings={2: [BLACK_FINDING]})
    assert (seen.state, seen.findings, seen.camera) == (CameraState.PICTURE_OK, (), camera())


def test_record_findings_come_first() -> None:
    black = evidence(*(pictured(BLACK, attempt=n) for n in (1, 2, 3)), confirmed())
    record = Finding(**{f: getattr(BLACK_FINDING, f) for f in Finding.__slots__} | {"rule": "X"})
    seen = judge_camera(black, tries=3, record_findings={1: [record]})
    assert seen.findings == (record, BLACK_FINDING)


def test_a_round_joins_records_and_evidence_by_row(tmp_path: Path) -> None:
    rows = [correct(1), correct(2, name=""), correct(3, status="3", name="")]
    seen = [
        evidence(pictured(), of=camera(row=1)),
        evidence(failed(FailureKind.AUTHENTICATION_REJECTED), of=camera(row=2)),
        evidence(of=camera(row=3, status=DeviceStatus.REMOVED)),
    ]
    errors = (RowError(file="registry.csv", row=4, line=5, message="列数不符"),)
    found = judge_round(
        frame=record_frame(tmp_path, rows),
        evidence=seen,
        locations=(key_location(),),
        row_errors=errors,
        criteria=Criteria(),
        tries=3,
    )
    assert [(c.camera.row, c.state) for c in found.cameras] == [
        (1, CameraState.PICTURE_OK),
        (2, CameraState.PROBE_BLOCKED),
    ]
    assert [(f.row, f.rule, f.verdict) for f in found.findings] == [
        (2, "NAME-01", Verdict.FAIL),
        (2, "NET-02", Verdict.UNKNOWN),
        (2, "STR-02", Verdict.UNKNOWN),
    ]
    assert (found.row_errors, found.locations) == (errors, (key_location(),))


def test_a_violation_is_not_said_to_be_undecided_as_well(tmp_path: Path) -> None:
    [finding] = judged(tmp_path, {"division": "970116"})
    assert (finding.rule, finding.verdict) == ("DIV-02", Verdict.FAIL)


def test_evidence_is_sorted_by_what_it_tells() -> None:
    told, silent = onvif(OnvifDevice(model="A")), failed(FailureKind.NOT_FOUND)
    later = onvif(OnvifDevice(model="B"))
    item = evidence(told, silent, later, pictured(attempt=2))
    assert latest_onvif(item) == OnvifDevice(model="B")
    assert latest_onvif(evidence(silent)) is None
    assert [o.attempt for o, _ in streams(item)] == [1, 2]
    assert [(o.attempt, f.uri) for o, f in pictures(item)] == [(2, frame().uri)]


def test_a_round_that_heard_nothing_judges_nobody_offline(tmp_path: Path) -> None:
    def dead(row: int) -> Evidence:
        tries = (failed(FailureKind.CONNECTION_TIMED_OUT, attempt=n) for n in (1, 2, 3))
        return evidence(*tries, confirmed(FailureKind.CONNECTION_TIMED_OUT), of=camera(row=row))

    def states(*seen: Evidence) -> list[CameraState]:
        found = judge_round(
            frame=record_frame(tmp_path, [correct(1), correct(2)]),
            evidence=seen,
            locations=(),
            row_errors=(),
            criteria=Criteria(),
            tries=3,
        )
        return [camera.state for camera in found.cameras]

    assert states(dead(1), dead(2)) == [CameraState.NOT_PROBED, CameraState.NOT_PROBED]
    alive = evidence(pictured(), of=camera(row=2))
    assert states(dead(1), alive) == [CameraState.OFFLINE, CameraState.PICTURE_OK]


def street(name: str, sha256: str, phash: str = "0" * 16) -> RtspFrame:
    numbers = metrics(edge_cells=90, edge_width_px=3.0, perceptual_hash=phash)
    return replace(frame(numbers, uri=f"rtsp://127.0.0.1/{name}"), picture_sha256=sha256)


def judged_round(
    tmp_path: Path,
    *shown: RtspFrame,
    terms: PictureTerms | None = None,
    earlier: Mapping[str, frozenset[str]] | None = None,
) -> JudgedRound:
    """Each picture is all that a camera of its own showed, three times; FFmpeg got none."""
    return judge_round(
        frame=record_frame(tmp_path, [correct(row) for row in range(1, len(shown) + 1)]),
        evidence=[
            evidence(
                *(pictured(one, attempt=n) for n in (1, 2, 3)), confirmed(), of=camera(row=row)
            )
            for row, one in enumerate(shown, 1)
        ],
        locations=(),
        row_errors=(),
        criteria=Criteria(),
        tries=3,
        terms=terms or picture_terms({}),
        earlier=earlier,
    )


def of_pictures(found: JudgedRound) -> list[tuple[int, str, Verdict, CameraState]]:
    states = {camera.camera.row: camera.state for camera in found.cameras}
    return [
        (f.row, f.rule, f.verdict, states[f.row])
        for f in found.findings
        if f.rule.startswith("PIC")
    ]


def test_one_picture_at_three_addresses_is_nobody_s(tmp_path: Path) -> None:
    found = judged_round(tmp_path, *(street(name, "x") for name in "abc"))
    assert of_pictures(found) == [
        (row, "PIC-15", Verdict.FAIL, CameraState.PICTURE_ABNORMAL) for row in (1, 2, 3)
    ]
    assert not any(camera.gives_picture for camera in found.cameras)


def test_one_picture_under_two_codes_is_a_doubt_that_condemns_neither(tmp_path: Path) -> None:
    by_bytes = judged_round(tmp_path, street("a", "x"), street("b", "x"))
    by_hash = judged_round(tmp_path, street("a", "x"), street("b", "y", "0" * 15 + "7"))
    doubts = [(row, "PIC-16", Verdict.UNKNOWN, CameraState.PICTURE_OK) for row in (1, 2)]
    assert (of_pictures(by_bytes), of_pictures(by_hash)) == (doubts, doubts)
    assert all(camera.gives_picture for camera in by_bytes.cameras)


def test_last_night_s_picture_is_no_picture(tmp_path: Path) -> None:
    earlier = {"rtsp://127.0.0.1/a": frozenset({"x"}), "rtsp://127.0.0.1/b": frozenset({"x"})}
    found = judged_round(tmp_path, street("a", "x"), street("b", "y", "f" * 16), earlier=earlier)
    assert of_pictures(found) == [(1, "PIC-17", Verdict.FAIL, CameraState.PICTURE_ABNORMAL)]
    assert [camera.gives_picture for camera in found.cameras] == [False, True]


def test_a_named_placeholder_is_no_picture(tmp_path: Path) -> None:
    found = judged_round(tmp_path, street("a", "x"), terms=picture_terms({}, ("0" * 15 + "1",)))
    assert of_pictures(found) == [(1, "PIC-14", Verdict.FAIL, CameraState.PICTURE_ABNORMAL)]


def test_a_scheme_s_limits_decide(tmp_path: Path) -> None:
    """The examples are seen at 22:00 of a winter's night."""
    noisy = frame(metrics(noise=13.0, noise_whiteness=1.9))
    strict = picture_terms({Daypart.NIGHT: {"noise_from": 12.0}})
    assert of_pictures(judged_round(tmp_path, noisy)) == []
    assert of_pictures(judged_round(tmp_path, noisy, terms=strict)) == [
        (1, "PIC-08", Verdict.FAIL, CameraState.PICTURE_ABNORMAL)
    ]


def test_a_doubt_is_told_and_changes_no_state() -> None:
    shade = metrics(
        smooth_share=0.9, smooth_luma=30.0, luma_high=150, edge_width_px=3.0, edge_cells=9
    )
    noon = [
        replace(
            pictured(frame(shade), attempt=n), started_at=datetime(2026, 6, 21, 4, n, tzinfo=UTC)
        )
        for n in (1, 2, 3)
    ]
    seen = judge_camera(evidence(*noon), tries=3, record_findings={})
    assert (seen.state, seen.reason) == (CameraState.PICTURE_OK, "取得画面，未见异常")
    assert [(f.rule, f.verdict) for f in seen.findings] == [("PIC-13", Verdict.UNKNOWN)]
