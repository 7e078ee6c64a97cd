"""Limits of the picture rules by daypart; a profile may change any of them.

The values were chosen on real photographs with generated faults, so that none of the pictures
without a fault is called bad (docs/picture-diagnosis.md has the table and the command).  Night
has the widest: darkness, gain and lamps are not faults.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from auditor.daypart import Daypart

__all__ = [
    "LIMIT_NAMES",
    "NOT_ASKED",
    "STANDARD_LIMITS",
    "PictureLimits",
    "PictureTerms",
    "picture_terms",
]

NOT_ASKED = 1000.0
"""A limit that no picture reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """Levels are luma steps (0-255), shares 0-1, the names say what is compared how."""

    black_luma_below: float = 10.0
    blur_edge_px_from: float = 7.0
    blur_cells_from: float = 12.0
    blur_luma_from: float = 50.0
    noise_from: float = 6.0
    bright_share_from: float = 0.75
    high_luma_below: float = 30.0
    smooth_share_from: float = 0.68
    span_below: float = 25.0
    cast_from: float = 26.0
    cast_warm_from: float = 40.0
    stripe_from: float = 10.0
    shake_from: float = 1.5


STANDARD_LIMITS: Mapping[Daypart, PictureLimits] = {
    Daypart.DAY: PictureLimits(),
    Daypart.DUSK: PictureLimits(
        black_luma_below=5.0,
        blur_edge_px_from=7.5,
        blur_cells_from=20.0,
        blur_luma_from=60.0,
        noise_from=10.0,
        high_luma_below=0.0,
        span_below=0.0,
        smooth_share_from=NOT_ASKED,
        cast_from=36.0,
        cast_warm_from=50.0,
        stripe_from=12.0,
    ),
    Daypart.NIGHT: PictureLimits(
        black_luma_below=3.0,
        blur_edge_px_from=7.5,
        blur_cells_from=30.0,
        blur_luma_from=70.0,
        noise_from=14.0,
        high_luma_below=0.0,
        span_below=0.0,
        smooth_share_from=NOT_ASKED,
        cast_from=45.0,
        cast_warm_from=60.0,
        stripe_from=14.0,
    ),
}
LIMIT_NAMES = frozenset(field.name for field in fields(PictureLimits))


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTerms:
    """What pictures are judged by; ``placeholders`` are perceptual hashes (16 hex digits)."""

    limits: Mapping[Daypart, PictureLimits]
    placeholders: tuple[str, ...] = ()


def picture_terms(
    changes: Mapping[Daypart, Mapping[str, float]], placeholders: tuple[str, ...] = ()
) -> PictureTerms:
    """The standard limits with the changes of a scheme; KeyError for a name that is none."""
    unknown = {name for given in changes.values() for name in given} - LIMIT_NAMES
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    limits = {
        part: replace(standard, **changes.get(part, {}))
        for part, standard in STANDARD_LIMITS.items()
    }
    return PictureTerms(limits=limits, placeholders=placeholders)
