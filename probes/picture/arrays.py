"""What every measure of a picture starts from: the array, its luma, its grid of cells.

Pure.  What is measured is left to :mod:`probes.picture.metrics` and the modules that it calls.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["GRID", "Cells", "Picture", "cell_max", "cell_mean", "luma_of", "ranked"]

Picture = NDArray[np.uint8]
Cells = NDArray[np.float64]

GRID = (9, 16)
"""Rows and columns of the grid; a cell of a 640x360 picture is 40 px wide and high."""


def luma_of(bgr: Picture) -> Picture:
    """Luma (0-255) of a BGR picture."""
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


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
    rows, columns = GRID
    means = cv2.resize(values.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(means, dtype=np.float64)


def ranked(values: NDArray[Any], share: float) -> float:
    """The value that ``share`` of the others are not above; numpy's quantile takes ten times as long.

    Between two values the lower one is taken, which is the milder in every rule.
    """
    place = int(share * (values.size - 1))
    return float(np.partition(values, place)[place])
