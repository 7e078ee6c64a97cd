"""The blocks of a picture that were never decoded: gray or green from some row to the bottom.

Pure.  What that means is left to the picture rules.
"""

from collections.abc import Callable

import cv2
import numpy as np

from probes.picture.arrays import Picture

__all__ = ["flat_bottom"]

Color = tuple[int, int, int]

_GRAY = (129, 128, 128)  # Y is 128 in full range, 130 when limited range was stretched
_GRAY_TOLERANCE = 3  # what coding adds; a wall or a mask of about this gray has more noise
_GRAY_LOWEST, _GRAY_HIGHEST = (120, 122, 122), (138, 136, 136)  # what that is in BGR at most
# Y = U = V = 0 is green, darker by BT.709 (G 77) than by BT.601 (135) or in full range (154).
_GREEN_LOWEST = (0, 66, 0)
_GREEN_HIGHEST = (10, 165, 10)


def flat_bottom(bgr: Picture) -> tuple[float, float]:
    """Shares of the height, from the bottom, of whole rows of undecoded gray and green."""
    corner = bgr[-1, 0].tolist()  # in nearly every picture this pixel tells that there are none
    may_be_gray = _is_between(corner, _GRAY_LOWEST, _GRAY_HIGHEST)
    may_be_green = _is_between(corner, _GREEN_LOWEST, _GREEN_HIGHEST)
    return (
        _bottom_share(bgr, _gray) if may_be_gray else 0.0,
        _bottom_share(bgr, _green) if may_be_green else 0.0,
    )


def _is_between(pixel: Color, lowest: Color, highest: Color) -> bool:
    return all(
        low <= level <= high for low, level, high in zip(lowest, pixel, highest, strict=True)
    )


def _gray(bgr: Picture) -> Picture:
    coded = cv2.cvtColor(bgr, cv2.COLOR_BGR2YCrCb)
    middle = np.array(_GRAY)
    inside = cv2.inRange(coded, middle - _GRAY_TOLERANCE, middle + _GRAY_TOLERANCE)
    return np.asarray(inside, np.uint8)


def _green(bgr: Picture) -> Picture:
    inside = cv2.inRange(bgr, np.array(_GREEN_LOWEST), np.array(_GREEN_HIGHEST))
    return np.asarray(inside, np.uint8)


def _bottom_share(bgr: Picture, mask_of: Callable[[Picture], Picture]) -> float:
    if not mask_of(bgr[-1:]).all():  # no need to look at the rest
        return 0.0
    rows = mask_of(bgr).min(axis=1)[::-1] > 0
    flat = len(rows) if rows.all() else int(rows.argmin())
    return flat / len(rows)
