"""Media of a running session: packets in, access units out, counted on the way."""

from collections import deque

from probes.rtsp.depacketize import AccessUnit, Depacketizer
from probes.rtsp.rtp import Sequencer, parse_packet
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_client import Session

__all__ = ["MediaReader"]

UDP_WINDOW = 16


class MediaReader:
    """Reads the access units of one track; no limit of time of its own."""

    def __init__(self, session: Session, track: VideoTrack) -> None:
        self.packets = 0
        self._session = session
        self._payload_type = track.payload_type
        is_udp = session.dialogue.transport == "udp"
        self._sequencer = Sequencer(window=UDP_WINDOW if is_udp else 0)
        self._depacketizer = Depacketizer(track.codec, track.parameter_sets)
        self._units: deque[AccessUnit] = deque()

    @property
    def lost(self) -> int:
        """How many packets never came, by their sequence numbers."""
        return self._sequencer.lost

    async def packet(self) -> None:
        """Wait for one more RTP packet and take it in."""
        packet = parse_packet(await self._session.packet())
        if packet is None:
            return
        self.packets += 1
        for due, after_gap in self._sequencer.push(packet):
            if due.payload_type == self._payload_type:
                self._units += self._depacketizer.push(due, after_gap=after_gap)

    async def unit(self) -> AccessUnit:
        """Return the next access unit."""
        while not self._units:
            await self.packet()
        return self._units.popleft()

    async def key_unit(self) -> AccessUnit:
        """Return the next key access unit of which nothing is missing."""
        while True:
            unit = await self.unit()
            if unit.is_key and unit.is_complete:
                return unit
