"""Colours of a picture: the one that fills it, the tint over it, the blocks never decoded.

Pure.  What they mean is left to the picture rules.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from probes.picture.arrays import Picture, ranked

__all__ = ["Cast", "DominantColor", "color_cast", "dominant_color", "flat_bottom", "saturation"]

COLOR_DISTANCE = 12  # per channel; keeps JPEG-like noise of a flat area inside
FLAT_DISTANCE = 2  # per channel; a painted area is coded almost exactly
_STEP = 16
_GRAY = (129, 128, 128)  # Y is 128 in full range, 130 when limited range was stretched
_GRAY_TOLERANCE = 3  # what coding adds; a wall or a mask of about this gray has more noise
# Y = U = V = 0 is green, darker by BT.709 (G 77) than by BT.601 (135) or in full range (154).
_GREEN_LOWEST = (0, 66, 0)
_GREEN_HIGHEST = (10, 165, 10)
_LAB_MIDDLE = 128.0
_CAST_SHARE = 0.05
_CAST_SIZE = (80, 45)
_LIGHTNESS = (20.0, 245.0)  # black and clipped pixels have no tint
_FEWEST_PIXELS = 200


@dataclass(frozen=True, slots=True)
class DominantColor:
    """The colour (BGR) that fills most of a picture, and the share of what is close to it.

    ``flat_share`` is the share of what hardly differs: a painted area, not one that is lit.
    """

    bgr: tuple[int, int, int]
    share: float
    flat_share: float


@dataclass(frozen=True, slots=True)
class Cast:
    """``strength``: the tint that 95 % of the picture has at least, in units of Lab chroma.

    ``hue_deg`` is its direction: 0 red-magenta, 90 yellow, 180 green, -90 blue.
    """

    strength: float
    hue_deg: float


def dominant_color(bgr: Picture) -> DominantColor:
    """The mean colour of the fullest cell of a 16x16x16 grid."""
    counts = cv2.calcHist([bgr], [0, 1, 2], None, [_STEP] * 3, [0, 256] * 3)
    low = np.array(np.unravel_index(int(counts.argmax()), counts.shape)) * _STEP
    inside = cv2.inRange(bgr, low, low + (_STEP - 1))
    blue, green, red = (round(float(value)) for value in cv2.mean(bgr, inside)[:3])
    bgr_mean = (blue, green, red)
    return DominantColor(
        bgr_mean,
        _share_near(bgr, bgr_mean, COLOR_DISTANCE),
        _share_near(bgr, bgr_mean, FLAT_DISTANCE),
    )


def _share_near(bgr: Picture, color: tuple[int, int, int], distance: int) -> float:
    center = np.array(color)
    near = cv2.inRange(bgr, center - distance, center + distance)
    return cv2.countNonZero(near) / near.size


def saturation(bgr: Picture) -> float:
    """Mean saturation (0-255)."""
    return float(cv2.mean(cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV))[1])


def color_cast(bgr: Picture) -> Cast:
    """The tint that nearly everything shares; 0 where only some of it is coloured so."""
    small = cv2.resize(bgr, _CAST_SIZE, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2Lab).reshape(-1, 3).astype(np.float32)
    chroma = lab[(lab[:, 0] > _LIGHTNESS[0]) & (lab[:, 0] < _LIGHTNESS[1])][:, 1:] - _LAB_MIDDLE
    if len(chroma) < _FEWEST_PIXELS:
        return Cast(0.0, 0.0)
    mean = chroma.mean(axis=0)
    length = float(np.hypot(*mean))
    if not length:
        return Cast(0.0, 0.0)
    blue_yellow, green_red = mean[1] / length, mean[0] / length
    # Not by "@": the threads of a matrix library go on spinning for longer than a picture takes.
    along = ranked(chroma[:, 0] * green_red + chroma[:, 1] * blue_yellow, _CAST_SHARE)
    hue = np.degrees(np.arctan2(mean[1], mean[0]))
    return Cast(max(along, 0.0), float(hue))


def flat_bottom(bgr: Picture) -> tuple[float, float]:
    """Shares of the height, from the bottom, of whole rows of undecoded gray and green."""
    return _bottom_share(bgr, _gray), _bottom_share(bgr, _green)


def _gray(bgr: Picture) -> Picture:
    coded = cv2.cvtColor(bgr, cv2.COLOR_BGR2YCrCb)
    middle = np.array(_GRAY)
    inside = cv2.inRange(coded, middle - _GRAY_TOLERANCE, middle + _GRAY_TOLERANCE)
    return np.asarray(inside, np.uint8)


def _green(bgr: Picture) -> Picture:
    inside = cv2.inRange(bgr, np.array(_GREEN_LOWEST), np.array(_GREEN_HIGHEST))
    return np.asarray(inside, np.uint8)


def _bottom_share(bgr: Picture, mask_of: Callable[[Picture], Picture]) -> float:
    if not mask_of(bgr[-1:]).all():  # nearly every picture: no need to look at the rest
        return 0.0
    rows = mask_of(bgr).min(axis=1)[::-1] > 0
    flat = len(rows) if rows.all() else int(rows.argmin())
    return flat / len(rows)
