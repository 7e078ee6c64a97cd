"""NAL units: what their headers say, and how RTP payloads carry them.

H.264: RFC 6184 5.6 single, 5.7.1 STAP-A, 5.8 FU-A.  H.265: RFC 7798 4.4.1 single, 4.4.2 AP,
4.4.3 FU.  Grouping into pictures is left to :mod:`probes.rtsp.depacketize`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from probes.rtsp.middles import count_alike

__all__ = ["FU_END", "FU_START", "H264", "H265", "START_CODE", "NalReader", "Syntax", "syntax_of"]

MAX_NAL_BYTES = 8 * 1024 * 1024
MAX_PARTS = 64
START_CODE = b"\0\0\1"
FU_START = 0x80
FU_END = 0x40
_FU_START_OR_END = FU_START | FU_END
_FIRST_SLICE = 0x80


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The numbers in which the two codecs differ.

    ``predicted_types`` are slices of pictures that never begin a stream; types that are
    reserved belong to none of the groups.
    """

    header_bytes: int
    shift: int
    mask: int
    single_types: range
    picture_types: range
    key_types: range
    predicted_types: range
    delimiter_type: int
    set_types: frozenset[int]
    aggregate_type: int
    foreign_types: frozenset[int]
    fragment_type: int
    fragment_mask: int

    def type_of(self, nal: bytes) -> int:
        """Return the NAL unit type."""
        return (nal[0] >> self.shift) & self.mask

    def is_picture(self, nal: bytes) -> bool:
        """Whether it is a slice (VCL NAL unit)."""
        return self.type_of(nal) in self.picture_types

    def is_key(self, nal: bytes) -> bool:
        """Whether it is a slice of an IDR (H.264) or IRAP (H.265) picture."""
        return self.type_of(nal) in self.key_types

    def is_predicted(self, nal: bytes) -> bool:
        """Whether it is a slice of a picture that may need others."""
        return self.is_picture(nal) and not self.is_key(nal)

    def is_parameter_set(self, nal: bytes) -> bool:
        """Whether it is a VPS, SPS or PPS."""
        return self.type_of(nal) in self.set_types

    def is_first_slice(self, nal: bytes) -> bool:
        """Whether the slice begins its picture.

        H.264 first_mb_in_slice = 0 is the single bit 1 in ue(v); H.265 has
        first_slice_segment_in_pic_flag at the same place.
        """
        return len(nal) > self.header_bytes and bool(nal[self.header_bytes] & _FIRST_SLICE)


H264 = Syntax(
    header_bytes=1,
    shift=0,
    mask=0x1F,
    single_types=range(24),  # 0 is undefined: what a payload begins with that has start codes
    picture_types=range(1, 6),
    key_types=range(5, 6),
    predicted_types=range(1, 2),
    delimiter_type=9,
    set_types=frozenset({7, 8}),
    aggregate_type=24,
    foreign_types=frozenset({25, 26, 27, 29}),  # interleaved packetisation
    fragment_type=28,
    fragment_mask=0x1F,
)
H265 = Syntax(
    header_bytes=2,
    shift=1,
    mask=0x3F,
    single_types=range(48),
    picture_types=range(32),
    key_types=range(16, 22),
    predicted_types=range(10),
    delimiter_type=35,
    set_types=frozenset({32, 33, 34}),
    aggregate_type=48,
    foreign_types=frozenset({50}),  # PACI
    fragment_type=49,
    fragment_mask=0x3F,
)


def syntax_of(codec: str) -> Syntax:
    """Return the numbers of ``h264`` or ``h265``."""
    return H264 if codec == "h264" else H265


