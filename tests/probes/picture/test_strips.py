"""Strips of a full-size picture: bounded, and cut only where they are asked for."""

from dataclasses import replace
from typing import Any

import av
import cv2
import numpy as np
import pytest

from probes.picture.decode import decode_picture, decode_with_strips
from probes.picture.frame import PictureRequest
from probes.picture.overlay import Place, Strip
from probes.picture.strips import strips_of


def size(strip: Strip) -> tuple[int, int]:
    picture = cv2.imdecode(np.frombuffer(strip.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture.shape[1], picture.shape[0]


def frame(width: int, height: int) -> av.VideoFrame:
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2] = 200
    return av.VideoFrame.from_ndarray(picture, format="bgr24")


@pytest.mark.parametrize(
    ("of", "expected"),
    [((1920, 1080), (1920, 130)), ((3840, 2160), (1920, 129)), ((704, 576), (704, 69))],
)
def test_top_and_bottom_at_a_bounded_width(of: tuple[int, int], expected: tuple[int, int]) -> None:
    strips = strips_of(frame(*of))
    assert [(strip.place, size(strip)) for strip in strips] == [
        (Place.TOP, expected),
        (Place.BOTTOM, expected),
    ]


def test_a_picture_of_a_few_rows_has_none() -> None:
    assert strips_of(frame(64, 4)) == ()


def test_strips_are_cut_of_a_first_picture_alone(clips: Any) -> None:
    clip = clips["h264"]
    request = PictureRequest(codec="h264", key=clip.annex_b(0))
    compared = replace(request, later=(clip.annex_b(1),))
    first = decode_with_strips(request)
    assert [size(strip) for strip in first.strips] == [(128, 12), (128, 12)]
    assert replace(first, strips=()) == decode_picture(request)
    assert decode_with_strips(compared) == decode_picture(compared)
