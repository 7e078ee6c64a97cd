"""Reading a NAL unit bit by bit: fixed lengths and Exp-Golomb codes (H.264 9.1, H.265 9.2).

Every read is bounded by the data; what the numbers mean is left to the readers of parameter
sets and SEI messages.
"""

__all__ = ["BitReader", "BitsError", "unescape"]

_LONGEST_CODE = 32


class BitsError(ValueError):
    """The data ended, or a number is outside what the standard allows."""


def unescape(data: bytes) -> bytes:
    """Take out the emulation prevention bytes (H.264 7.4.1, H.265 7.4.2)."""
    return data.replace(b"\0\0\3", b"\0\0")


class BitReader:
    """A position in ``data``, which has no emulation prevention bytes any more."""

    __slots__ = ("_at", "_data", "_end")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._end = 8 * len(data)

    def bits(self, count: int) -> int:
        """Return the next ``count`` bits as a number; raises BitsError at the end."""
        end = self._at + count
        if end > self._end:
            raise BitsError("the data ended")
        last = (end + 7) >> 3
        window = int.from_bytes(self._data[self._at >> 3 : last])
        self._at = end
        return (window >> ((last << 3) - end)) & ((1 << count) - 1)

    def flag(self) -> bool:
        """Return the next bit."""
        return bool(self.bits(1))

    def unsigned(self, limit: int = (1 << 32) - 2) -> int:
        """Return the next ue(v); raises BitsError above ``limit``."""
        zeros = 0
        while not self.flag():
            zeros += 1
            if zeros > _LONGEST_CODE:
                raise BitsError("an Exp-Golomb code is too long")
        value = (1 << zeros) - 1 + self.bits(zeros)
        if value > limit:
            raise BitsError("a number is out of range")
        return value

    def signed(self) -> int:
        """Return the next se(v)."""
        code = self.unsigned()
        return (code + 1) // 2 if code % 2 else -(code // 2)
