"""What became of cameras and findings: nothing is said where a round does not know."""

from dataclasses import replace

import pytest

from auditor.changes import Change, Changed, Subject, changes
from auditor.finding_ids import finding_ids
from auditor.model import CameraResult, CameraState, Finding, Report, Verdict
from tests.auditor.render import builders

OK, OFF, BLOCKED = CameraState.PICTURE_OK, CameraState.OFFLINE, CameraState.PROBE_BLOCKED
RECORD, PICTURE, DEVICE = "CODE-02", "PIC-02", "NET-01"


def camera(row: int, state: CameraState = OK, **changed: object) -> CameraResult:
    return builders.camera_result(row, state=state, **changed)


def fault(row: int, rule: str = RECORD, **changed: object) -> Finding:
    base = builders.finding(row=row, device_code=f"3709021600132{row:07d}", rule=rule)
    return replace(base, **changed)  # type: ignore[arg-type]  # any field may change


def night(
    round_id: str, *cameras: CameraResult, findings: tuple[Finding, ...] = (), **changed: object
) -> Report:
    return builders.report(
        provenance=builders.provenance(round_id=round_id),
        cameras=cameras,
        findings=findings,
        **changed,
    )


def told(before: Report, after: Report, subject: Subject) -> list[tuple[object, ...]]:
    return [
        (one.change.value, one.row, one.reason)
        for one in changes(before, after)
        if one.subject is subject
    ]


def test_without_an_earlier_round_the_reason_is_told() -> None:
    assert changes(None, night("b", camera(1))) == (
        Changed(
            subject=Subject.ROUND,
            change=Change.NOT_COMPARED,
            reason="本社区没有更早的可比轮次，无从比较",
        ),
    )


def test_another_community_is_not_compared() -> None:
    other = night("a", camera(1), community="云帆社区")

    assert [one.reason for one in changes(other, night("b", camera(1, OFF)))] == [
        "与本社区不同的报告，不作比较"
    ]


def test_a_camera_line_has_both_states_and_times() -> None:
    (line,) = changes(night("a", camera(7)), night("b", camera(7, OFF, first_frame_ms=None)))

    assert line == Changed(
        subject=Subject.CAMERA,
        change=Change.NEW,
        before_round="a",
        row=7,
        device_code="37090216001320000007",
        name="东门出入口球机",
        key_location_id="K01",
        before="picture_ok",
        after="offline",
        before_ms=812,
        after_ms=None,
    )


def test_every_camera_of_which_nothing_is_said_has_its_reason() -> None:
    twin = replace(camera(6), camera=replace(camera(6).camera, device_code="x"))
    other = replace(camera(7), camera=replace(camera(7).camera, device_code="x"))
    before = night("a", camera(1), camera(2, BLOCKED), camera(3), twin)
    after = night("b", camera(1, BLOCKED), camera(2), camera(4), twin, other)

    assert told(before, after, Subject.CAMERA) == [
        ("not_compared", 1, "本轮好坏不明"),
        ("not_compared", 2, "上一轮好坏不明"),
        ("not_compared", 4, "上一轮没有这路摄像机"),
        ("not_compared", 6, "设备编码为空或重复，无法与上一轮对应"),
        ("not_compared", 7, "设备编码为空或重复，无法与上一轮对应"),
        ("not_compared", None, "本轮台账没有这路摄像机"),
    ]


def test_a_finding_is_followed_though_its_row_moved() -> None:
    moved = replace(camera(9), camera=replace(camera(9).camera, device_code="3"))
    at_first = replace(camera(1), camera=replace(camera(1).camera, device_code="3"))
    was, now = fault(1, device_code="3"), fault(9, device_code="3", value="worse")
    after = night("b", moved, findings=(now,))

    assert changes(night("a", at_first, findings=(was,)), after) == (
        Changed(
            subject=Subject.FINDING,
            change=Change.STILL,
            before_round="a",
            row=9,
            device_code="3",
            name="东门出入口球机",
            key_location_id="K01",
            finding_id=finding_ids(after)[0],
            rule=RECORD,
            before="fail",
            after="fail",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        (RECORD, camera(1, OFF), ("fixed", 1, "")),
        (PICTURE, camera(1), ("fixed", 1, "")),
        (PICTURE, camera(1, OFF, picture_sha256=None), ("not_compared", 1, "本轮未必检查过这一项")),
        (PICTURE, camera(1, BLOCKED), ("not_compared", 1, "本轮未必检查过这一项")),
        (DEVICE, camera(1), ("not_compared", 1, "本轮未必检查过这一项")),
        ("GONE-01", camera(1), ("not_compared", 1, "本轮未必检查过这一项")),
        (RECORD, camera(2), ("not_compared", None, "本轮台账没有这路摄像机")),
    ],
)
def test_what_is_gone_is_fixed_only_where_it_would_have_been_found(
    rule: str, after: CameraResult, expected: tuple[object, ...]
) -> None:
    before = night("a", camera(1), findings=(fault(1, rule),))

    assert told(before, night("b", after), Subject.FINDING) == [expected]


def test_doubts_are_no_faults() -> None:
    doubt = fault(1, verdict=Verdict.UNKNOWN)
    before = night("a", camera(1), findings=(doubt,))
    both = night("b", camera(1), findings=(fault(1),))

    assert told(before, both, Subject.FINDING) == [("not_compared", 1, "上一轮无法判断")]
    assert told(both, before, Subject.FINDING) == [("not_compared", 1, "本轮无法判断")]
    assert told(before, before, Subject.FINDING) == []


def test_a_new_fault_needs_a_camera_that_was_known() -> None:
    after = night("b", camera(1), camera(2), findings=(fault(1), fault(2)))

    assert told(night("a", camera(1)), after, Subject.FINDING) == [
        ("new", 1, ""),
        ("not_compared", 2, "上一轮没有这路摄像机"),
    ]


def test_a_waived_fault_lasts() -> None:
    waived = fault(1, verdict=Verdict.WAIVED, original=Verdict.FAIL)
    before, after = (night(name, camera(1), findings=(waived,)) for name in ("a", "b"))

    assert told(before, after, Subject.FINDING) == [("still", 1, "")]
