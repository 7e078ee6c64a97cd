"""One camera found and followed."""

from datetime import date

import pytest

from auditor.answers import CameraState
from auditor.history.camera import CameraNight, camera_nights, code_of
from auditor.history.model import Night
from auditor.history.past import NightStates

LAST = NightStates(
    rows=(1, 2, 7), codes=("same", "same", "7x"), letters="oxa", first_frame_ms=(1, None, 900)
)


@pytest.mark.parametrize(
    ("name", "code"), [("7", "7x"), ("7x", "7x"), ("1", None), ("same", None), ("9", None)]
)
def test_by_code_or_row(name: str, code: str | None) -> None:
    assert code_of(name, LAST) == code


def test_night_by_night() -> None:
    nights = (
        Night(night=date(2026, 1, 5), round_id="a", complete=True),
        Night(night=date(2026, 1, 6), round_id=None, complete=None),
        Night(night=date(2026, 1, 7), round_id="b", complete=True),
    )
    other = NightStates(rows=(1,), codes=("y",), letters="o", first_frame_ms=(1,))
    told = camera_nights("7x", nights, {"a": LAST, "b": other})
    assert [(one.night.day, one.round_id, one.state, one.first_frame_ms) for one in told] == [
        (5, "a", CameraState.PICTURE_ABNORMAL, 900),
        (6, None, None, None),
        (7, "b", None, None),
    ]
    assert isinstance(told[0], CameraNight)
