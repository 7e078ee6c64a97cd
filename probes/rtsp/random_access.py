"""H.264 pictures that decode alone without being IDR: intra pictures at a recovery point.

Encoders with an open GOP send one IDR at power-on and such pictures ever after.  Gradual
refresh, where no single picture is whole, is left out: half of it would be gray.
"""

from collections.abc import Iterator, Sequence

__all__ = ["is_recovery_picture"]

_SLICE = 1
_SEI = 6
_RECOVERY_POINT = 6  # H.264 D.1.8
# recovery_frame_cnt = 0 is the single bit 1; exact_match is next, then broken_link: must be 0.
_COUNT_0 = 0b1000_0000
_COUNT_AND_LINK = 0b1010_0000
_INTRA_SLICES = frozenset({2, 7})  # H.264 table 7-6
_LONGEST_CODE = 16
_HEAD_BYTES = 16
_MAX_SEI_BYTES = 1024


def is_recovery_picture(nals: Sequence[bytes]) -> bool:
    """Whether the access unit is exact from itself on (recovery_frame_cnt 0, no broken link).

    Every slice must be intra coded, so that nothing which came before can be missed.
    """
    slices = [nal for nal in nals if nal[0] & 0x1F in range(1, 6)]
    is_intra = all(nal[0] & 0x1F == _SLICE and _is_intra(nal) for nal in slices)
    return bool(slices) and is_intra and any(map(_starts_recovery, nals))


def _is_intra(nal: bytes) -> bool:
    """Read first_mb_in_slice and slice_type (H.264 7.3.3)."""
    codes = _exp_golomb(nal[1:_HEAD_BYTES])
    next(codes, None)
    return next(codes, None) in _INTRA_SLICES


def _starts_recovery(nal: bytes) -> bool:
    if nal[0] & 0x1F != _SEI:
        return False
    return any(
        kind == _RECOVERY_POINT and len(body) > 0 and body[0] & _COUNT_AND_LINK == _COUNT_0
        for kind, body in _messages(nal[1:_MAX_SEI_BYTES].replace(b"\0\0\3", b"\0\0"))
    )


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


def _exp_golomb(data: bytes) -> Iterator[int]:
    """Give the ue(v) codes at the start of ``data`` (H.264 9.1)."""
    bits = "".join(f"{byte:08b}" for byte in data.replace(b"\0\0\3", b"\0\0"))
    while "1" in bits:
        zeros = bits.index("1")
        code = bits[zeros : 2 * zeros + 1]
        if zeros > _LONGEST_CODE or len(code) <= zeros:
            return
        yield int(code, 2) - 1
        bits = bits[2 * zeros + 1 :]
