"""How large predicted pictures are: a hint, free of decoding, whether anything moves.

An encoder spends almost nothing on a picture that equals the last one (75 bytes where a live
sensor's noise alone takes thousands).  Large predicted pictures therefore show movement; small
ones show nothing, since a good encoder of a still scene makes them too.
"""

from collections import deque
from statistics import median

from probes.rtsp.nal import H264, H265, Syntax
from probes.rtsp.rtp import Packet

__all__ = ["PredictedSizes"]

PICTURES_NEEDED = 10  # a second at most, and enough to measure the frame rate too
PICTURES_KEPT = 50
_SYNTAX = {"h264": H264, "h265": H265}
_FILLER = {"h264": 12, "h265": 38}  # pads a constant rate: no sign of movement


class PredictedSizes:
    """Takes the packets of one track in order.

    A codec other than ``h264`` and ``h265`` has no predicted pictures.

    A picture is what shares a timestamp.  The first one is not counted, since a client joins in
    the middle of it, and neither are key pictures.
    """

    __slots__ = (
        "_filler",
        "_is_filler",
        "_is_key",
        "_size",
        "_sizes",
        "_syntax",
        "_timestamp",
        "pictures",
    )

    def __init__(self, codec: str) -> None:
        self.pictures = 0
        self._syntax = _SYNTAX.get(codec)
        self._filler = _FILLER.get(codec)
        self._sizes: deque[int] = deque(maxlen=PICTURES_KEPT)
        self._timestamp: int | None = None
        self._size = 0
        self._is_key = True
        self._is_filler = False

    @property
    def typical(self) -> int | None:
        """The median size in bytes, None before enough pictures were seen.

        Not the mean: the intra pictures of an open GOP look like predicted ones.
        """
        if len(self._sizes) < PICTURES_NEEDED:
            return None
        return round(median(self._sizes))

    def push(self, packet: Packet) -> None:
        """Take the next packet."""
        if packet.timestamp != self._timestamp:
            self._close(packet.timestamp)
        if self._syntax is None:
            return
        kind = _kind(self._syntax, packet.payload)
        self._is_filler = kind == self._filler
        self._is_key = self._is_key or kind in self._syntax.key_types
        self.grow(len(packet.payload))

    def pass_over(self, timestamp: int, size: int) -> None:
        """Count a whole predicted picture of ``size`` bytes, of which no packet is pushed."""
        self._close(timestamp)
        self._is_filler = False
        self._size = size

    def grow(self, size: int) -> None:
        """Count ``size`` more bytes of the last packet's NAL unit."""
        if not self._is_filler:
            self._size += size

    def _close(self, timestamp: int) -> None:
        if self._timestamp is not None:
            self.pictures += 1
            if self._syntax is not None and not self._is_key:
                self._sizes.append(self._size)
        self._is_key = self._timestamp is None
        self._timestamp = timestamp
        self._size = 0


def _kind(syntax: Syntax, payload: bytes) -> int:
    """Return the NAL unit type, that of the whole for a fragment, -1 when there is none."""
    if len(payload) <= syntax.header_bytes:
        return -1
    kind = syntax.type_of(payload)
    if kind == syntax.fragment_type:
        return payload[syntax.header_bytes] & syntax.fragment_mask
    return kind
