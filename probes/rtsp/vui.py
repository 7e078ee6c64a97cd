"""What the sequence parameter sets of H.264 and H.265 have in common: the start of the VUI."""

from dataclasses import dataclass

from probes.rtsp.bits import BitReader

__all__ = ["Declared", "read_rate", "skip_colour"]

_EXTENDED_ASPECT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a sequence parameter set says, unchecked."""

    profile: str
    width_px: int
    height_px: int
    frame_rate: float | None


def skip_colour(reader: BitReader) -> None:
    """Pass over aspect ratio, overscan, colour and chroma position (H.264 E.1.1, H.265 E.2.1)."""
    if reader.flag() and reader.bits(8) == _EXTENDED_ASPECT:
        reader.bits(32)
    if reader.flag():
        reader.bits(1)
    if reader.flag():
        reader.bits(4)
        if reader.flag():
            reader.bits(24)
    if reader.flag():
        reader.unsigned()
        reader.unsigned()


def read_rate(reader: BitReader, *, ticks: int) -> float | None:
    """Read units and time scale; ``ticks`` of the clock make a frame."""
    units, scale = reader.bits(32), reader.bits(32)
    return scale / (ticks * units) if units and scale else None
