"""A stratified random sample that anybody can repeat: pure.

Within a stratum members are ordered by SHA-256 of seed, device code and row, and the first are
taken: no generator whose algorithm could change between versions or platforms.
"""

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from auditor.records import Camera

__all__ = ["allocate", "draw", "needed_size"]

K = TypeVar("K", bound=Hashable)
# The square of the two-sided normal quantile, in billionths, rounded up.
_Z2 = {90: 2_705_543_455, 95: 3_841_458_823, 99: 6_634_896_604}


def needed_size(*, population: int, margin: int, confidence: int = 95) -> int:
    """Members for ``margin`` (thousandths) at worst, share one half, corrected for the population."""
    plain = Fraction(_Z2[confidence], 4_000_000_000) / Fraction(margin, 1000) ** 2
    size = plain * population / (plain + population - 1)
    return min(population, -(-size.numerator // size.denominator))


def allocate(sizes: Mapping[K, int], total: int, *, at_least_one: bool = False) -> dict[K, int]:
    """Proportional, the rest to the largest remainders, in the order of ``sizes`` where equal."""
    population = sum(sizes.values())
    if not 0 <= total <= population:
        raise ValueError(f"a sample of {total} cannot be drawn from {population}")
    shares = {key: divmod(size * total, max(population, 1)) for key, size in sizes.items()}
    taken = {key: whole for key, (whole, _) in shares.items()}
    by_rest = sorted(sizes, key=lambda key: -shares[key][1])
    for key in by_rest[: total - sum(taken.values())]:
        taken[key] += 1
    if at_least_one:
        taken = {key: max(count, min(1, sizes[key])) for key, count in taken.items()}
    return taken


def draw(
    strata: Mapping[K, Sequence[Camera]], total: int, *, seed: str, at_least_one: bool = False
) -> dict[K, tuple[Camera, ...]]:
    """The drawn cameras of each stratum, by row; ``at_least_one`` may make the sample larger."""
    sizes = {key: len(members) for key, members in strata.items()}
    counts = allocate(sizes, total, at_least_one=at_least_one)
    return {key: _first(strata[key], counts[key], seed) for key in strata}


def _first(members: Sequence[Camera], count: int, seed: str) -> tuple[Camera, ...]:
    ordered = sorted(members, key=lambda camera: (_lot(camera, seed), camera.row))
    return tuple(sorted(ordered[:count], key=lambda camera: camera.row))


def _lot(camera: Camera, seed: str) -> bytes:
    text = "\x1f".join((seed, camera.device_code, str(camera.row)))
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
