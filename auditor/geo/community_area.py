"""A customer's polygons of communities: how far positions are from their own community.

No open source has such polygons, so that without the file nothing is known.  Names are
compared without regard to width and blanks; what distance is too far is left to rules.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from auditor.datum import Degrees, readable
from auditor.geo.area import Area
from auditor.geo.boundary_file import read_features
from auditor.geo.features import property_of

__all__ = ["NAME_KEYS", "CommunityAreas", "read_community_areas"]

NAME_KEYS = ("社区", "社区名称", "community", "name", "Name")


@dataclass(frozen=True, slots=True, eq=False)
class CommunityAreas:
    """Areas by normalised name; ``repaired`` are the features whose polygons were mended."""

    areas: Mapping[str, Area]
    repaired: tuple[int, ...]

    def distance_m(self, longitude: Degrees, latitude: Degrees, names: pl.Series) -> Degrees:
        """Metres to each position's own community, 0 inside; NaN where either is unknown."""
        metres = np.full(longitude.shape, np.nan)
        placed = readable(longitude, latitude)
        rows = pl.DataFrame({"name": names, "row": np.arange(len(names)), "placed": placed})
        wanted = rows.filter(pl.col("placed") & pl.col("name").is_not_null())
        grouped = wanted.group_by("name", maintain_order=True).agg("row")
        for name, found in zip(*grouped, strict=True):
            area = self.areas.get(_normal(name))
            if area is not None:
                own = found.to_numpy()
                metres[own] = area.distance_m(longitude[own], latitude[own])
        return metres


def read_community_areas(
    path: Path, *, key: str | None = None, crs: str | None = None, encoding: str | None = None
) -> CommunityAreas:
    """Read a boundary file; features of one name are one community.  Raises `BoundaryError`."""
    features = read_features(path, crs=crs, encoding=encoding)
    keys = (key,) if key else NAME_KEYS
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for feature in features:
        parts[_normal(str(property_of(path, feature, keys)))].append(feature.polygon)
    areas = {name: Area((shapely.union_all(polygons),)) for name, polygons in parts.items()}
    return CommunityAreas(areas, tuple(f.number for f in features if f.is_repaired))


def _normal(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
