"""From RTP payloads to JPEG files (RFC 2435); every picture stands for itself.

The headers that RTP leaves out are written anew.  Decoding is left to
:mod:`probes.picture.decode`.
"""

from dataclasses import dataclass, field

from probes.rtsp.depacketize import MAX_ACCESS_UNIT_BYTES, AccessUnit
from probes.rtsp.jpeg_tables import HUFFMAN, quantizers
from probes.rtsp.rtp import Packet
from probes.rtsp.video_format import VideoFormat

__all__ = ["JpegDepacketizer"]

_MAIN_BYTES = 8
_RESTART_BYTES = 4
_TABLE_HEADER_BYTES = 4
_TABLE_VALUES = 64
_RESTART_TYPES = range(64, 128)
_DYNAMIC_Q = range(128, 256)
_CHANGING_Q = 255
_SAMPLING = {0: 0x21, 1: 0x22}  # RFC 2435 4.1: 4:2:2 and 4:2:0
_START, _END = b"\xff\xd8", b"\xff\xd9"
_SOF0, _DHT, _DQT, _DRI, _SOS = 0xC0, 0xC4, 0xDB, 0xDD, 0xDA

Tables = tuple[bytes, ...]


@dataclass(slots=True)
class _Pending:
    """The picture that is being collected; ``tables`` are DQT contents."""

    timestamp: int
    after_gap: bool
    is_damaged: bool = False
    head: bytes = b""
    tables: Tables = ()
    restart: int = 0
    size: int = 0
    scan: list[bytes] = field(default_factory=list)


class JpegDepacketizer:
    """Collects packets in order; ``size_px`` is the SDP's, for sides beyond 2040 px."""

    __slots__ = ("_format", "_known", "_pending", "_size_px")

    def __init__(self, size_px: tuple[int, int] | None = None) -> None:
        self._size_px = size_px
        self._known: dict[int, Tables] = {}
        self._pending: _Pending | None = None
        self._format: VideoFormat | None = None

    @property
    def trusts_marker(self) -> bool:
        """Fragment offsets prove that nothing is missing."""
        return True

    @property
    def video_format(self) -> VideoFormat | None:
        """The size of the latest picture."""
        return self._format

    def push(self, packet: Packet, *, after_gap: bool) -> list[AccessUnit]:
        """Take the next packet; return the picture that it finishes."""
        pending = self._pending
        if pending is None or pending.timestamp != packet.timestamp:
            # A picture without its marker is never known to be whole: it is dropped.
            pending = self._pending = _Pending(packet.timestamp, after_gap)
        pending.is_damaged |= after_gap and bool(pending.head)
        self._add(pending, packet.payload)
        if not packet.marker:
            return []
        self._pending = None
        return self._finish(pending)

    def _add(self, pending: _Pending, payload: bytes) -> None:
        offset = int.from_bytes(payload[1:4])
        is_next = len(payload) > _MAIN_BYTES and offset == pending.size
        if pending.is_damaged or not is_next:
            pending.is_damaged = True
            return
        rest = payload[_MAIN_BYTES:]
        if payload[4] in _RESTART_TYPES:
            pending.restart = int.from_bytes(rest[:2])
            rest = rest[_RESTART_BYTES:]
        if not pending.head:
            pending.head = payload[:_MAIN_BYTES]
            rest = self._read_tables(pending, rest)
        pending.scan.append(rest)
        pending.size += len(rest)
        pending.is_damaged |= pending.size > MAX_ACCESS_UNIT_BYTES

    def _read_tables(self, pending: _Pending, rest: bytes) -> bytes:
        """Find the quantisers of Q, in the packet, in an earlier one or in the RFC."""
        quality = pending.head[5]
        if quality not in _DYNAMIC_Q:
            pending.tables = _numbered(quantizers(quality) or ())
            return rest
        length = int.from_bytes(rest[2:_TABLE_HEADER_BYTES])
        end = _TABLE_HEADER_BYTES + length
        if length and end <= len(rest):
            pending.tables = _split(rest[_TABLE_HEADER_BYTES:end], precision=rest[1])
            self._known[quality] = pending.tables
        elif not length and quality != _CHANGING_Q:
            pending.tables = self._known.get(quality, ())
        return rest[end:]

    def _finish(self, pending: _Pending) -> list[AccessUnit]:
        if pending.is_damaged or not pending.size:
            return []
        scan = b"".join(pending.scan)
        # Some firmwares send the whole file in place of its scan.
        data = scan if scan.startswith(_START) else self._file(pending, scan)
        if data is None:
            return []
        unit = AccessUnit(
            timestamp=pending.timestamp,
            is_key=True,
            is_complete=True,
            after_gap=pending.after_gap,
            data=data if data.endswith(_END) else data + _END,
        )
        return [unit]

    def _file(self, pending: _Pending, scan: bytes) -> bytes | None:
        """Return the picture with its headers; None when they cannot be known."""
        kind = pending.head[4] & 0x3F
        width, height = self._size(pending.head)
        if kind not in _SAMPLING or not pending.tables or not width * height:
            return None
        self._format = VideoFormat(profile="baseline", width_px=width, height_px=height)
        second = 1 if len(pending.tables) > 1 else 0
        frame = bytes([8, *height.to_bytes(2), *width.to_bytes(2), 3])
        frame += bytes([1, _SAMPLING[kind], 0, 2, 0x11, second, 3, 0x11, second])
        restart = pending.restart.to_bytes(2)
        parts = [_segment(_DQT, table) for table in pending.tables]
        parts += [_segment(_DRI, restart)] if pending.restart else []
        parts.append(_segment(_SOF0, frame))
        parts += [_segment(_DHT, table) for table in HUFFMAN]
        parts.append(_segment(_SOS, bytes([3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0])))
        return b"".join((_START, *parts, scan))

    def _size(self, head: bytes) -> tuple[int, int]:
        """Sides in pixels; those beyond 2040 are written as 0 (RFC 2435 3.1.5)."""
        width, height = 8 * head[6], 8 * head[7]
        return (width, height) if width and height else self._size_px or (0, 0)


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


def _numbered(tables: Tables) -> Tables:
    return tuple(bytes([number]) + table for number, table in enumerate(tables))


def _split(data: bytes, *, precision: int) -> Tables:
    """DQT contents of one or two tables; bit n of ``precision`` says that table n has 16 bits."""
    tables: list[bytes] = []
    while data and len(tables) < 2:  # noqa: PLR2004 - luma and chroma
        number = len(tables)
        wide = precision >> number & 1
        size = _TABLE_VALUES << wide
        if len(data) < size:
            return ()
        tables.append(bytes([wide << 4 | number]) + data[:size])
        data = data[size:]
    return tuple(tables)
