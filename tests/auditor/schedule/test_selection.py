"""Who is chosen by a selector, and what is known of it from the round before."""

from dataclasses import replace

import pytest

from auditor.errors import ConfigError
from auditor.examples import camera
from auditor.model import CameraState, Chosen
from auditor.records import Camera, DeviceStatus
from auditor.schedule.selection import choose, states_in
from tests.auditor.render import builders

OK, BAD, OFF = CameraState.PICTURE_OK, CameraState.PICTURE_ABNORMAL, CameraState.OFFLINE
UNPROBED, BLOCKED = CameraState.NOT_PROBED, CameraState.PROBE_BLOCKED
STATES = {1: OK, 2: OFF, 3: BAD, 4: UNPROBED, 5: BLOCKED}
HOSTS = ("10.1.2.3", "10.1.2.4", "10.1.3.3", "camera.example", "[fd00::5]", "")


def one(row: int) -> Camera:
    code = f"3701160001132600000{row}"
    return replace(
        camera(row=row), device_code=code, host=HOSTS[row - 1], key_location_id=f"KL-{row % 2}"
    )


CAMERAS = tuple(one(row) for row in range(1, 7))


@pytest.mark.parametrize(
    ("selectors", "rows"),
    [
        (["row:6"], (6,)),
        (["37011600011326000002"], (2,)),
        (["KL-1"], (1, 3, 5)),
        (["10.1.2.3"], (1,)),
        (["10.1.2.0/24"], (1, 2)),
        (["10.1.0.0/16", "row:1"], (1, 2, 3)),
        (["CAMERA.example"], (4,)),
        (["fd00::/8"], (5,)),
        (["state:offline"], (2,)),
        (["failed"], (2, 3)),
        (["unknown"], (4, 5)),
        (["failed", "unknown", "row:1"], (1, 2, 3, 4, 5)),
    ],
)
def test_a_selector_names_cameras(selectors: list[str], rows: tuple[int, ...]) -> None:
    assert choose(selectors, CAMERAS, STATES, parent="r1") == Chosen(
        selectors=tuple(selectors),
        rows=rows,
        before=tuple(STATES.get(row) for row in rows),
        parent="r1",
    )


def test_a_camera_that_was_taken_down_is_never_chosen() -> None:
    gone = replace(CAMERAS[0], status=DeviceStatus.REMOVED)
    with pytest.raises(ConfigError, match="no registered camera"):
        choose(["row:1"], [gone, *CAMERAS[1:]], {})


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("row:99", "--only row:99: no registered camera; write a device code, row:17"),
        ("row:x", "--only row:x: write a number of a data row"),
        ("row:٣", "write a number of a data row"),
        ("", "no registered camera"),
        ("10.9.0.0/16", "no registered camera"),
        ("10.1.2.3/24", "has host bits set; write 10.1.2.0/24"),
        ("state:broken", "no such state; known: offline, online_no_stream"),
        ("state:online_no_stream", "no camera was so in round r1"),
    ],
)
def test_a_selector_that_names_nobody_is_refused(selector: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        choose([selector], CAMERAS, STATES, parent="r1")


def test_without_a_round_before_nobody_failed() -> None:
    with pytest.raises(ConfigError, match="no round has ended yet"):
        choose(["failed"], CAMERAS, {})


def test_of_the_same_register_states_are_found_by_row() -> None:
    report = builders.report(cameras=(builders.camera_result(2, state=OFF),))
    sha256 = report.provenance.registry_sha256
    assert states_in(report, CAMERAS, sha256) == {2: OFF}


def test_of_another_register_states_are_found_by_codes_that_one_camera_has() -> None:
    def was(row: int, code: str, state: CameraState) -> object:
        return builders.camera_result(row, state=state, camera=replace(one(1), device_code=code))

    moved, doubled = CAMERAS[0].device_code, CAMERAS[1].device_code
    cameras = (was(7, moved, BAD), was(1, doubled, OK), was(2, doubled, OFF), was(3, "", OFF))
    report = builders.report(cameras=cameras)
    blank = replace(CAMERAS[2], device_code=" ")
    assert states_in(report, (*CAMERAS[:2], blank), "another") == {1: BAD}