class NalReader:
    """Takes payloads in order, gives whole NAL units.

    ``searches_slices`` false: fragmented slices of predicted pictures are not searched for start
    codes, which takes as long as everything else together, because nobody will look at them.
    """

    __slots__ = ("_fragment", "_syntax", "searches_slices")

    def __init__(self, syntax: Syntax) -> None:
        self.searches_slices = True
        self._syntax = syntax
        self._fragment: bytearray | None = None

    def drop_fragment(self) -> bool:
        """Forget a fragmented unit that never ended; whether there was one."""
        had_one = self._fragment is not None
        self._fragment = None
        return had_one

    def extend(self, data: bytes, start: int) -> bool:
        """Take the payload at ``start`` if it is the middle of the fragmented unit."""
        fragment, syntax = self._fragment, self._syntax
        at = start + syntax.header_bytes
        if fragment is None or len(data) <= at or data[at] & _FU_START_OR_END:
            return False
        if data[start] >> syntax.shift & syntax.mask != syntax.fragment_type:
            return False
        if len(fragment) + len(data) > MAX_NAL_BYTES:
            return False
        fragment += data[at + 1 :]
        return True

    def extend_alike(self, packets: Sequence[bytes], after: int, start: int) -> tuple[int, int]:
        """Take those that follow number ``after``, which `extend` took, and begin as it does.

        Return how many they are, and how many bytes from ``start`` on they have.
        """
        at = start + self._syntax.header_bytes + 1
        count = count_alike(packets, after=after, size=at)
        alike = packets[after + 1 : after + 1 + count]
        size = sum(map(len, alike))
        if self._fragment is None or len(self._fragment) + size > MAX_NAL_BYTES:
            return 0, 0
        self._fragment += b"".join([data[at:] for data in alike])
        return count, size - start * count

    def push(self, payload: bytes, *, after_gap: bool) -> tuple[list[bytes], bool]:
        """Return the NAL units that ``payload`` finishes, and whether something is missing."""
        if after_gap:
            self._fragment = None
        if len(payload) <= self._syntax.header_bytes:
            return [], bool(payload)
        kind = self._syntax.type_of(payload)
        if kind == self._syntax.fragment_type:
            return self._push_fragment(payload)
        cut_short = self.drop_fragment()
        if kind == self._syntax.aggregate_type:
            nals, damaged = self._split_aggregate(payload)
            return nals, damaged or cut_short
        if kind in self._syntax.single_types:
            return self._split_start_codes(payload), cut_short
        # What cannot be unpacked may be a slice; private types beyond the standards are none.
        return [], cut_short or kind in self._syntax.foreign_types

    def _push_fragment(self, payload: bytes) -> tuple[list[bytes], bool]:
        size = self._syntax.header_bytes
        header, data = payload[size], payload[size + 1 :]
        cut_short = False
        if header & FU_START:
            cut_short = self._fragment is not None
            self._fragment = bytearray(self._restore_header(payload, header))
        if self._fragment is None:
            return [], True
        self._fragment += data
        if len(self._fragment) > MAX_NAL_BYTES:
            self._fragment = None
            return [], True
        if not header & FU_END:
            return [], cut_short
        nal, self._fragment = bytes(self._fragment), None
        if not self.searches_slices and self._syntax.is_predicted(nal):
            return [nal], cut_short
        return self._split_start_codes(nal), cut_short

    def _restore_header(self, payload: bytes, header: int) -> bytes:
        """Rebuild the NAL unit header that the fragments share (RFC 6184 5.8, RFC 7798 4.4.3)."""
        keep = ~(self._syntax.mask << self._syntax.shift) & 0xFF
        kind = (header & self._syntax.fragment_mask) << self._syntax.shift
        return bytes([payload[0] & keep | kind]) + payload[1 : self._syntax.header_bytes]

    def _split_aggregate(self, payload: bytes) -> tuple[list[bytes], bool]:
        nals: list[bytes] = []
        at = self._syntax.header_bytes
        while at + 2 <= len(payload):
            end = at + 2 + int.from_bytes(payload[at : at + 2])
            if end > len(payload):
                return nals, True
            nals += self._split_start_codes(payload[at + 2 : end])
            at = end
        return nals, False

    def _split_start_codes(self, data: bytes) -> list[bytes]:
        """Part what a firmware packed as one NAL unit with start codes inside.

        A conforming NAL unit cannot contain one (emulation prevention), so this is safe.
        """
        parts = [data]
        if START_CODE in data:
            parts = [part.rstrip(b"\0") for part in data.split(START_CODE, MAX_PARTS)]
        return [part for part in parts if len(part) > self._syntax.header_bytes]
