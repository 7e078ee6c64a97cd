"""Positions that are the same place: groups by distance, of bounded size.

A grid of cells, each at least ``tolerance_m`` wide and high.  The fullest cell becomes a centre
and takes the free cells around it, and so on; so no group is larger than three cells by three
(about four and a quarter times the tolerance across), and a row of cameras along a street never
grows into one group.  Points closer than the tolerance share a group, unless each of them lies
beside another, fuller cell.  Exactly equal positions always share one.  What a large group means
is left to the caller.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.datum import Degrees

__all__ = ["Clusters", "find"]

_Ints = npt.NDArray[np.int64]
_Bools = npt.NDArray[np.bool_]

# The shortest degree of a meridian and of the equator: cells are never smaller than said.
_METRES_NORTH = 110_574.0
_METRES_EAST = 111_319.0
_MAX_LATITUDE = 85.0
_MAX_LONGITUDE = 180.0
_LEAST_TOLERANCE_M = 0.1
# Columns and rows fit in 31 bits each at the least tolerance.
_ROW = np.int64(1) << 32
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Per point: ``index`` of its group from 0 (-1 for no position) and ``size`` of that group."""

    index: _Ints
    size: _Ints


def find(longitude: Degrees, latitude: Degrees, *, tolerance_m: float = 1.0) -> Clusters:
    """Group decimal degrees by place; NaN and latitudes beyond 85° belong to no group.

    The same set of positions gives the same groups in any order.  Within a degree of latitude
    cells are aligned; a pair across a whole degree is not joined.  ValueError for a tolerance
    below a decimetre.
    """
    if not tolerance_m >= _LEAST_TOLERANCE_M:
        raise ValueError(f"tolerance_m is {tolerance_m}; give at least {_LEAST_TOLERANCE_M}")
    placed = (np.abs(longitude) <= _MAX_LONGITUDE) & (np.abs(latitude) <= _MAX_LATITUDE)
    keys = _cell_keys(longitude[placed], latitude[placed], tolerance_m)
    cells, cell_of, points = np.unique(keys, return_inverse=True, return_counts=True)
    centres = _centres(cells, points)
    groups, group_of = np.unique(centres, return_inverse=True)
    sizes = np.bincount(group_of, weights=points, minlength=groups.size).astype(np.int64)
    index = np.full(longitude.shape, -1, dtype=np.int64)
    size = np.zeros(longitude.shape, dtype=np.int64)
    index[placed] = group_of[cell_of]
    size[placed] = sizes[group_of[cell_of]]
    return Clusters(index=index, size=size)


def _cell_keys(longitude: Degrees, latitude: Degrees, tolerance_m: float) -> _Ints:
    """One number a cell: a row above is `_ROW` more, a column to the east one more.

    Columns are as wide as the tolerance on the far side of each degree of latitude, and an
    empty row lies between two such bands, since their columns do not meet.
    """
    band = np.floor(latitude)
    rows_a_band = np.ceil(_METRES_NORTH / tolerance_m) + 1
    row = np.floor((latitude - band) * _METRES_NORTH / tolerance_m) + (band + 90) * rows_a_band
    narrow = np.cos(np.radians(np.maximum(np.abs(band), np.abs(band + 1))))
    column = np.floor((longitude + _MAX_LONGITUDE) * _METRES_EAST * narrow / tolerance_m)
    keys: _Ints = row.astype(np.int64) * _ROW + column.astype(np.int64) + 1
    return keys


def _centres(cells: _Ints, points: _Ints) -> _Ints:
    """For each cell the position of its centre in ``cells`` (sorted keys).

    Rounds of: every free cell that outranks all free neighbours becomes a centre and takes
    them.  The rank mixes ties, so that a long even row takes few rounds.
    """
    rank = _ranks(cells, points)
    centre = np.arange(cells.size)
    one, other = _neighbours(cells)
    while one.size:
        best = np.full(cells.size, -1, dtype=np.int64)
        np.maximum.at(best, one, rank[other])
        np.maximum.at(best, other, rank[one])
        wins = rank > best
        taken = _take(centre, rank, wins, one, other)
        free = ~(taken[one] | taken[other])
        one, other = one[free], other[free]
    return centre


def _take(centre: _Ints, rank: _Ints, wins: _Bools, one: _Ints, other: _Ints) -> _Bools:
    """Give the neighbours of winners to the highest of them; true for winners and taken."""
    offer = np.full(centre.size, -1, dtype=np.int64)
    for giver, receiver in ((one, other), (other, one)):
        won = wins[giver]
        np.maximum.at(offer, receiver[won], rank[giver[won]])
    by_rank = np.empty_like(rank)
    by_rank[rank] = np.arange(rank.size)
    taken = offer >= 0
    centre[taken] = by_rank[offer[taken]]
    taken[one[wins[one]]] = True
    taken[other[wins[other]]] = True
    return taken


def _ranks(cells: _Ints, points: _Ints) -> _Ints:
    """0 for the emptiest cell; equal ones in an order that has nothing to do with the place."""
    mixed = cells.astype(np.uint64) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    rank = np.empty(cells.size, dtype=np.int64)
    rank[np.lexsort((mixed, points))] = np.arange(cells.size)
    return rank


def _neighbours(cells: _Ints) -> tuple[_Ints, _Ints]:
    """Pairs of positions in ``cells`` that touch, each pair once: to the east, and above."""
    here = np.arange(cells.size)
    above = np.searchsorted(cells, cells + (_ROW - 1))
    pairs = [_reaching(cells, here, here + 1, cells + 1)]
    pairs += [_reaching(cells, here, above + step, cells + (_ROW + 1)) for step in range(3)]
    return np.concatenate([one for one, _ in pairs]), np.concatenate([two for _, two in pairs])


def _reaching(cells: _Ints, here: _Ints, there: _Ints, last: _Ints) -> tuple[_Ints, _Ints]:
    """The pairs whose second cell exists and is not beyond ``last``."""
    held = there < cells.size
    held[held] = cells[there[held]] <= last[held]
    return here[held], there[held]
