"""Numbers of one picture: an array in, `FrameMetrics` out.

What they mean (black, single colour, partly gray) is left to the picture rules.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from probes.picture.frame import FrameMetrics

__all__ = ["Picture", "luma_difference", "measure"]

Picture = NDArray[np.uint8]

DARK_LUMA = 24
GRAY_LUMA = 129  # 128 of full range; 130 when limited range was stretched
GRAY_CHROMA = 128
GRAY_TOLERANCE = 3  # what coding adds; a wall or a mask of about this gray has more noise
COLOR_DISTANCE = 12  # per channel; keeps JPEG-like noise of a flat area inside
_COLOR_STEP = 16


def measure(bgr: Picture) -> FrameMetrics:
    """Measure a BGR picture of any size (callers scale to 640x360 first)."""
    luma = _luma(bgr)
    saturation = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)[:, :, 1]
    mean, deviation = cv2.meanStdDev(luma)
    color = _dominant_color(bgr)
    return FrameMetrics(
        luma_mean=float(mean[0, 0]),
        luma_std=float(deviation[0, 0]),
        saturation_mean=float(saturation.mean()),
        laplacian_variance=_laplacian_variance(luma),
        dominant_color_share=_share_near(bgr, color),
        dominant_color=(color[2], color[1], color[0]),
        dark_share=float((luma < DARK_LUMA).mean()),
        flat_gray_bottom_share=_flat_gray_bottom_share(bgr, luma),
    )


def luma_difference(first: Picture, second: Picture) -> float:
    """Mean absolute luma difference (0-255) of two BGR pictures of the same size."""
    return float(cv2.absdiff(_luma(first), _luma(second)).mean())


def _luma(bgr: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _laplacian_variance(luma: Picture) -> float:
    # 16 bits hold it exactly and take a fifth of the time of doubles.
    _, deviation = cv2.meanStdDev(cv2.Laplacian(luma, cv2.CV_16S))
    return float(deviation[0, 0] ** 2)


def _dominant_color(bgr: Picture) -> tuple[int, int, int]:
    """Return the mean BGR colour of the fullest cell of a 16x16x16 grid."""
    cells = (bgr // _COLOR_STEP).astype(np.int32).reshape(-1, 3)
    index = (cells[:, 0] * _COLOR_STEP + cells[:, 1]) * _COLOR_STEP + cells[:, 2]
    fullest = int(np.bincount(index, minlength=_COLOR_STEP**3).argmax())
    mean = bgr.reshape(-1, 3)[index == fullest].mean(axis=0)
    blue, green, red = (round(float(value)) for value in mean)
    return blue, green, red


def _share_near(bgr: Picture, color: tuple[int, int, int]) -> float:
    distance = cv2.absdiff(bgr, np.full_like(bgr, color)).max(axis=2)
    return float((distance <= COLOR_DISTANCE).mean())


def _flat_gray_bottom_share(bgr: Picture, luma: Picture) -> float:
    """Share of the height, from the bottom, of whole rows in the gray of undecoded blocks."""
    chroma = cv2.cvtColor(bgr, cv2.COLOR_BGR2YCrCb)[:, :, 1:]
    middle = (GRAY_LUMA, GRAY_CHROMA, GRAY_CHROMA)
    offsets = np.abs(np.dstack((luma, chroma)).astype(np.int16) - np.array(middle, np.int16))
    rows = np.asarray((offsets <= GRAY_TOLERANCE).all(axis=(1, 2)))[::-1]
    flat = len(rows) if rows.all() else int(rows.argmin())
    return flat / len(rows)
