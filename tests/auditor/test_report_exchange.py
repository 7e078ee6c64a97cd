"""Whose exchange a report tells: the last of a camera that failed."""

import pytest

from auditor.account import account_of
from auditor.judged import SeenCamera
from auditor.model import CameraState, Evidence
from tests.auditor.render import builders
from tests.auditor.store.values import seen

SEEN = (seen(exchange=("first",)), seen(exchange=("a", "b"), attempt=2), seen(attempt=3))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (CameraState.OFFLINE, ("a", "b")),
        (CameraState.ONLINE_NO_STREAM, ("a", "b")),
        (CameraState.PICTURE_OK, ()),
        (CameraState.PICTURE_ABNORMAL, ()),
        (CameraState.PROBE_BLOCKED, ()),
    ],
)
def test_only_of_cameras_without_a_picture(state: CameraState, told: tuple[str, ...]) -> None:
    seen = SeenCamera(
        evidence=Evidence(camera=builders.camera(), observations=SEEN),
        state=state,
        reason="",
        answered=False,
        best=None,
    )
    assert account_of(seen).exchange == told
