"""A camera that is judged by its sub-stream: what is concluded, and a whole night of one."""

import asyncio
import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.audit import run_audit
from auditor.demo.footage import Recipe, shoot
from auditor.demo.onvif_server import utc_now
from auditor.examples import confirmed, evidence, failed, frame, metrics, pictured
from auditor.judge import best_picture, judge_camera
from auditor.model import CameraState
from auditor.report import _camera as camera_line
from auditor.schedule.round import Watcher
from auditor.schedule.sample import by_sub_stream
from auditor.state import StateResult, camera_state
from auditor.store.store import Store
from probes.failure import FailureKind
from probes.observation import Observation
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_describe import StreamDescription
from tests.auditor.small_community import Place, audit_in, cameras, registry_rows, write_inputs

Seen = Observation[object]
BLURRED = frame(metrics(laplacian_variance=3.0))
BLACK = frame(metrics(dark_share=1.0, luma_mean=1.0))


def of_sub(seen: Seen) -> Seen:
    return replace(seen, probe="rtsp_sub")


def state(*seen: Seen, tries: int) -> StateResult:
    item = evidence(*seen)
    return camera_state(item, best_picture(item), tries=tries)


def test_a_good_picture_of_the_sub_stream_is_enough() -> None:
    assert state(of_sub(pictured()), tries=3) == StateResult(
        CameraState.PICTURE_OK, "取得画面，未见异常（画面取自子码流）"
    )


def test_a_failed_sub_stream_says_nothing_beside_the_main_stream() -> None:
    tries = [failed(FailureKind.NO_MEDIA, attempt=n, answered=True) for n in (1, 2, 3)]
    agreed = confirmed(FailureKind.NO_MEDIA)
    alone = state(*tries, agreed, tries=3)
    assert alone.state is CameraState.ONLINE_NO_STREAM
    refused = of_sub(failed(FailureKind.NOT_SUPPORTED, answered=True))
    assert state(refused, *tries, agreed, tries=3) == alone


def test_a_failed_sub_stream_alone_is_no_try() -> None:
    mute = of_sub(failed(FailureKind.NO_MEDIA, answered=True))
    assert state(mute, tries=1).state is CameraState.NOT_PROBED


def test_a_defect_that_only_the_sub_stream_showed_condemns_nobody() -> None:
    blurred = of_sub(pictured(BLURRED))
    result = state(blurred, tries=1)
    assert result.state is CameraState.NOT_PROBED
    assert result.reason.startswith("子码流画面异常，主码流尚未检测：")
    assert state(blurred, pictured(BLURRED, attempt=2), tries=2).state is (
        CameraState.PICTURE_ABNORMAL
    )
    assert state(blurred, pictured(attempt=2), tries=2).state is CameraState.PICTURE_OK


def test_a_black_sub_stream_is_settled_by_the_second_client_as_well() -> None:
    black = of_sub(pictured(BLACK))
    assert state(black, confirmed(FailureKind.NO_MEDIA), tries=1).state is (
        CameraState.PICTURE_ABNORMAL
    )


def test_a_description_is_neither_a_picture_nor_a_failure_of_one() -> None:
    told = StreamDescription(
        uri="rtsp://127.0.0.1:15554/main",
        codec="h265",
        declared=VideoFormat(profile="main", width_px=2560, height_px=1440),
    )
    described = replace(pictured(), probe="rtsp_describe", payload=told)
    refused = replace(described, failure=failed(FailureKind.NOT_FOUND).failure)
    for seen in (described, refused):
        judged = judge_camera(evidence(of_sub(pictured()), seen), tries=3, record_findings={})
        assert judged.state is CameraState.PICTURE_OK
        assert judged.findings == ()


def test_without_a_description_nothing_is_said_of_the_main_stream() -> None:
    judged = judge_camera(evidence(of_sub(pictured())), tries=3, record_findings={})
    line = camera_line(judged, None)
    assert (line.picture_stream, line.codec, line.size) == ("sub", "", "")


async def test_a_night_by_the_sub_stream_that_onvif_tells(tmp_path: Path) -> None:
    """Its picture is the sub-stream's, its codec and size the main stream's."""
    footage = shoot(Recipe(gop=5, length=20), started=utc_now())
    async with cameras(Place(), footage) as place:
        inputs = write_inputs(tmp_path, registry_rows(place)[:1])
        profile = inputs.profile.model_copy(update={"stream": "sub", "main_share": 1})
        today = datetime.now(UTC)
        is_turn = not by_sub_stream(inputs.registry.cameras, main_share=1, day=today.date())
        ahead = timedelta(days=2 if is_turn else 0)
        audit = replace(audit_in(tmp_path), now=lambda: datetime.now(UTC) + ahead)
        built = await run_audit(
            replace(inputs, profile=profile), audit, watcher=Watcher(), stop=asyncio.Event()
        )
    (one,) = built.report.cameras
    assert (one.state, one.reason) == (
        CameraState.PICTURE_OK,
        "取得画面，未见异常（画面取自子码流）",
    )
    assert (one.picture_stream, one.codec, one.size) == ("sub", "h264", "1280x720")
    with Store(audit.store) as store:
        seen = store.observations(built.report.provenance.round_id)
    asked = [item.probe for item in seen if item.target == "1"]
    assert asked == ["onvif_device", "rtsp_sub", "rtsp_describe"]
    with (tmp_path / "reports" / "cameras.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["picture_stream"] for row in csv.DictReader(file)] == ["sub"]
