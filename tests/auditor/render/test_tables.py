from dataclasses import replace

from auditor.model import CameraState, RateVerdict
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.rows import (
    CAMERA_COLUMNS,
    RATE_COLUMNS,
    REPORT_FINDING_COLUMNS,
    camera_rows,
    finding_rows,
    rate_rows,
)


def test_a_camera_row() -> None:
    result = builders.camera_result(7, defects=("黑屏", "冻结"), state=CameraState.PICTURE_ABNORMAL)
    (row,) = camera_rows(builders.report(cameras=(result,)))
    assert dict(zip(CAMERA_COLUMNS, row, strict=True)) == {
        "row": 7,
        "device_code": "37090216001320000007",
        "name": "东门出入口球机",
        "community": "华新社区",
        "key_location_id": "K01",
        "public_video": True,
        "state": "picture_abnormal",
        "state_text": "画面异常",
        "reason": "取得完整画面，未发现缺陷",
        "answered": True,
        "tries": 1,
        "furthest_step": "first_picture",
        "first_frame_ms": 812,
        "codec": "H.264",
        "size": "1920×1080",
        "defects": "黑屏；冻结",
        "picture": "pictures/20261123T170000Z-0a1b2c/7.jpg",
        "picture_sha256": "ab" * 32,
        "picture_taken_at": "2026-11-24T01:00:10+08:00",
        "picture_stream": "main",
        "division": "370902",
        "address": "东门",
        "status": "in_use",
        "longitude": "117.129",
        "latitude": "36.194",
        "host": "127.0.1.7",
        "failing_nights": None,
        "failing_since": None,
        "flapping": None,
        "nights": None,
    }


def test_what_is_not_known_of_a_camera_is_an_empty_cell() -> None:
    camera = builders.camera(public_video=None)
    result = builders.camera_result(
        camera=camera,
        picture=None,
        picture_sha256=None,
        picture_taken_at=None,
        first_frame_ms=None,
    )
    (row,) = camera_rows(builders.report(cameras=(result,)))
    values = dict(zip(CAMERA_COLUMNS, row, strict=True))
    assert [name for name, value in values.items() if value is None] == [
        "public_video",
        "first_frame_ms",
        "picture",
        "picture_sha256",
        "picture_taken_at",
        *("failing_nights", "failing_since", "flapping", "nights"),
    ]


def test_a_finding_row() -> None:
    (row,) = finding_rows(builders.report(findings=(builders.finding(),)))
    assert dict(zip(REPORT_FINDING_COLUMNS, row, strict=True)) == {
        "finding_id": "F-dm3vkfmnvh2n",
        "row": 1,
        "device_code": "37090216001320000001",
        "rule": "code_length",
        "severity": "error",
        "verdict": "fail",
        "field": "设备编码",
        "value": "3709021600132000001",
        "message": "设备编码应为 20 位数字，现为 19 位",
        "suggestion": "按 GB/T 28181 附录 D 重新编码",
        "original_verdict": None,
        "waiver": "",
        "title": None,
        "clause": None,
    }


def test_rate_rows_hold_judged_rates_those_by_class_and_those_beside() -> None:
    judged = builders.indicator_result(RateVerdict.MISSES, met=17, unknown=1, excluded=2)
    by_class = builders.indicator_result(scope="fire_lane")
    beside = builders.rate(indicator="proved_coverage_rate", title="实证覆盖率")
    report = builders.report(
        results=(replace(judged, tolerance=-1),), by_class=(by_class,), beside=(beside,)
    )
    basis = builders.rate().basis
    health = ("health_rate", 1, "摄像机完好率")
    assert rate_rows(report) == (
        (
            *health,
            "all",
            20,
            17,
            1,
            2,
            95,
            "misses",
            -1,
            basis,
            *(18, 17, 1, "gross", "", "", None, None),
        ),
        (
            *health,
            "fire_lane",
            20,
            19,
            0,
            0,
            95,
            "meets",
            0,
            basis,
            *(20, 19, 0, "gross", "", "", None, None),
        ),
        (
            *(
                "proved_coverage_rate",
                1,
                "实证覆盖率",
                "all",
                20,
                19,
                0,
                0,
                None,
                None,
                None,
                basis,
            ),
            *(20, 19, 0, None, None, None, None, None),
        ),
    )


def test_no_row_of_the_report_is_lost() -> None:
    report = sample_report()
    assert [row[0] for row in camera_rows(report)] == list(range(1, 42))
    assert len(finding_rows(report)) == len(report.findings)
    assert len(rate_rows(report)) == 5 + 12 + 2
    assert all(len(row) == len(RATE_COLUMNS) for row in rate_rows(report))
