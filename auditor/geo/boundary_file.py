"""Opens a customer's file of polygons by its suffix; see the two readers for what they take."""

from pathlib import Path

from auditor.geo.features import Feature
from auditor.geo.geojson import read_geojson
from auditor.geo.vector_file import read_vector_file

__all__ = ["read_features"]

_GEOJSON = (".geojson", ".json")


def read_features(
    path: Path, *, crs: str | None = None, encoding: str | None = None
) -> tuple[Feature, ...]:
    """The checked polygons; ``crs`` and ``encoding`` are for formats that may lack them."""
    if path.suffix.lower() in _GEOJSON:
        return read_geojson(path)
    return read_vector_file(path, crs=crs, encoding=encoding)
