"""The second client in this process: what is not reached through real cameras elsewhere."""

import cv2
import pytest

from probes.picture.capture import capture
from probes.picture.captured import Captured, CaptureRequest

CLOSED = "rtsp://127.0.0.1:9/x"


@pytest.mark.parametrize("every_picture", [False, True])
def test_what_cannot_be_opened_is_not_opened(every_picture: bool) -> None:  # noqa: FBT001 - a parameter of the test
    request = CaptureRequest(uri=CLOSED, seconds=1.0, every_picture=every_picture)
    assert capture(request) == Captured()


def test_an_old_opencv_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "__version__", "4.13.0")
    with pytest.raises(RuntimeError, match="OpenCV 5"):
        capture(CaptureRequest(uri=CLOSED, seconds=1.0))


def test_the_relay_s_secret_is_in_no_repr() -> None:
    assert CLOSED not in repr(CaptureRequest(uri=CLOSED, seconds=1.0))
