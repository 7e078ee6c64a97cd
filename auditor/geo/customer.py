"""A customer's own county boundaries as a layer, which takes precedence over the open ones.

Features of one code are one county.  The layer answers for exactly the codes of the file: a
prefecture is not taken as the sum of the counties that happen to be there.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely

from auditor.errors import BoundaryError
from auditor.geo.boundary_file import read_features
from auditor.geo.features import Feature, property_of
from auditor.geo.layers import Layer, LayerKind

__all__ = ["CODE_KEYS", "CustomerLayer", "read_customer_layer"]

# XZQDM: the field of land surveys; gb: of 天地图, nine digits that start with the country, 156.
CODE_KEYS = ("adcode", "code", "区划代码", "行政区划代码", "XZQDM", "gb")
_CODE = re.compile(r"(?:156)?([0-9]{6})(?:\.0)?|([0-9]{6})0{3}(?:0{3})?", re.ASCII)
_SHOWN = 40


@dataclass(frozen=True, slots=True, eq=False)
class CustomerLayer:
    """The layer, and the numbers of the features whose polygons had to be repaired."""

    layer: Layer
    repaired: tuple[int, ...]


def read_customer_layer(
    path: Path, *, key: str | None = None, crs: str | None = None, encoding: str | None = None
) -> CustomerLayer:
    """Read a boundary file; ``key`` names the property with the code if it is none of ours.

    Raises `BoundaryError` for a file or feature that cannot be used.
    """
    features = read_features(path, crs=crs, encoding=encoding)
    keys = (key,) if key else CODE_KEYS
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for feature in features:
        parts[_code(path, feature, keys)].append(feature.polygon)
    counties = {code: shapely.union_all(polygons) for code, polygons in parts.items()}
    layer = Layer(
        LayerKind.CUSTOMER, tuple(sorted(counties)), counties.__getitem__, is_complete=False
    )
    return CustomerLayer(layer, tuple(f.number for f in features if f.is_repaired))


def _code(path: Path, feature: Feature, keys: tuple[str, ...]) -> str:
    """Six digits; also from a number, nine digits of 天地图 or twelve that end in zeros."""
    value = property_of(path, feature, keys)
    match = _CODE.fullmatch(str(value).strip())
    if match is None:
        found = str(value)[:_SHOWN]
        message = f"{path}: feature {feature.number} has the division code {found!r}"
        raise BoundaryError(f"{message} instead of six digits; correct it")
    return match[1] or match[2]
