"""Drawn pictures with an overlay, as a camera codes them."""

import importlib.util
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from probes.picture.arrays import Picture
from probes.picture.frame import PictureRequest

CAPTURES = Path(__file__).parents[2] / "captures" / "overlay"

needs_reader = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime")),
    reason="the extra 'ocr' is not installed",
)


def shown(name: str) -> Picture:
    picture = cv2.imread(str(CAPTURES / f"{name}.jpg"))
    assert picture is not None
    return np.asarray(picture, np.uint8)


def coded(picture: Picture) -> PictureRequest:
    """One H.264 key picture of it."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = picture.shape[:2]
    encoder.pix_fmt, encoder.time_base, encoder.thread_count = "yuv420p", Fraction(1, 25), 1
    encoder.options = {"crf": "28", "preset": "ultrafast", "tune": "zerolatency"}
    frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    return PictureRequest(codec="h264", key=b"".join(map(bytes, packets)))
