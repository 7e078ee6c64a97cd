"""Whether the whole picture trembles: luma pictures in their order in, `Shake` out.

A camera on a loose bracket moves everything at once, to and fro.  Cars and leaves move a part,
a turning camera moves all in one direction: neither is shaking.  So the picture is cut into
blocks, each block's way is measured by phase correlation, only a way that most blocks agree on
counts, and what is slow of the path (a pan) is taken out.

Pure.  Which pictures are looked at is left to the probe, what is too much to a rule.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from probes.picture.arrays import Picture

__all__ = ["HEIGHT_PX", "PICTURES", "WIDTH_PX", "Shake", "measure_shake"]

WIDTH_PX = 320
HEIGHT_PX = 180
PICTURES = 24
"""How many pictures after the first are wanted: a second of most cameras."""

_FEWEST = 12  # steps that agree; fewer say nothing of a frequency
_BLOCK_PX = 60
# Three rows of five; name and clock stand in the outer rows of a picture and never move.
_ROWS = (0, 1, 2)
_COLUMNS = (0, 1, 2, 3, 4)
_TELLING = 0.08  # of phase correlation's peak: less is noise, or a wall without any mark
_NEAR_PX = 0.75  # two blocks go the same way
_AGREEING_SHARE = 0.6
_FEWEST_BLOCKS = 5
_SLOW_STEPS = 9  # a pan, and a mast in the wind, are slower than this many pictures

Path = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shake:
    """``steps`` are pairs of neighbouring pictures whose common way was found.

    ``level`` is the root mean square of the fast part of the path, ``reach`` the whole path's
    extent, both in thousandths of the picture's width; ``turns`` how often the fast part changes its sign
    on the stronger axis.
    """

    steps: int
    level: float
    reach: float
    turns: int


def measure_shake(lumas: Sequence[Picture]) -> Shake | None:
    """Measure pictures of 320x180; None when too few steps have a way that blocks agree on."""
    windows = cv2.createHanningWindow((_BLOCK_PX, _BLOCK_PX), cv2.CV_32F)
    ways = [
        _common(np.array([*_ways(before, after, windows)]))
        for before, after in itertools.pairwise(lumas)
    ]
    known = [way for way in ways if way is not None]
    if len(known) < max(_FEWEST, len(ways) * _AGREEING_SHARE):
        return None
    path = np.cumsum(np.array(known), axis=0)
    fast = path - _slow(path)
    strong = fast[:, int(np.argmax(fast.std(axis=0)))]
    reach = float(np.hypot(*np.ptp(path, axis=0)))
    return Shake(
        steps=len(known),
        level=1000 * float(np.sqrt((fast**2).sum(axis=1).mean())) / WIDTH_PX,
        reach=1000 * reach / WIDTH_PX,
        turns=_turns(strong),
    )


def _ways(before: Picture, after: Picture, window: NDArray[Any]) -> Iterator[tuple[float, float]]:
    """The way of each block that has marks enough to tell it, in pixels."""
    for first, second in zip(_blocks(before), _blocks(after), strict=True):
        (right, down), peak = cv2.phaseCorrelate(first, second, window)
        if peak >= _TELLING:
            yield right, down


def _blocks(luma: Picture) -> Iterator[NDArray[np.float32]]:
    top, left = (HEIGHT_PX - 3 * _BLOCK_PX) // 2, (WIDTH_PX - 5 * _BLOCK_PX) // 2
    for row in _ROWS:
        for column in _COLUMNS:
            y, x = top + row * _BLOCK_PX, left + column * _BLOCK_PX
            yield luma[y : y + _BLOCK_PX, x : x + _BLOCK_PX].astype(np.float32)


def _common(ways: Path) -> Path | None:
    """The way that most blocks agree on, None when there is none."""
    if len(ways) < _FEWEST_BLOCKS:
        return None
    middle = np.median(ways, axis=0)
    near = ways[np.hypot(*(ways - middle).T) <= _NEAR_PX]
    if len(near) < len(ways) * _AGREEING_SHARE:
        return None
    return np.asarray(near.mean(axis=0), dtype=np.float64)


def _slow(path: Path) -> Path:
    """The value at each step of a line laid through its neighbours; a steady pan is such a line."""
    half = _SLOW_STEPS // 2
    slow = np.empty_like(path)
    for at in range(len(path)):
        first, last = max(0, at - half), at + half + 1
        steps = np.arange(first, min(last, len(path))) - at
        slow[at] = np.polynomial.polynomial.polyfit(steps, path[first:last], 1)[0]
    return slow


def _turns(fast: Path) -> int:
    """Swings to the other side; what is smaller than half of the usual is no swing."""
    wide = fast[np.abs(fast) >= fast.std() / 2]
    return int(np.count_nonzero(np.diff(np.sign(wide))))
