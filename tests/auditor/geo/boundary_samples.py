"""Small invented boundary files and layers for the tests of geography."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from auditor.geo.layers import Layer, LayerKind

__all__ = ["collection", "feature", "floats", "layer", "square", "write"]


def floats(*values: float) -> npt.NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def square(west: float, south: float, side: float = 1.0) -> list[list[list[float]]]:
    """The coordinates of a GeoJSON polygon."""
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)} | members


def write(folder: Path, document: Any, name: str = "areas.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def layer(kind: LayerKind, **squares: tuple[float, float]) -> Layer:
    """Counties one degree wide; keywords are codes with a letter before, such as c370902."""
    counties = {
        name[1:]: shapely.box(west, south, west + 1, south + 1)
        for name, (west, south) in squares.items()
    }
    is_complete = kind is not LayerKind.CUSTOMER
    return Layer(kind, tuple(sorted(counties)), counties.__getitem__, is_complete=is_complete)
