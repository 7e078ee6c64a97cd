"""H.264 pictures at which decoding can begin without an IDR: recovery points (D.2.8).

Encoders with an open GOP send one IDR at power-on and intra pictures that decode alone ever
after.  With gradual refresh no single picture is whole: only a number of frames later is one,
and whether it truly is, is left to :mod:`probes.picture.recovery`.
"""

from collections.abc import Iterator, Sequence

from probes.rtsp.bits import BitReader, BitsError, unescape

__all__ = ["SEI", "is_recovery_picture", "recovery_frames"]

_SLICE = 1
SEI = 6
_RECOVERY_POINT = 6  # H.264 D.1.8
_INTRA_SLICES = frozenset({2, 7})  # H.264 table 7-6
_HEAD_BYTES = 16
_MAX_SEI_BYTES = 1024
_MAX_FRAMES = 1 << 16  # H.264 D.2.8: at most MaxFrameNum - 1


def recovery_frames(nals: Sequence[bytes]) -> int | None:
    """How many frames later the picture is exact; None when this is no recovery point.

    A broken link is none: what follows may refer to pictures of another sequence.
    """
    counts = (_count(nal) for nal in nals if nal[0] & 0x1F == SEI)
    return next((count for count in counts if count is not None), None)


def is_recovery_picture(nals: Sequence[bytes]) -> bool:
    """Whether the access unit is exact from itself on (recovery_frame_cnt 0, no broken link).

    Every slice must be intra coded, so that nothing which came before can be missed.
    """
    if recovery_frames(nals) != 0:
        return False
    slices = [nal for nal in nals if nal[0] & 0x1F in range(1, 6)]
    return bool(slices) and all(nal[0] & 0x1F == _SLICE and _is_intra(nal) for nal in slices)


def _is_intra(nal: bytes) -> bool:
    """Read first_mb_in_slice and slice_type (H.264 7.3.3)."""
    reader = BitReader(unescape(nal[1:_HEAD_BYTES]))
    try:
        reader.unsigned()
        return reader.unsigned() in _INTRA_SLICES
    except BitsError:
        return False


def _count(nal: bytes) -> int | None:
    """recovery_frame_cnt of the SEI message in ``nal``, when it has an unbroken one."""
    for kind, body in _messages(unescape(nal[1:_MAX_SEI_BYTES])):
        if kind != _RECOVERY_POINT:
            continue
        reader = BitReader(body)
        try:
            count = reader.unsigned(_MAX_FRAMES)
            reader.bits(1)  # exact_match_flag
            return None if reader.flag() else count  # broken_link_flag
        except BitsError:
            return None
    return None


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give type and body of each SEI message (H.264 7.3.2.3.1)."""
    while len(data) > 1:
        kind, data = _number(data)
        size, data = _number(data)
        yield kind, data[:size]
        data = data[size:]


def _number(data: bytes) -> tuple[int, bytes]:
    """Read a number written as bytes 255 and a rest."""
    rest = data.lstrip(b"\xff")
    return 255 * (len(data) - len(rest)) + (rest[0] if rest else 0), rest[1:]
