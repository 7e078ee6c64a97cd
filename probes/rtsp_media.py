"""Media of a running session: packets in, access units out, counted on the way."""

import asyncio
from collections import deque
from contextlib import suppress
from functools import partial

from probes.failure import ProbeError
from probes.rtsp.depacketize import AccessUnit, Depacketizer
from probes.rtsp.frame_rate import FrameRate
from probes.rtsp.jpeg import JpegDepacketizer
from probes.rtsp.nal import syntax_of
from probes.rtsp.predicted import PredictedSizes
from probes.rtsp.recovery import RecoveryChain
from probes.rtsp.rtp import HEADER_BYTES, PLAIN, Packet, Sequencer, parse_packet
from probes.rtsp.sdp import VideoTrack
from probes.rtsp.skim import Skimmer
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_client import PassOver, Session

__all__ = ["MediaReader"]

UDP_WINDOW = 16
CONFIRM_SECONDS = 0.3  # longer than the pause between the packets of one picture


class MediaReader:
    """Reads the access units of one track; no limit of time of its own."""

    def __init__(self, session: Session, track: VideoTrack) -> None:
        self.packets = 0
        self.received_bytes = 0
        self._session = session
        self._payload_type = track.payload_type
        self._ssrc: int | None = None
        self._latest: int | None = None
        self._is_marker_proved = track.codec == "mjpeg"  # offsets prove it
        is_tcp = session.dialogue.transport != "udp"
        self._plain = bytes([PLAIN, track.payload_type])
        self._same = b""
        self._sequencer = Sequencer(window=0 if is_tcp else UDP_WINDOW)
        self._depacketizer = depacketizer = _depacketizer(track)
        # Motion JPEG has a header in every packet, and datagrams come in any order.
        self._joined = depacketizer if is_tcp and isinstance(depacketizer, Depacketizer) else None
        self._skimmer = Skimmer(syntax_of(track.codec), track.payload_type)
        self._frame_rate = FrameRate(track.clock_rate)
        self._received: list[bytes] = []
        self._at = 0
        self._units: deque[AccessUnit] = deque()
        self.predicted = PredictedSizes(track.codec)

    @property
    def lost(self) -> int:
        """How many packets never came, by their sequence numbers."""
        return self._sequencer.lost

    @property
    def declared(self) -> VideoFormat | None:
        """What the stream says of itself."""
        return self._depacketizer.video_format

    @property
    def measured_rate(self) -> float | None:
        """Pictures per second by the camera's media clock, as far as enough were seen."""
        return self._frame_rate.value

    async def packet(self) -> None:
        """Take in one more RTP packet, waiting for it when none is at hand."""
        if not self._has_received:
            self._received, self._at = await self._session.packets(self._skim()), 0
            self.received_bytes += sum(map(len, self._received))
        self._take()

    def _skim(self) -> PassOver | None:
        """How to pass over predicted pictures, where nothing can need them."""
        joined, expected, ssrc = self._joined, self._sequencer.expected, self._ssrc
        if joined is None or not joined.is_waiting or expected is None or ssrc is None:
            return None
        self._skimmer.begin(ssrc=ssrc, expected=expected, ended=joined.ended)
        return partial(self._pass_over, joined)

    def _pass_over(
        self, depacketizer: Depacketizer, buffer: bytearray, channel: int
    ) -> tuple[int, bool]:
        passed, is_waiting, pictures = self._skimmer.skim(buffer, channel)
        for timestamp, packets, size in pictures:
            self.packets += packets
            self.received_bytes += size
            self._latest = timestamp
            self._sequencer.skip(packets)
            self._frame_rate.push(timestamp)
            self.predicted.pass_over(timestamp, size - HEADER_BYTES * packets)
            depacketizer.pass_over(timestamp)
        return passed, is_waiting

    @property
    def _has_received(self) -> bool:
        return self._at < len(self._received)

    def _take(self) -> None:
        data = self._received[self._at]
        self._at += 1
        if self._joined is not None and self._take_middle(data, self._joined):
            self._take_alike(self._joined)
            return
        self._same = b""
        packet = parse_packet(data)
        if packet is None:
            return
        self.packets += 1
        if not self._is_own(packet):
            return
        self._latest = packet.timestamp
        self._same = data[4:HEADER_BYTES] if packet.payload_type == self._payload_type else b""
        for due, after_gap in self._sequencer.push(packet):
            if due.payload_type == self._payload_type:
                self._frame_rate.push(due.timestamp)
                self.predicted.push(due)
                self._units += self._depacketizer.push(due, after_gap=after_gap)

    def _take_middle(self, data: bytes, depacketizer: Depacketizer) -> bool:
        """Take a packet from the middle of a large picture, as four of five are, shortly.

        It is the expected one and equals the last one in all but number and payload.
        """
        if not self._same or data[4:HEADER_BYTES] != self._same or data[:2] != self._plain:
            return False
        if data[2] << 8 | data[3] != self._sequencer.expected:
            return False
        if not depacketizer.extend(data, HEADER_BYTES):
            return False
        self.packets += 1
        self.predicted.grow(len(data) - HEADER_BYTES)
        self._sequencer.skip(1)
        return True

    def _take_alike(self, depacketizer: Depacketizer) -> None:
        """Take those that follow a packet from the middle and begin as it does."""
        count, size = depacketizer.extend_alike(self._received, self._at - 1, HEADER_BYTES)
        self._at += count
        self.packets += count
        self.predicted.grow(size)
        self._sequencer.skip(count)

    async def unit(self) -> AccessUnit:
        """Return the next access unit."""
        while not self._units:
            if self._has_received:  # without the cost of a coroutine for each of hundreds
                self._take()
            else:
                await self.packet()
        return self._units.popleft()

    async def key_unit(self) -> AccessUnit:
        """Return the next key access unit of which nothing is missing."""
        while True:
            unit = await self.unit()
            if await self._is_whole_key(unit):
                return unit

    async def first_unit(self, chain: RecoveryChain, *, patience: float) -> AccessUnit | None:
        """Return the next key access unit; None when ``chain`` is complete instead.

        A key picture is waited for until ``patience`` (time of the loop) has passed.
        """
        clock = asyncio.get_running_loop().time
        while not chain.is_complete or clock() < patience:
            unit = await self.unit()
            if await self._is_whole_key(unit):
                return unit
            chain.push(unit)
        return None

    async def _is_whole_key(self, unit: AccessUnit) -> bool:
        return unit.is_key and unit.is_complete and await self._is_ended(unit)

    def _is_own(self, packet: Packet) -> bool:
        """Whether it belongs to the track: some firmwares mix audio into its channel.

        Another payload type counts only with the track's own source, whose numbers it shares.
        """
        if packet.payload_type == self._payload_type:
            self._ssrc = packet.ssrc
        return packet.ssrc == self._ssrc

    async def _is_ended(self, unit: AccessUnit) -> bool:
        """Whether ``unit`` was ended rightly by its marker, asked until it once was.

        Some firmwares set the marker on every slice, and a decoder of H.265 gives a gray
        rest without a warning.  A camera that sends nothing more is believed.
        """
        if self._is_marker_proved:
            return True
        with suppress(TimeoutError, ProbeError):
            async with asyncio.timeout(CONFIRM_SECONDS):
                while self._is_undecided(unit):
                    await self.packet()
                self._is_marker_proved = True
        return self._depacketizer.trusts_marker or self._latest != unit.timestamp

    def _is_undecided(self, unit: AccessUnit) -> bool:
        is_same = self._latest == unit.timestamp and not self._units
        return is_same and self._depacketizer.trusts_marker


def _depacketizer(track: VideoTrack) -> Depacketizer | JpegDepacketizer:
    if track.codec == "mjpeg":
        return JpegDepacketizer(track.size_px)
    return Depacketizer(track.codec, track.parameter_sets)
