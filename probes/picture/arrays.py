"""What every measure of a picture starts from: the array, its luma, its grid of cells.

Pure.  What is measured is left to :mod:`probes.picture.metrics` and the modules that it calls.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = [
    "GRID",
    "Cells",
    "Picture",
    "Planes",
    "area_means",
    "cell_max",
    "cell_mean",
    "luma_of",
    "ranked",
    "sampled_planes",
]

Picture = NDArray[np.uint8]
Planes = tuple[Picture, Picture, Picture]
Cells = NDArray[np.float64]

GRID = (9, 16)
"""Rows and columns of the grid; a cell of a 640x360 picture is 40 px wide and high."""
_LONGEST = 256  # pixels a side: the sum of a column fits in 16 bits, of an area in a float's 24


def luma_of(bgr: Picture) -> Picture:
    """Luma (0-255) of a BGR picture."""
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def sampled_planes(bgr: Picture) -> Planes:
    """Blue, green and red of every second pixel of every second row."""
    height, width = bgr.shape[0] // 2 * 2, bgr.shape[1] // 2 * 2
    blue, green, red = (_every_second(plane[:, :width]) for plane in cv2.split(bgr[:height:2]))
    return blue, green, red


def _every_second(plane: NDArray[Any]) -> Picture:
    # By pairs: numpy is five times as slow with single bytes that do not touch.
    return plane.view("<u2").astype(np.uint8)  # its low byte


def cell_max(values: NDArray[Any]) -> Cells:
    """The largest value in each cell; what is left over at the right and below is dropped."""
    rows, columns = GRID
    height, width = values.shape[0] // rows, values.shape[1] // columns
    whole = values[: height * rows, : width * columns]
    # Down first: numpy takes the maximum of whole rows at once, of short columns slowly.
    down = whole.reshape(rows, height, -1).max(axis=1)
    return np.asarray(down.reshape(rows, columns, width).max(axis=2), dtype=np.float64)


def cell_mean(values: Picture) -> Cells:
    """The mean of each cell."""
    return np.asarray(area_means(values, *GRID), dtype=np.float64)


def area_means(values: Picture, rows: int, columns: int) -> NDArray[np.float32]:
    """The means of so many equal areas, to the last bit those of OpenCV's INTER_AREA.

    Where areas are whole pixels their sums are whole numbers: it matters not in which order they
    are added, and a third of the time is enough.
    """
    height, width = values.shape
    high, wide = height // rows, width // columns
    if (high * rows, wide * columns) != values.shape or max(high, wide) > _LONGEST:
        reals = values.astype(np.float32)
        means = cv2.resize(reals, (columns, rows), interpolation=cv2.INTER_AREA)
        return np.asarray(means, np.float32)
    sums = _summed_across(_summed_down(values, high), wide)
    return sums.reshape(rows, columns) * np.float32(1.0 / (high * wide))


def _summed_down(values: Picture, high: int) -> NDArray[Any]:
    if high == 1:
        return values
    return np.asarray(values.reshape(-1, high, values.shape[1]).sum(axis=1, dtype=np.uint16))


def _summed_across(values: NDArray[Any], wide: int) -> NDArray[np.float32]:
    if wide == 1:
        return values.astype(np.float32)
    sums = cv2.reduce(values.reshape(-1, wide), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return np.asarray(sums, np.float32)


def ranked(values: NDArray[Any], share: float) -> float:
    """The value that ``share`` of the others are not above; numpy's quantile takes ten times as long.

    Between two values the lower one is taken, which is the milder in every rule.
    """
    place = int(share * (values.size - 1))
    return float(np.partition(values, place)[place])
