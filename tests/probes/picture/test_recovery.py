"""A gradually refreshed picture counts only when two ways of decoding agree on it."""

from collections.abc import Sequence
from typing import Any

import av
import numpy as np
import pytest

from probes.picture import recovery
from probes.picture.decode import decode_picture
from probes.picture.decoder import UndecodableError, frames
from probes.picture.frame import PictureRequest
from probes.picture.recovery import recovered_frame
from tests.probes.conftest import Clip, encode, scene

PROMISE_2 = b"\x06\x06\x01\x64\x80"  # recovery_frame_cnt 2, not exact, link not broken


def refreshed(clip: Clip, first: int, second: int, end: int) -> PictureRequest:
    units = [clip.annex_b(number) for number in range(first, end)]
    at = second - first
    return PictureRequest(
        codec="h264", before=tuple(units[:at]), key=units[at], later=tuple(units[at + 1 :])
    )


def lying(pictures: Sequence[np.ndarray[Any, Any]]) -> PictureRequest:
    """A stream that promises a refresh and never makes one."""
    clip = encode("h264", list(pictures), 300)
    sets = tuple(nal for nal in clip.units[0] if nal[0] & 0x1F in (7, 8))
    units = [
        (*sets, PROMISE_2, *nals) if number in (10, 14) else nals
        for number, nals in enumerate(clip.units)
    ]
    promised = Clip(codec="h264", units=tuple(units), key=clip.key)
    return refreshed(promised, 10, 14, 18)


def test_the_picture_is_the_one_that_was_encoded(clips: Any) -> None:
    clip = clips["refresh"]
    found = recovered_frame(refreshed(clip, 12, 24, 31))
    whole = list(frames("h264", [clip.annex_b(number) for number in range(31)]))
    expected = next(frame for frame in whole if frame.pts == 30)
    assert (found.to_ndarray(format="gray") == expected.to_ndarray(format="gray")).all()
    assert found.to_ndarray(format="gray").std() > 20


def test_its_numbers_are_measured_without_a_second_picture(clips: Any) -> None:
    found = decode_picture(refreshed(clips["refresh"], 12, 24, 31))
    assert (found.width_px, found.height_px, found.difference) == (128, 96, None)
    assert found.metrics.flat_gray_bottom_share == 0


def test_before_the_promise_is_due_there_is_none(clips: Any) -> None:
    with pytest.raises(UndecodableError, match="no refreshed picture"):
        recovered_frame(refreshed(clips["refresh"], 12, 24, 28))


def test_a_moving_scene_that_was_never_refreshed_is_refused() -> None:
    with pytest.raises(UndecodableError, match="depends on what came before"):
        recovered_frame(lying([scene(number) for number in range(20)]))


def test_a_still_scene_that_was_never_refreshed_is_refused() -> None:
    """Both ways arrive at the same picture here: the decoder's own gray."""
    with pytest.raises(UndecodableError, match="never refreshed"):
        recovered_frame(lying([scene(0)] * 20))


def test_garbage_is_refused() -> None:
    request = PictureRequest(
        codec="h264", before=(b"\0\0\0\1\x41garbage",), key=b"\0\0\0\1\x41x", later=()
    )
    with pytest.raises(UndecodableError):
        decode_picture(request)


@pytest.mark.parametrize("shape", [(96, 128), (8, 8)])
def test_pictures_that_cannot_be_compared_prove_nothing(shape: tuple[int, int]) -> None:
    """Another size, or less than a block, which a fill could hide in."""
    with pytest.raises(UndecodableError):
        recovery._compare(np.zeros(shape, np.uint8), np.zeros((8, 8), np.uint8))


def test_more_than_eight_bits_prove_nothing() -> None:
    with pytest.raises(UndecodableError, match="unusual format"):
        recovery._luma(av.VideoFrame(128, 96, "yuv420p10le"))
