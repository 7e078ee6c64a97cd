"""Where cameras and key locations are, for the map without tiles.

Positions are drawn as registered and never converted.  Masked, only cells of 0.01 degrees (about
a kilometre) with their counts leave this module: nobody finds a camera by them.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from auditor.model import CameraState, Report
from auditor.render.plain_text import shorten, visible

__all__ = ["Outline", "PageMap", "page_map"]

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""Rings of longitude and latitude in degrees."""

_STATES = tuple(CameraState)
_CELLS_PER_DEGREE = 100
_HALF = 0.5
_DECIMALS = 6
_LONGEST = 180
_HIGHEST = 90
_NAME = 60


@dataclass(frozen=True, slots=True)
class PageMap:
    """``data`` is for the script; ``placed`` cameras of ``of`` have a position to draw."""

    data: dict[str, object]
    placed: int
    of: int
    places: int
    masked: bool
    has_outline: bool


def page_map(report: Report, outline: Outline, *, masked: bool) -> PageMap:
    """The points, or the cells when ``masked``."""
    seen = [
        (at, _STATES.index(result.state), result.camera.row)
        for result in report.cameras
        if (at := _position(result.camera.longitude, result.camera.latitude))
    ]
    places = [
        (at, location.name)
        for location in report.key_locations
        if (at := _position(location.longitude, location.latitude))
    ]
    data: dict[str, object] = {"masked": masked, "outline": outline}
    if masked:
        data |= {"cells": _cells([(at, state) for at, state, _ in seen])}
    else:
        data |= {
            "points": [[*at, state, row] for at, state, row in seen],
            "places": [[*at, shorten(visible(name), _NAME)] for at, name in places],
        }
    return PageMap(data, len(seen), len(report.cameras), len(places), masked, bool(outline))


def _position(longitude: str, latitude: str) -> tuple[float, float] | None:
    """Finite degrees; 0, 0 stands for none."""
    try:
        found = (float(longitude), float(latitude))
    except ValueError:
        return None
    if not all(map(isfinite, found)) or found == (0, 0):
        return None
    if abs(found[0]) > _LONGEST or abs(found[1]) > _HIGHEST:
        return None
    return round(found[0], _DECIMALS), round(found[1], _DECIMALS)


def _cells(seen: Sequence[tuple[tuple[float, float], int]]) -> list[list[object]]:
    """West and south of each cell in hundredths of a degree, and its cameras by state.

    A cell lies around a position of two decimals, so that a masked register falls into the same.
    """
    counts: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for (longitude, latitude), state in seen:
        cell = (round(longitude * _CELLS_PER_DEGREE), round(latitude * _CELLS_PER_DEGREE))
        counts[cell][state] += 1
    return [
        [cell[0] - _HALF, cell[1] - _HALF, [found[state] for state in range(len(_STATES))]]
        for cell, found in sorted(counts.items())
    ]
