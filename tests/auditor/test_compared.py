"""Two rounds compared: only what both say about one camera counts."""

from dataclasses import replace

from auditor.compared import Compared, compared
from auditor.model import CameraResult, CameraState, Report
from tests.auditor.render import builders

OK, OFF, ABNORMAL = CameraState.PICTURE_OK, CameraState.OFFLINE, CameraState.PICTURE_ABNORMAL
BLOCKED = CameraState.PROBE_BLOCKED


def one(row: int, state: CameraState = OK, ms: int | None = 800, code: str = "") -> CameraResult:
    result = builders.camera_result(row, state=state, first_frame_ms=ms)
    return replace(result, camera=replace(result.camera, device_code=code or f"code-{row}"))


def night(round_id: str, *cameras: CameraResult, **changes: object) -> Report:
    origin = builders.provenance(round_id=round_id)
    return builders.report(provenance=origin, cameras=cameras, **changes)


def codes(*before_and_after: tuple[CameraResult, CameraResult]) -> tuple[list[str], ...]:
    olds, news = zip(*before_and_after, strict=True)
    told = compared(night("a", *olds), night("b", *news))
    groups = (told.new, told.fixed, told.still, told.slower)
    return tuple([change.device_code for change in group] for group in groups)


def test_each_camera_is_in_its_group() -> None:
    assert codes(
        (one(1), one(1, OFF)),
        (one(2, ABNORMAL), one(2)),
        (one(3, OFF), one(3, ABNORMAL)),
        (one(4), one(4, ms=1800)),
        (one(5), one(5, BLOCKED)),
        (one(6, BLOCKED), one(6, OFF)),
        (one(7), one(7)),
    ) == (["code-1"], ["code-2"], ["code-3"], ["code-4"])


def test_a_little_slower_is_not_slower() -> None:
    pairs = ((800, 1799), (3000, 5999), (None, 9000), (800, None))
    cameras = [(one(i, ms=was), one(i, ms=now)) for i, (was, now) in enumerate(pairs, start=1)]
    assert codes(*cameras) == ([], [], [], [])


def test_the_medians_are_of_cameras_that_were_good_and_timed_in_both() -> None:
    pairs = (
        *((one(1, ms=500), one(1, ms=900)), (one(2, ms=700), one(2, ms=1000))),
        *((one(3, ms=600), one(3, ms=7000)), (one(4), one(4, ms=None))),
        *((one(5, OFF, ms=9000), one(5)), (one(6, ms=1), one(6, ABNORMAL, ms=1))),
    )
    olds, news = zip(*pairs, strict=True)
    told = compared(night("a", *olds), night("b", *news))
    assert (told.timed, told.median_before_ms, told.median_after_ms) == (3, 600, 1000)


def test_codes_that_name_no_single_camera_are_not_compared() -> None:
    before = night("a", one(1, code="x"), one(2, code="x"), one(3))
    after = night("b", one(1, OFF, code="x"), one(4, OFF))
    assert compared(before, after) == Compared(
        before="a", after="b", new=(), fixed=(), still=(), slower=(), not_compared=5, rates=()
    )


def test_a_row_that_became_another_camera_s_is_no_new_fault() -> None:
    assert codes((one(1, code="x"), one(1, OFF, code="y"))) == ([], [], [], [])


def test_rates_that_differ_are_told() -> None:
    told = compared(night("a"), night("b", results=()))
    assert [(rate.before is not None, rate.after) for rate in told.rates] == [(True, None)]
