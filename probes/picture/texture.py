"""Edges, noise and smooth areas of a picture.

Pure.  What they mean is left to the picture rules, why they look as they do to
docs/picture-diagnosis.md.
"""

import math
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from probes.picture.arrays import Cells, Picture, cell_max, cell_mean, ranked

__all__ = ["Edges", "Noise", "SmoothArea", "edges", "laplacian_variance", "noise"]

_SOBEL_SCALE = 8.0  # a ramp of one step a pixel gives 8
_RANGE = 40.0  # luma steps; below it a cell's edge may be drawn by noise or by coding
_WIDTH_SHARE = 0.2
_SMOOTH = 6.0  # luma steps a pixel: less than any edge that can be seen
_UNCLIPPED = (12.0, 243.0)
_FEWEST_CELLS = 15
_QUIETEST = 0.1
_WHITENESS_SHARE = 0.25
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class SmoothArea:
    """The largest connected area of cells without any edge: its share and mean luma."""

    share: float
    luma: float


@dataclass(frozen=True, slots=True)
class Edges:
    """``width_px`` is how far the sharper edges of the picture reach, over ``cells`` cells.

    A fifth of the cells with an edge have sharper ones.  0 where no cell has an edge.
    """

    width_px: float
    cells: int
    smooth: SmoothArea


@dataclass(frozen=True, slots=True)
class Noise:
    """``level``: mean luma steps in the quietest tenth of the cells.

    ``whiteness`` is that level against that of the picture at half size: noise without
    correlation gives about 2, the texture of grass or gravel at most 1.
    """

    level: float
    whiteness: float


def laplacian_variance(luma: Picture) -> float:
    """The usual measure of focus, from sums of whole numbers in a third of the time.

    A Laplacian is the sum of four differences d = neighbour - pixel, and its square is
    4 * sum(d * d) less the squared differences of the neighbours, each with each.
    """
    edged = cv2.copyMakeBorder(luma, 1, 1, 1, 1, cv2.BORDER_REFLECT_101)
    pixels = edged[1:-1, 1:-1]
    around = edged[:-2, 1:-1], edged[2:, 1:-1], edged[1:-1, :-2], edged[1:-1, 2:]
    squares = 4 * sum(_squared_difference(pixels, neighbours) for neighbours in around)
    squares -= sum(_squared_difference(*pair) for pair in combinations(around, 2))
    share = 1.0 / luma.size  # multiplied, and a root squared: to the last bit as by OpenCV
    mean = _laplacian_sum(luma) * share
    return math.sqrt(max(squares * share - mean * mean, 0.0)) ** 2


def _laplacian_sum(luma: Picture) -> int:
    """Inside, differences of neighbours cancel each other; the mirrored ones at the sides stay."""
    columns = luma.T
    mirrored = luma[1], luma[-2], columns[1], columns[-2]
    sides = luma[0], luma[-1], columns[0], columns[-1]
    return int(np.concatenate(mirrored).sum()) - int(np.concatenate(sides).sum())


def _squared_difference(first: MatLike, second: MatLike) -> int:
    return round(cv2.norm(first, second, cv2.NORM_L2SQR))  # the last bit is not whole


def edges(luma: Picture, means: Cells) -> Edges:
    """Width of an edge = its height over its steepest slope; text of an overlay is left out."""
    calm = np.asarray(cv2.GaussianBlur(luma, (3, 3), 0), dtype=np.uint8)
    slope = cell_max(_steepness(calm)) / _SOBEL_SCALE
    height = cell_max(calm) + cell_max(np.bitwise_not(calm)) - 255.0
    inner = np.s_[1:-1]  # clock and name stand in the outer rows, sharp through any lens
    seen = height[inner] >= _RANGE
    count = int(seen.sum())
    # A cell of such a height has a slope of at least one step a pixel somewhere.
    widths = height[inner][seen] / np.maximum(slope[inner][seen], 1.0)
    width = ranked(widths, _WIDTH_SHARE) if count else 0.0
    return Edges(width, count, _smooth_area(slope < _SMOOTH, means))


def _steepness(luma: Picture) -> NDArray[np.int16]:
    """Of each pixel; in place, since arrays twice as large as a picture hardly fit in a cache."""
    across, down = (np.asarray(slopes, np.int16) for slopes in cv2.spatialGradient(luma))
    np.abs(across, out=across)
    np.abs(down, out=down)
    return np.maximum(across, down, out=across)


def _smooth_area(smooth: NDArray[np.bool_], means: Cells) -> SmoothArea:
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(
        smooth.astype(np.uint8), connectivity=4
    )
    if count <= 1:
        return SmoothArea(0.0, 0.0)
    areas = statistics[1:, cv2.CC_STAT_AREA]
    largest = int(areas.argmax())
    luma = means[np.asarray(labels) == largest + 1].mean()
    return SmoothArea(int(areas[largest]) / means.size, float(luma))


def noise(luma: Picture, means: Cells) -> Noise:
    """What a median filter takes away, where there is least of it."""
    usable = (means > _UNCLIPPED[0]) & (means < _UNCLIPPED[1])
    if int(usable.sum()) < _FEWEST_CELLS:
        return Noise(0.0, 0.0)
    half = (luma.shape[1] // 2, luma.shape[0] // 2)
    full = _roughness(luma)[usable]
    coarse = _roughness(np.asarray(cv2.resize(luma, half, interpolation=cv2.INTER_AREA), np.uint8))
    quiet = full <= ranked(full, _WHITENESS_SHARE)
    whiteness = full[quiet].mean() / max(float(coarse[usable][quiet].mean()), _LEAST)
    return Noise(ranked(full, _QUIETEST), float(whiteness))


def _roughness(luma: Picture) -> Cells:
    return cell_mean(np.asarray(cv2.absdiff(luma, cv2.medianBlur(luma, 3)), dtype=np.uint8))
