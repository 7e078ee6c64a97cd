"""One visit of one target: which probes in which order, and when to stop.

The registered stream first; ONVIF for clock and identity, and for stream addresses where the
registered one gives no picture.  A password that was refused once is not sent again.
"""

import dataclasses
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from probes import onvif_device, rtsp_confirm, rtsp_frame, rtsp_udp, tcp_again, tcp_connect
from probes.engine import Engine
from probes.logins import Logins
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.probe import Context, Probe
from probes.rtsp_frame import RtspFrame
from probes.target import Target
from probes.tcp_connect import TcpConnect

__all__ = ["ProbeSet", "Visit", "at"]

P = TypeVar("P")

_MAX_DISCOVERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSet:
    """The probes of a visit, with their options."""

    tcp: Probe[TcpConnect] = tcp_connect.PROBE
    onvif: Probe[OnvifDevice] = onvif_device.PROBE
    stream: Probe[RtspFrame] = rtsp_frame.PROBE
    dial: Probe[TcpConnect] = tcp_again.PROBE
    confirm: Probe[RtspFrame] = rtsp_confirm.PROBE
    udp: Probe[RtspFrame] = rtsp_udp.PROBE

    @property
    def versions(self) -> tuple[tuple[str, int], ...]:
        """Name and version of each, for the report."""
        first = (self.tcp, self.onvif, self.stream)
        return tuple(
            (probe.name, probe.version) for probe in (*first, self.dial, self.confirm, self.udp)
        )


@dataclass(slots=True, kw_only=True)
class Visit:
    """Try number ``attempt`` at ``target``; ``logins`` is shared by all visits of a round."""

    engine: Engine
    probes: ProbeSet
    target: Target
    attempt: int
    logins: Logins = field(default_factory=Logins)
    has_picture: bool = False
    discovered: tuple[str, ...] = ()

    async def observations(self) -> AsyncGenerator[Observation[object], None]:
        """Yield each observation as it is made, so that none is lost when we are stopped."""
        if self.target.stream_uri is not None:
            async for observation in self._stream(self.target.stream_uri):
                yield observation
        if self.target.onvif_uri is None or (self.has_picture and self.attempt > 1):
            return
        target = at(self.target, self.target.onvif_uri)
        seen, context = await self._attempt(self.probes.onvif, target)
        self.discovered = tuple(context.discovered_uris[:_MAX_DISCOVERED])
        yield seen
        for uri in self.discovered:
            if self.has_picture or not self._may_play:
                return
            if uri != self.target.stream_uri:
                yield await self._play(uri)

    @property
    def _may_play(self) -> bool:
        return self.logins.may_send(self.target, self.probes.stream.name)

    async def _stream(self, uri: str) -> AsyncGenerator[Observation[object], None]:
        """The registered stream; a closed port needs no RTSP to be told."""
        seen, _ = await self._attempt(self.probes.tcp, at(self.target, uri))
        yield seen
        if seen.failure is None:
            yield await self._play(uri)

    async def _play(self, uri: str) -> Observation[object]:
        target = dataclasses.replace(at(self.target, uri), stream_uri=uri)
        seen, _ = await self._attempt(self.probes.stream, target)
        self.has_picture = self.has_picture or seen.picture is not None
        return seen

    async def _attempt(self, probe: Probe[P], target: Target) -> tuple[Observation[P], Context[P]]:
        """Run ``probe`` and learn how its login fared."""
        seen, context = await self.engine.attempt(
            probe,
            target,
            attempt=self.attempt,
            login=self.logins.may_send(self.target, probe.name),
            proved=self.logins.is_proved(self.target, probe.name),
        )
        self.logins.note(self.target, seen)
        return seen, context


def at(target: Target, uri: str) -> Target:
    """Return the target with the host that ``uri`` names; each registered URI has its own."""
    try:
        host = urlsplit(uri).hostname
    except ValueError:
        host = None
    return dataclasses.replace(target, host=host) if host else target
