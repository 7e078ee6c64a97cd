"""Whether positions lie in the county that their records declare.

A position is called outside only when every layer that knows the county puts it outside by
more than the layer's band, and there are two such layers or one is the customer's own.  The
open layers differ by 100 m (median) to 500 m (1 in 20), and for some counties altogether
(`auditor.geo.confidence`): there "cannot tell" is the answer.  Which of the answers is a
finding is left to rules.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from auditor.datum import Degrees, readable
from auditor.geo.area import Area, Mask
from auditor.geo.confidence import is_doubtful
from auditor.geo.layers import Counties, Layer, LayerKind, code_prefix

__all__ = ["Bands", "Containment", "Verdict", "judge"]

Rows = npt.NDArray[np.int64]
_ENOUGH_LAYERS = 2
_COUNTY = "<U6"


class Verdict(enum.IntEnum):
    """One answer a position."""

    UNKNOWN = 0  # no position, no boundary, one open layer alone, or the layers disagree on it
    INSIDE = 1  # covered by the first layer that knows the county
    NEAR = 2  # inside the second layer only, within the band, or at sea off any county
    OUTSIDE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Metres outside a boundary at which nothing is said, by layer (p50 and p95 measured).

    ``nobody_m`` is for positions in no county at all: bridges, jetties and reclaimed land lie
    off the coast that a layer draws.  It does not apply to a customer's boundary.
    """

    customer_m: float = 0.0
    amap_m: float = 100.0
    tianditu_m: float = 500.0
    nobody_m: float = 20_000.0

    def of(self, kind: LayerKind) -> float:
        """The band of one layer."""
        bands = {LayerKind.CUSTOMER: self.customer_m, LayerKind.AMAP: self.amap_m}
        return bands.get(kind, self.tianditu_m)


@dataclass(frozen=True, slots=True, eq=False)
class Containment:
    """One entry a position, in the order given.

    ``verdict`` (int8) holds values of `Verdict`.  ``distance_m`` is 0 inside any layer, else
    metres to the nearest layer's declared county, NaN where none is known.  ``county`` is
    the county where an OUTSIDE position really lies, six digits, else empty.
    """

    verdict: npt.NDArray[np.int8]
    distance_m: Degrees
    county: Counties


@dataclass(frozen=True, slots=True)
class _Witness:
    """A layer's area of the declared division, and its band."""

    area: Area
    band_m: float
    is_authority: bool


_DEFAULT_BANDS = Bands()


def judge(
    longitude: Degrees,
    latitude: Degrees,
    codes: pl.Series,
    *,
    layers: Sequence[Layer],
    bands: Bands = _DEFAULT_BANDS,
) -> Containment:
    """Judge each position (degrees, NaN for none) by its own declared code (2, 4 or 6 digits).

    ``layers`` are asked in order, the most precise first; a customer's layer alone decides
    about the codes that it has.
    """
    result = Containment(
        np.full(longitude.shape, Verdict.UNKNOWN, dtype=np.int8),
        np.full(longitude.shape, np.nan),
        np.zeros(longitude.shape, dtype=_COUNTY),
    )
    offshore = np.zeros(longitude.shape, dtype=np.bool_)
    for code, rows in _groups(codes, readable(longitude, latitude)):
        witnesses = _witnesses(code, layers, bands)
        if witnesses:
            x, y = longitude[rows], latitude[rows]
            verdicts, distances = _judge_group(code, witnesses, x, y)
            result.verdict[rows], result.distance_m[rows] = verdicts, distances
            offshore[rows] = (distances <= bands.nobody_m) & (not witnesses[0].is_authority)
    _name_counties(result, longitude, latitude, codes=codes, layers=layers)
    nobody = (result.verdict == Verdict.OUTSIDE) & (result.county == "") & offshore
    result.verdict[nobody] = Verdict.NEAR
    return result


def _groups(codes: pl.Series, placed: Mask) -> list[tuple[str, Rows]]:
    """The rows of each code; rows without code or position are in none."""
    rows = pl.DataFrame({"code": codes, "row": np.arange(len(codes)), "placed": placed})
    wanted = rows.filter(pl.col("placed") & pl.col("code").is_not_null())
    grouped = wanted.group_by("code", maintain_order=True).agg("row")
    return [(code, found.to_numpy()) for code, found in zip(*grouped, strict=True)]


def _witnesses(code: str, layers: Sequence[Layer], bands: Bands) -> tuple[_Witness, ...]:
    """The layers that know the division; the customer's alone if it is among them."""
    known = [(layer.kind, area) for layer in layers if (area := layer.area(code)) is not None]
    found = tuple(
        _Witness(area, bands.of(kind), kind is LayerKind.CUSTOMER) for kind, area in known
    )
    own = tuple(witness for witness in found if witness.is_authority)
    return own or found


def _judge_group(
    code: str, witnesses: tuple[_Witness, ...], longitude: Degrees, latitude: Degrees
) -> tuple[npt.NDArray[np.int8], Degrees]:
    """Verdicts and distances of the positions that declare one division."""
    first, *others = witnesses
    verdicts = np.full(longitude.shape, Verdict.INSIDE, dtype=np.int8)
    distances = np.zeros(longitude.shape)
    rest = np.flatnonzero(~first.area.covers(longitude, latitude))
    verdicts[rest] = Verdict.NEAR
    for other in others:
        rest = rest[~other.area.covers(longitude[rest], latitude[rest])]
    if rest.size:
        x, y = longitude[rest], latitude[rest]
        metres = np.array([witness.area.distance_m(x, y) for witness in witnesses])
        limits = np.array([[witness.band_m] for witness in witnesses])
        far = Verdict.OUTSIDE if _may_accuse(code, witnesses) else Verdict.UNKNOWN
        verdicts[rest] = np.where((metres > limits).all(axis=0), far, Verdict.NEAR)
        distances[rest] = metres.min(axis=0)
    return verdicts, distances


def _may_accuse(code: str, witnesses: tuple[_Witness, ...]) -> bool:
    """Whether these layers together can tell that a position is outside."""
    if witnesses[0].is_authority:
        return True
    return len(witnesses) >= _ENOUGH_LAYERS and not is_doubtful(code)


def _name_counties(
    result: Containment,
    longitude: Degrees,
    latitude: Degrees,
    *,
    codes: pl.Series,
    layers: Sequence[Layer],
) -> None:
    """Look up where the positions outside really are, in the first layer that knows.

    An open layer may put one inside the division that the customer's own boundary denies:
    then nothing is named.
    """
    for layer in layers:
        rows = np.flatnonzero((result.verdict == Verdict.OUTSIDE) & (result.county == ""))
        if rows.size:
            found = layer.county_at(longitude[rows], latitude[rows])
            declared = np.array([code_prefix(code) for code in codes.gather(rows)], dtype=_COUNTY)
            result.county[rows] = np.where(np.char.startswith(found, declared), "", found)
