"""The sequence parameter set of H.264 (7.3.2.1.1): profile, size and frame rate."""

from probes.rtsp.bits import BitReader, BitsError, unescape
from probes.rtsp.vui import Declared, read_rate, skip_colour

__all__ = ["read_sps"]

_WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_PROFILES = {66: "baseline", 77: "main", 88: "extended", 100: "high", 110: "high_10"}
_PROFILES |= {122: "high_422", 244: "high_444"}
_CONSTRAINED = 0x40  # constraint_set1_flag
_BASELINE = 66
_CHROMA_444 = 3
_MACROBLOCK_PX = 16
_MAX_MACROBLOCKS = 4096
_MAX_CYCLE = 255
_TICKS_PER_FRAME = 2  # E.2.1: the clock counts fields


def read_sps(nal: bytes) -> Declared:
    """Read ``nal``, with its header byte; raises BitsError when it contradicts the standard."""
    reader = BitReader(unescape(nal[1:]))
    profile, constraints = reader.bits(8), reader.bits(8)
    reader.bits(8)
    reader.unsigned()
    chroma = _read_chroma(reader) if profile in _WITH_CHROMA else 1
    reader.unsigned()
    _skip_order(reader)
    reader.unsigned()
    reader.bits(1)
    size = _read_size(reader, chroma)
    return Declared(
        profile=_name(profile, constraints),
        width_px=size[0],
        height_px=size[1],
        frame_rate=_read_vui(reader) if reader.flag() else None,
    )


def _name(profile: int, constraints: int) -> str:
    if profile == _BASELINE and constraints & _CONSTRAINED:
        return "constrained_baseline"
    return _PROFILES.get(profile, f"profile_{profile}")


def _read_chroma(reader: BitReader) -> int:
    """Return chroma_format_idc and pass over bit depths and scaling lists."""
    chroma = reader.unsigned(_CHROMA_444)
    if chroma == _CHROMA_444:
        reader.bits(1)
    reader.unsigned()
    reader.unsigned()
    reader.bits(1)
    if reader.flag():
        for number in range(12 if chroma == _CHROMA_444 else 8):
            if reader.flag():
                _skip_scaling_list(reader, 16 if number < 6 else 64)  # noqa: PLR2004 - 7.3.2.1.1.1
    return chroma


def _skip_scaling_list(reader: BitReader, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + reader.signed()) % 256
        last = following or last


def _skip_order(reader: BitReader) -> None:
    """Pass over how pictures are ordered (pic_order_cnt_type)."""
    kind = reader.unsigned(2)
    if kind == 0:
        reader.unsigned()
    elif kind == 1:
        reader.bits(1)
        reader.signed()
        reader.signed()
        for _ in range(reader.unsigned(_MAX_CYCLE)):
            reader.signed()


def _read_size(reader: BitReader, chroma: int) -> tuple[int, int]:
    """Return width and height in pixels, cropped (7.4.2.1.1)."""
    width = (reader.unsigned(_MAX_MACROBLOCKS) + 1) * _MACROBLOCK_PX
    rows = reader.unsigned(_MAX_MACROBLOCKS) + 1
    is_progressive = reader.flag()
    fields = 1 if is_progressive else 2
    if not is_progressive:
        reader.bits(1)
    reader.bits(1)
    height = rows * fields * _MACROBLOCK_PX
    if reader.flag():
        left, right, top, bottom = (reader.unsigned() for _ in range(4))
        width -= (left + right) * (2 if chroma in (1, 2) else 1)
        height -= (top + bottom) * (2 if chroma == 1 else 1) * fields
    if min(width, height) < 1:
        raise BitsError("everything is cropped")
    return width, height


def _read_vui(reader: BitReader) -> float | None:
    skip_colour(reader)
    return read_rate(reader, ticks=_TICKS_PER_FRAME) if reader.flag() else None
