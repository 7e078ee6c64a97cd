"""Passing over predicted pictures while a key picture is waited for, read by their headers only.

A second of them comes before a camera's key picture, and nobody will look at one.  Passed over are
whole pictures, in interleaved frames (RFC 2326 10.12) as they lie in the buffer; whatever is out of
the ordinary, were it one bit, is left to be read in full by :mod:`probes.rtsp.depacketize`.
"""

import struct
from typing import NamedTuple

from probes.rtsp.nal import FU_END, FU_START, START_CODE, Syntax
from probes.rtsp.rtp import HEADER_BYTES, PLAIN

__all__ = ["Passed", "Skimmer"]

MAX_OPEN_BYTES = 512 * 1024  # held of a picture that has not ended yet
_HEAD = struct.Struct("!BBHBBHII")  # a frame's four bytes and the header of RTP (RFC 3550 5.1)
_FRAME_BYTES = 4
_DOLLAR = 0x24
_MARKER = 0x80


class Passed(NamedTuple):
    """One picture: its RTP time, its packets, and their bytes with their RTP headers."""

    timestamp: int
    packets: int
    size: int


class Skimmer:
    """Looks for pictures of one source that follow each other without a gap.

    Give it the same buffer again when more has come, without what was passed.
    """

    __slots__ = (
        "_at",
        "_ended",
        "_expected",
        "_is_inside",
        "_is_slice",
        "_packets",
        "_payload_type",
        "_size",
        "_ssrc",
        "_syntax",
        "_time",
    )

    def __init__(self, syntax: Syntax, payload_type: int) -> None:
        self._syntax = syntax
        self._payload_type = payload_type
        self.begin(ssrc=0, expected=0, ended=None)

    def begin(self, *, ssrc: int, expected: int, ended: int | None) -> None:
        """Start anew: ``expected`` is the number of the next packet.

        ``ended`` is the RTP time of the last picture that a marker ended: one that goes on after
        its marker is out of the ordinary.
        """
        self._ssrc, self._expected, self._ended = ssrc, expected, ended
        self._close(0)

    def _close(self, at: int) -> None:
        """What is open begins at ``at`` of the buffer."""
        self._at = at
        self._time: int | None = None
        self._packets = self._size = 0
        self._is_inside = False  # of a fragmented slice
        self._is_slice = False  # that the last packet ended

    def skim(self, buffer: bytearray, channel: int) -> tuple[int, bool, list[Passed]]:
        """Return how many bytes were passed over, whether to wait for more, and the pictures.

        Not to wait means that something is to be read in full; then `begin` comes next.
        """
        passed, pictures, size = 0, list[Passed](), len(buffer)
        while self._at + _FRAME_BYTES <= size:
            begin = self._at
            end = begin + _FRAME_BYTES + (buffer[begin + 2] << 8 | buffer[begin + 3])
            if end > size and buffer[begin] == _DOLLAR:
                break
            if buffer[begin] != _DOLLAR:
                return passed, False, pictures
            self._at = end
            if buffer[begin + 1] != channel:
                passed = passed if self._packets else end
                continue
            if not self._takes(buffer, begin, end):
                return passed, False, pictures
            if buffer[begin + 5] & _MARKER:
                if not self._is_slice:
                    return passed, False, pictures
                passed = end
                pictures.append(self._picture())
        self._at -= passed
        is_frame = passed == size or buffer[passed] == _DOLLAR
        return passed, is_frame and size - passed <= MAX_OPEN_BYTES, pictures

    def _picture(self) -> Passed:
        picture = Passed(self._time or 0, self._packets, self._size)
        self._ended = self._time
        self._close(self._at)
        return picture

    def _takes(self, buffer: bytearray, begin: int, end: int) -> bool:
        """Whether the packet goes on in the ordinary way; it is counted then."""
        start = begin + _FRAME_BYTES + HEADER_BYTES
        if end <= start + self._syntax.header_bytes:
            return False
        _, _, size, flags, kind, number, timestamp, ssrc = _HEAD.unpack_from(buffer, begin)
        if flags != PLAIN or kind & 0x7F != self._payload_type or number != self._expected:
            return False
        if ssrc != self._ssrc or timestamp == self._ended:
            return False
        if self._time is None:
            self._time = timestamp
        if timestamp != self._time or not self._is_ordinary(buffer, start, end):
            return False
        self._expected = (number + 1) & 0xFFFF
        self._packets += 1
        self._size += size
        return True

    def _is_ordinary(self, buffer: bytearray, start: int, end: int) -> bool:
        """Whether the payload is a slice of a predicted picture, a part of one, or a delimiter."""
        syntax = self._syntax
        kind = buffer[start] >> syntax.shift & syntax.mask
        if kind != syntax.fragment_type:
            self._is_slice = kind in syntax.predicted_types
            is_known = self._is_slice or kind == syntax.delimiter_type
            return is_known and not self._is_inside and buffer.find(START_CODE, start, end) < 0
        header = buffer[start + syntax.header_bytes]
        is_start, is_end = bool(header & FU_START), bool(header & FU_END)
        if header & syntax.fragment_mask not in syntax.predicted_types:
            return False
        if is_start == self._is_inside or (is_start and is_end):
            return False
        self._is_inside, self._is_slice = not is_end, is_end
        return True
