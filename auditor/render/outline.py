"""The outline of the county in which most cameras of a report are registered, for its map.

It comes from the packaged boundaries and is no authority; without a known county there is none.
"""

from collections import Counter

import shapely

from auditor.geo.layers import amap
from auditor.model import Report
from auditor.render.page_map import Outline

__all__ = ["county_outline"]

_COUNTY = 6
_TOLERANCE_DEGREES = 0.0005
_DECIMALS = 5


def county_outline(report: Report) -> Outline:
    """The county's outer rings, thinned to about 50 m."""
    codes = Counter(result.camera.division.strip()[:_COUNTY] for result in report.cameras)
    code = next((code for code, _ in codes.most_common(1)), "")
    area = amap().area(code) if len(code) == _COUNTY else None
    if area is None:
        return ()
    parts = shapely.get_parts(list(area.parts))
    thin = shapely.simplify(parts, _TOLERANCE_DEGREES)
    return tuple(
        tuple((round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in ring.coords)
        for ring in shapely.get_exterior_ring(shapely.get_parts(thin))
    )
