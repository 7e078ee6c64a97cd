"""Wilson's score interval with a finite population correction, in whole numbers, rounded outward.

The bounds solve (p - q)^2 = z^2 q(1-q)/n * (N-n)/(N-1) for q (Wilson 1927, with the correction in
the variance).  Sampling all (n = N) leaves the point.  z is 1.959963985 for 95 %, rounded up.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from auditor.model import RateVerdict

__all__ = ["CONFIDENCES", "Interval", "judge_interval", "wilson"]

SCALE = 1_000_000
# Two-sided normal quantiles in billionths, rounded up: a wider interval is the safe error.
CONFIDENCES = {90: 1_644_853_627, 95: 1_959_963_985, 99: 2_575_829_304}
_BILLION = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Bounds of a share in millionths: ``lower`` rounded down, ``upper`` rounded up."""

    lower: int
    upper: int
    confidence: int
    sampled: int
    population: int


def wilson(
    *, met: int, unknown: int, sampled: int, population: int, confidence: int = 95
) -> Interval:
    """The share of ``population`` that meets it, from a simple random sample.

    Unknown members count as missed for the lower bound and as met for the upper one.
    """
    if not (met >= 0 and unknown >= 0 and met + unknown <= sampled <= population and sampled):
        raise ValueError("needs 0 <= met + unknown <= sampled <= population, and a sample")
    spread = Fraction(CONFIDENCES[confidence], _BILLION) ** 2 / sampled
    if population > 1:
        spread *= Fraction(population - sampled, population - 1)
    else:
        spread = Fraction(0)
    return Interval(
        lower=max(0, _lower(Fraction(met, sampled), spread)),
        upper=SCALE - max(0, _lower(Fraction(sampled - met - unknown, sampled), spread)),
        confidence=confidence,
        sampled=sampled,
        population=population,
    )


def judge_interval(interval: Interval, threshold: int) -> RateVerdict:
    """By whole percent: met only if the lower end is, missed only if the upper end is."""
    limit = threshold * SCALE // 100
    if interval.lower >= limit:
        return RateVerdict.MEETS
    return RateVerdict.MISSES if interval.upper < limit else RateVerdict.INCONCLUSIVE


def _lower(share: Fraction, spread: Fraction) -> int:
    """The lower root in millionths, rounded down; the upper one is the lower of the misses."""
    root = spread * spread / 4 + spread * share * (1 - share)
    scaled = root * SCALE * SCALE
    # The square root is taken upward, so that the bound is never too high.
    whole = isqrt(scaled.numerator // scaled.denominator)
    exact = whole * whole == scaled
    up = whole if exact else whole + 1
    bound = ((share + spread / 2) * SCALE - up) / (1 + spread)
    return bound.numerator // bound.denominator
