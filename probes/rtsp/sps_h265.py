"""Parameter sets of H.265 (7.3.2.1, 7.3.2.2): profile, size and frame rate."""

from probes.rtsp.bits import BitReader, BitsError, unescape
from probes.rtsp.vui import Declared, read_rate, skip_colour

__all__ = ["read_sps", "read_vps_rate"]

_PROFILES = {1: "main", 2: "main_10", 3: "main_still_picture", 4: "range_extensions"}
_HEADER_BYTES = 2
_CHROMA_444 = 3
_MAX_SHORT_TERM_SETS = 64
_MAX_PICTURES = 16
_MAX_LONG_TERM = 32
_MAX_LAYER_SETS = 1024


def read_sps(nal: bytes) -> Declared:
    """Read ``nal``, with its header; raises BitsError when it contradicts the standard."""
    reader = BitReader(unescape(nal[_HEADER_BYTES:]))
    reader.bits(4)
    sub_layers = reader.bits(3)
    reader.bits(1)
    profile = _read_profile(reader, sub_layers)
    reader.unsigned()
    width, height = _read_size(reader)
    try:
        rate = _read_rate(reader, sub_layers)
    except BitsError:
        rate = None  # Far behind what matters, and some encoders cut it short.
    name = _PROFILES.get(profile, f"profile_{profile}")
    return Declared(profile=name, width_px=width, height_px=height, frame_rate=rate)


def read_vps_rate(nal: bytes) -> float | None:
    """Return the frame rate of a video parameter set; None when it has none."""
    reader = BitReader(unescape(nal[_HEADER_BYTES:]))
    try:
        reader.bits(12)
        sub_layers = reader.bits(3)
        reader.bits(17)
        _read_profile(reader, sub_layers)
        _skip_ordering(reader, sub_layers)
        layers = reader.bits(6)
        reader_sets = reader.unsigned(_MAX_LAYER_SETS)
        for _ in range(reader_sets):
            reader.bits(layers + 1)
        return read_rate(reader, ticks=1) if reader.flag() else None
    except BitsError:
        return None


def _read_profile(reader: BitReader, sub_layers: int) -> int:
    """Return general_profile_idc of profile_tier_level (7.3.3)."""
    reader.bits(3)
    profile = reader.bits(5)
    reader.bits(32 + 48 + 8)
    present = [(reader.flag(), reader.flag()) for _ in range(sub_layers)]
    if sub_layers:
        reader.bits(2 * (8 - sub_layers))
    for has_profile, has_level in present:
        reader.bits(88 * has_profile + 8 * has_level)
    return profile


def _read_size(reader: BitReader) -> tuple[int, int]:
    chroma = reader.unsigned(_CHROMA_444)
    if chroma == _CHROMA_444:
        reader.bits(1)
    width, height = reader.unsigned(), reader.unsigned()
    if reader.flag():
        left, right, top, bottom = (reader.unsigned() for _ in range(4))
        width -= (left + right) * (2 if chroma in (1, 2) else 1)
        height -= (top + bottom) * (2 if chroma == 1 else 1)
    return width, height


def _read_rate(reader: BitReader, sub_layers: int) -> float | None:
    """Pass over everything between the size and the VUI, which holds the rate."""
    reader.unsigned()
    reader.unsigned()
    order_bits = reader.unsigned(12) + 4
    _skip_ordering(reader, sub_layers)
    for _ in range(6):
        reader.unsigned()
    if reader.flag() and reader.flag():
        _skip_scaling_lists(reader)
    reader.bits(2)
    if reader.flag():
        reader.bits(8)
        reader.unsigned()
        reader.unsigned()
        reader.bits(1)
    _skip_short_term_sets(reader)
    if reader.flag():
        for _ in range(reader.unsigned(_MAX_LONG_TERM)):
            reader.bits(order_bits + 1)
    reader.bits(2)
    return _read_vui(reader) if reader.flag() else None


def _skip_ordering(reader: BitReader, sub_layers: int) -> None:
    for _ in range(sub_layers + 1 if reader.flag() else 1):
        for _ in range(3):
            reader.unsigned()


def _skip_scaling_lists(reader: BitReader) -> None:
    """Pass over scaling_list_data (7.3.4)."""
    for size in range(4):
        for _ in range(2 if size == 3 else 6):  # noqa: PLR2004 - 32x32 has two
            if not reader.flag():
                reader.unsigned()
                continue
            if size > 1:
                reader.signed()
            for _ in range(min(64, 1 << (4 + 2 * size))):
                reader.signed()


def _skip_short_term_sets(reader: BitReader) -> None:
    """Pass over the reference picture sets (7.3.7), whose lengths depend on each other."""
    pictures: list[int] = []
    for number in range(reader.unsigned(_MAX_SHORT_TERM_SETS)):
        is_predicted = number > 0 and reader.flag()
        count = _skip_predicted(reader, pictures[-1]) if is_predicted else _skip_listed(reader)
        pictures.append(count)


def _skip_predicted(reader: BitReader, previous: int) -> int:
    reader.bits(1)
    reader.unsigned()
    kept = 0
    for _ in range(previous + 1):
        is_used = reader.flag()
        kept += is_used or reader.flag()
    return kept


def _skip_listed(reader: BitReader) -> int:
    negative, positive = reader.unsigned(_MAX_PICTURES), reader.unsigned(_MAX_PICTURES)
    for _ in range(negative + positive):
        reader.unsigned()
        reader.bits(1)
    return negative + positive


def _read_vui(reader: BitReader) -> float | None:
    skip_colour(reader)
    reader.bits(3)
    if reader.flag():
        for _ in range(4):
            reader.unsigned()
    return read_rate(reader, ticks=1) if reader.flag() else None
