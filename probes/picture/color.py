"""Colours of a picture: the one that fills it, the tint over it, how strong they are.

Pure.  What they mean is left to the picture rules.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from probes.picture.arrays import Picture, Planes, ranked

__all__ = ["Cast", "DominantColor", "color_cast", "dominant_color", "saturation"]

Color = tuple[int, int, int]

COLOR_DISTANCE = 12  # per channel; keeps JPEG-like noise of a flat area inside
FLAT_DISTANCE = 2  # per channel; a painted area is coded almost exactly
_LAB_MIDDLE = 128.0
_CAST_SHARE = 0.05
_CAST_SIZE = (80, 45)
_LIGHTNESS = (20, 245)  # black and clipped pixels have no tint
_FEWEST_PIXELS = 200


@dataclass(frozen=True, slots=True)
class DominantColor:
    """The colour (BGR) that fills most of a picture, and the share of what is close to it.

    ``flat_share`` is the share of what hardly differs: a painted area, not one that is lit.
    """

    bgr: Color
    share: float
    flat_share: float


@dataclass(frozen=True, slots=True)
class Cast:
    """``strength``: the tint that 95 % of the picture has at least, in units of Lab chroma.

    ``hue_deg`` is its direction: 0 red-magenta, 90 yellow, 180 green, -90 blue.
    """

    strength: float
    hue_deg: float


def dominant_color(planes: Planes) -> DominantColor:
    """The mean colour of the fullest cell of a 16x16x16 grid."""
    color = _mean_color(planes, _fullest_cell(*planes))
    distance = _largest_distance(planes, color)
    return DominantColor(
        color, _share_within(distance, COLOR_DISTANCE), _share_within(distance, FLAT_DISTANCE)
    )


def _fullest_cell(blue: Picture, green: Picture, red: Picture) -> NDArray[np.bool_]:
    """Which pixels lie in it."""
    # Two dimensions of 256 and 16 are counted in less than half the time of three of 16.
    blue_green = (blue & 0xF0) | (green >> 4)
    counts = cv2.calcHist([blue_green, red], [0, 1], None, [256, 16], [0, 256, 0, 256])
    fullest, shade = divmod(int(counts.argmax()), 16)
    return np.asarray((blue_green == fullest) & (red >> 4 == shade))


def _mean_color(planes: Planes, inside: NDArray[np.bool_]) -> Color:
    ones = inside.view(np.uint8)
    # By the reciprocal, as OpenCV's mean does: halves are to be rounded the same way.
    weight = 1.0 / np.count_nonzero(inside)
    blue, green, red = (round(cv2.sumElems(plane * ones)[0] * weight) for plane in planes)
    return blue, green, red


def _largest_distance(planes: Planes, color: Color) -> Picture:
    """Of each pixel, in the channel where it is farthest from the colour."""
    blue, green, red = (
        cv2.absdiff(plane, np.full_like(plane, level))
        for plane, level in zip(planes, color, strict=True)
    )
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def _share_within(distances: Picture, most: int) -> float:
    return int(np.count_nonzero(distances <= most)) / distances.size


def saturation(planes: Planes) -> float:
    """Mean saturation (0-255) as OpenCV has it, without the hue that takes it half of the time."""
    blue, green, red = planes
    brightest = cv2.max(cv2.max(blue, green), red)
    spread = cv2.subtract(brightest, cv2.min(cv2.min(blue, green), red))
    per_step = cv2.LUT(brightest, _saturation_per_step())
    return float(cv2.mean(cv2.multiply(spread, per_step, dtype=cv2.CV_8U))[0])


@cache
def _saturation_per_step() -> NDArray[np.float32]:
    """For each brightest channel, in 4096ths; a trifle more, since OpenCV rounds halves up."""
    brightest = np.arange(1, 256)
    per_step = (np.rint(255 * 4096 / brightest) + 0.5 / brightest) / 4096
    return np.concatenate(([0.0], per_step)).astype(np.float32)


def color_cast(planes: Planes) -> Cast:
    """The tint that nearly everything shares; 0 where only some of it is coloured so."""
    lightness, *tint = _lab(planes)
    lit = (lightness > _LIGHTNESS[0]) & (lightness < _LIGHTNESS[1])
    green_red, blue_yellow = (plane[lit].astype(np.float32) - _LAB_MIDDLE for plane in tint)
    if len(green_red) < _FEWEST_PIXELS:
        return Cast(0.0, 0.0)
    mean = green_red.mean(), blue_yellow.mean()
    length = float(np.hypot(*mean))
    if not length:
        return Cast(0.0, 0.0)
    # Not by "@": the threads of a matrix library go on spinning for longer than a picture takes.
    along = green_red * (mean[0] / length) + blue_yellow * (mean[1] / length)
    strength = ranked(along, _CAST_SHARE)
    hue = np.degrees(np.arctan2(mean[1], mean[0]))
    return Cast(max(strength, 0.0), float(hue))


def _lab(planes: Planes) -> list[Picture]:
    """Lightness, green-red and blue-yellow of a small copy."""
    small = [cv2.resize(plane, _CAST_SIZE, interpolation=cv2.INTER_AREA) for plane in planes]
    lab = cv2.cvtColor(cv2.merge(small), cv2.COLOR_BGR2Lab)
    return [np.asarray(plane, np.uint8) for plane in cv2.split(lab)]
