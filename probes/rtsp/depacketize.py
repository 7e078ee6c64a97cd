"""From RTP payloads to access units: H.264 (RFC 6184) and H.265 (RFC 7798).

Gives nothing before the first key picture (or recovery point) whose parameter sets are known.  Interleaved
packetisation (DON) is not supported: no camera sends it.  Decoding is left to
:mod:`probes.picture.decode`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from probes.rtsp.nal import H264, H265, NalReader, Syntax, syntax_of
from probes.rtsp.random_access import SEI, is_recovery_picture, recovery_frames
from probes.rtsp.rtp import Packet
from probes.rtsp.video_format import VideoFormat, read_format

__all__ = ["AccessUnit", "Depacketizer"]

MAX_ACCESS_UNIT_BYTES = 8 * 1024 * 1024
MAX_NALS = 1024
MAX_SETS = 16
MAX_SET_BYTES = 4096
_START_CODE = b"\0\0\0\1"
_REF_IDC = 0x60  # H.264 7.4.1: nal_ref_idc


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessUnit:
    """One picture as Annex B bytes, a key one with its parameter sets in front.

    ``is_complete``: nothing of it was lost.  ``after_gap``: something before it was, so that
    it may refer to a picture that never came.  ``recovery``: so many frames after it the picture
    is promised to be exact (gradual refresh, H.264 only).  ``is_reference``: it counts as a frame
    in that number.
    """

    timestamp: int
    is_key: bool
    is_complete: bool
    after_gap: bool
    recovery: int | None = None
    is_reference: bool = True
    data: bytes = field(repr=False)


@dataclass(slots=True)
class _Pending:
    """The access unit that is being collected, and what is among its NAL units."""

    timestamp: int
    after_gap: bool
    nals: list[bytes] = field(default_factory=list)
    size: int = 0
    is_damaged: bool = False
    has_picture: bool = False
    has_message: bool = False


class Depacketizer:
    """Collects packets in order; ``codec`` is ``h264`` or ``h265``."""

    __slots__ = ("_codec", "_ended", "_pending", "_reader", "_sets", "_started", "_trust_marker")

    def __init__(self, codec: str, parameter_sets: Iterable[bytes] = ()) -> None:
        self._codec: Syntax = syntax_of(codec)
        self._reader = NalReader(self._codec)
        self._sets: dict[bytes, None] = {}
        self._pending: _Pending | None = None
        self._ended: int | None = None
        self._started = False
        self._trust_marker = True
        for nal in parameter_sets:
            self._learn(nal)

    @property
    def trusts_marker(self) -> bool:
        """False once a picture went on after a marker: timestamps end pictures from there on."""
        return self._trust_marker

    @property
    def video_format(self) -> VideoFormat | None:
        """What the latest parameter sets declare."""
        return read_format("h264" if self._codec is H264 else "h265", self._sets)

    @property
    def is_waiting(self) -> bool:
        """Whether only a key picture or a recovery point can begin what it gives.

        False in the middle of a picture, and where timestamps end pictures.
        """
        return not self._started and self._pending is None and self._trust_marker

    @property
    def ended(self) -> int | None:
        """The RTP time of the last picture."""
        return self._ended

    def pass_over(self, timestamp: int) -> None:
        """Count a predicted picture as ended that came while `is_waiting`, and was not pushed.

        Its first packet would have ended what the picture before it left open.
        """
        self._reader.drop_fragment()
        self._ended = timestamp

    def extend(self, data: bytes, start: int) -> bool:
        """Take a packet whose header says only "one more", if its payload says no more either."""
        return self._pending is not None and self._reader.extend(data, start)

    def extend_alike(self, packets: Sequence[bytes], after: int, start: int) -> tuple[int, int]:
        """Take those that follow one that `extend` took and begin as it does (`NalReader`)."""
        return self._reader.extend_alike(packets, after, start)

    def push(self, packet: Packet, *, after_gap: bool) -> list[AccessUnit]:
        """Take the next packet; return the access units that it finishes."""
        done: list[AccessUnit] = []
        if self._pending is not None and self._pending.timestamp != packet.timestamp:
            # No marker ended it, so what was lost or cut short may be its last slices.
            self._pending.is_damaged |= self._reader.drop_fragment() or after_gap
            done += self._flush()
        pending = self._continue(packet.timestamp, after_gap=after_gap)
        self._reader.searches_slices = self._is_of_interest(pending)
        nals, damaged = self._reader.push(packet.payload, after_gap=after_gap)
        pending.is_damaged |= damaged
        for nal in nals:
            self._add(pending, nal)
        if packet.marker and self._trust_marker and pending.has_picture:
            done += self._flush()
        return done

    def _is_of_interest(self, pending: _Pending) -> bool:
        """Whether a predicted picture matters: before the first key picture only at a recovery point.

        A recovery point is told by an SEI message (H.264 type 6) in front of its slices; in
        H.265 none is a beginning, and a delimiter looks like such a message.
        """
        return self._started or pending.has_message

    def _continue(self, timestamp: int, *, after_gap: bool) -> _Pending:
        if self._pending is None:
            self._pending = _Pending(timestamp, after_gap)
        elif after_gap:
            self._pending.is_damaged = True
            self._pending.after_gap = True
        return self._pending

    def _add(self, pending: _Pending, nal: bytes) -> None:
        if self._codec.is_parameter_set(nal):
            self._learn(nal)
        if self._is_tail(pending, nal):
            # A marker on every slice (against RFC 6184 5.1): from here on the timestamp decides.
            self._trust_marker = False
        if pending.size + len(nal) > MAX_ACCESS_UNIT_BYTES or len(pending.nals) >= MAX_NALS:
            pending.is_damaged = True
            return
        pending.nals.append(nal)
        pending.size += len(nal)
        # Noted here, since a hostile camera sends a thousand units, and each packet asks.
        pending.has_picture |= self._codec.is_picture(nal)
        pending.has_message |= self._codec is H264 and nal[0] & 0x1F == SEI

    def _is_tail(self, pending: _Pending, nal: bytes) -> bool:
        """Whether ``nal`` continues a picture that a marker had already ended."""
        if pending.timestamp != self._ended or not self._codec.is_picture(nal):
            return False
        return not self._codec.is_first_slice(nal)

    def _learn(self, nal: bytes) -> None:
        if not self._codec.header_bytes < len(nal) <= MAX_SET_BYTES:
            return
        if not self._codec.is_parameter_set(nal):
            return
        self._sets.pop(nal, None)
        self._sets[nal] = None
        if len(self._sets) > MAX_SETS:
            del self._sets[next(iter(self._sets))]

    def _flush(self) -> list[AccessUnit]:
        pending, self._pending = self._pending, None
        if pending is None or not pending.has_picture:
            return []
        self._ended = pending.timestamp
        is_key = self._is_key(pending.nals)
        recovery = None if is_key or self._codec is H265 else recovery_frames(pending.nals)
        is_start = is_key or recovery is not None
        if not self._started and not (is_start and self._knows_sets()):
            return []
        self._started = True
        return [self._finish(pending, is_key=is_key, recovery=recovery)]

    def _is_key(self, nals: list[bytes]) -> bool:
        if any(self._codec.is_key(nal) for nal in nals):
            return True
        return self._codec is H264 and is_recovery_picture(nals)

    def _finish(
        self, pending: _Pending, *, is_key: bool, recovery: int | None = None
    ) -> AccessUnit:
        first = next(nal for nal in pending.nals if self._codec.is_picture(nal))
        # Joining in the middle of a picture, or losing its first packet, leaves later slices.
        is_whole = self._codec.is_first_slice(first)
        is_start = is_key or recovery is not None
        nals = [*self._missing_sets(pending), *pending.nals] if is_start else pending.nals
        return AccessUnit(
            timestamp=pending.timestamp,
            is_key=is_key,
            is_complete=is_whole and not pending.is_damaged,
            after_gap=pending.after_gap,
            recovery=recovery,
            is_reference=self._codec is H265 or bool(first[0] & _REF_IDC),
            data=b"".join(_START_CODE + nal for nal in nals),
        )

    def _knows_sets(self) -> bool:
        return self._codec.set_types <= {self._codec.type_of(nal) for nal in self._sets}

    def _missing_sets(self, pending: _Pending) -> list[bytes]:
        """Return the known sets in order of type; none when the access unit brings its own."""
        own = {self._codec.type_of(nal) for nal in pending.nals}
        if self._codec.set_types <= own:
            return []
        known = [nal for nal in self._sets if self._codec.type_of(nal) not in own]
        return sorted(known, key=self._codec.type_of)
