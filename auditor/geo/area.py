"""One area on the map: which positions it covers, and how far the others are from it.

Degrees of WGS-84 or CGCS2000 (the same to centimetres), longitude first; areas across the
180th meridian are not served.  Areas are prepared when first asked and keep that: use one
from one thread at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from auditor.datum import Degrees

__all__ = ["Area", "Mask"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Polygons that count as one, such as the counties of a prefecture; they may touch."""

    parts: tuple[shapely.Geometry, ...]

    def covers(self, longitude: Degrees, latitude: Degrees) -> Mask:
        """Whether each position is inside or exactly on the border; finite positions only."""
        if len(self.parts) == 1:
            return _covers(self.parts[0], longitude, latitude)
        inside = np.zeros(longitude.shape, dtype=np.bool_)
        for part in self.parts:
            west, south, east, north = part.bounds
            near = (longitude >= west) & (longitude <= east) & ~inside
            rows = np.flatnonzero(near & (latitude >= south) & (latitude <= north))
            inside[rows] = _covers(part, longitude[rows], latitude[rows])
        return inside

    def distance_m(self, longitude: Degrees, latitude: Degrees) -> Degrees:
        """Metres to the area, 0 inside; geodesic to the nearest point of a local plane.

        The plane squeezes longitudes by the cosine of the area's middle latitude, which finds
        the nearest point well within hundreds of kilometres; farther away it is "far" anyway.
        """
        middle = np.median([part.bounds[1::2] for part in self.parts])
        squeeze = np.array([np.cos(np.radians(middle)), 1.0])
        flat = shapely.transform(_as_one(self.parts), lambda points: points * squeeze)
        shapely.prepare(flat)
        positions = shapely.points(np.column_stack([longitude, latitude]) * squeeze)
        ends = shapely.get_coordinates(shapely.shortest_line(flat, positions)) / squeeze
        nearest = ends[::2]
        _, _, metres = Geod(ellps="WGS84").inv(longitude, latitude, nearest[:, 0], nearest[:, 1])
        return np.asarray(np.where(self.covers(longitude, latitude), 0.0, metres))


def _covers(part: shapely.Geometry, longitude: Degrees, latitude: Degrees) -> Mask:
    shapely.prepare(part)
    return np.asarray(shapely.intersects_xy(part, longitude, latitude), dtype=np.bool_)


def _as_one(parts: Iterable[shapely.Geometry]) -> shapely.Geometry:
    """All polygons in one geometry; neighbours may touch, which distances do not mind."""
    return shapely.multipolygons(shapely.get_parts(list(parts)))
