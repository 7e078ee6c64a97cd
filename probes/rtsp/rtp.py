"""RTP packets (RFC 3550 5.1) and their order: gaps counted, small disorder repaired.

What a payload holds is left to :mod:`probes.rtsp.depacketize`.
"""

import struct
from typing import NamedTuple

__all__ = ["HEADER_BYTES", "PLAIN", "Packet", "Sequencer", "parse_packet"]

_FIXED = struct.Struct("!BBHII")
HEADER_BYTES = _FIXED.size
PLAIN = 0x80  # version 2 without padding, extension or sources: nearly every packet
_VERSION = 2
_HALF = 0x8000
_LATE_LIMIT = 32  # so many packets "from the past" in a row: the sender restarted its numbers


class Packet(NamedTuple):
    """One media packet; a tuple, since hundreds are made for each camera."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    marker: bool
    payload: bytes


def parse_packet(data: bytes) -> Packet | None:
    """Read ``data``; None when it is no RTP version 2 packet or its lengths contradict."""
    if len(data) < HEADER_BYTES or data[0] >> 6 != _VERSION:
        return None
    flags, kind, sequence, timestamp, ssrc = _FIXED.unpack_from(data)
    marker = kind > 0x7F  # noqa: PLR2004 - its highest bit
    if flags == PLAIN:
        return Packet(kind & 0x7F, sequence, timestamp, ssrc, marker, data[HEADER_BYTES:])
    start = HEADER_BYTES + 4 * (data[0] & 0x0F)
    if data[0] & 0x10:
        if len(data) < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
    end = len(data) - (data[-1] if data[0] & 0x20 else 0)
    if end < start:
        return None
    return Packet(kind & 0x7F, sequence, timestamp, ssrc, marker, data[start:end])


class Sequencer:
    """Gives packets back in order, each with whether any were lost before it.

    ``window`` packets are held back at most while an earlier one is missing: 0 for TCP, where
    a gap is a gap, a few for UDP.  ``lost`` counts the missing ones, ``expected`` is the number of
    the next one.
    """

    __slots__ = ("_held", "_late", "_ssrc", "_window", "expected", "lost")

    def __init__(self, *, window: int) -> None:
        self.lost = 0
        self._window = window
        self.expected: int | None = None
        self._ssrc: int | None = None
        self._held: dict[int, Packet] = {}
        self._late = 0

    def skip(self, count: int) -> None:
        """Pass over ``count`` expected packets, which the caller has taken.  Only without a window."""
        self.expected = ((self.expected or 0) + count) & 0xFFFF
        self._late = 0

    def push(self, packet: Packet) -> list[tuple[Packet, bool]]:
        """Take the next received packet; return those that are due as (packet, after a gap)."""
        if self.expected is None or packet.ssrc != self._ssrc:
            return self._restart(packet)
        ahead = (packet.sequence - self.expected) & 0xFFFF
        if ahead >= _HALF:
            self._late += 1
            return self._restart(packet) if self._late > _LATE_LIMIT else []
        self._late = 0
        if ahead == 0 and not self._held:
            self.expected = (packet.sequence + 1) & 0xFFFF
            return [(packet, False)]
        self._held[packet.sequence] = packet
        return self._release()

    def _restart(self, packet: Packet) -> list[tuple[Packet, bool]]:
        gap = self.expected is not None
        self._held.clear()
        self._late = 0
        self._ssrc = packet.ssrc
        self.expected = (packet.sequence + 1) & 0xFFFF
        return [(packet, gap)]

    def _release(self) -> list[tuple[Packet, bool]]:
        due: list[tuple[Packet, bool]] = []
        while self._held:
            first = self.expected or 0
            ahead = min((number - first) & 0xFFFF for number in self._held)
            if ahead and len(self._held) <= self._window:
                break
            packet = self._held.pop((first + ahead) & 0xFFFF)
            self.lost += ahead
            self.expected = (packet.sequence + 1) & 0xFFFF
            due.append((packet, ahead > 0))
        return due
