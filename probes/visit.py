"""One visit of one target: which probes in which order, and when to stop.

The registered stream first; ONVIF for clock and identity, and for stream addresses where the
registered one gives no picture.  A password that was refused once is not sent again.

Where the sub-stream is preferred its picture is enough, and the main stream is only described;
one that gives none is followed by the main stream at once, and later tries play that alone.
"""

import dataclasses
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from probes import (
    onvif_device,
    rtsp_confirm,
    rtsp_describe,
    rtsp_frame,
    rtsp_sub,
    rtsp_udp,
    tcp_again,
    tcp_connect,
)
from probes.engine import Engine
from probes.logins import Logins
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.probe import Context, Probe
from probes.rtsp_describe import StreamDescription
from probes.rtsp_frame import RtspFrame
from probes.target import Target
from probes.tcp_connect import TcpConnect

__all__ = ["ProbeSet", "Visit", "at", "smaller_stream"]

P = TypeVar("P")

_MAX_DISCOVERED = 3
_MAX_OF_ONE_CAMERA = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSet:
    """The probes of a visit, with their options."""

    tcp: Probe[TcpConnect] = tcp_connect.PROBE
    onvif: Probe[OnvifDevice] = onvif_device.PROBE
    stream: Probe[RtspFrame] = rtsp_frame.PROBE
    dial: Probe[TcpConnect] = tcp_again.PROBE
    confirm: Probe[RtspFrame] = rtsp_confirm.PROBE
    udp: Probe[RtspFrame] = rtsp_udp.PROBE
    sub: Probe[RtspFrame] = rtsp_sub.PROBE
    describe: Probe[StreamDescription] = rtsp_describe.PROBE

    @property
    def versions(self) -> tuple[tuple[str, int], ...]:
        """Name and version of each, for the report."""
        first = (self.tcp, self.onvif, self.stream)
        return tuple(
            (probe.name, probe.version)
            for probe in (*first, self.dial, self.confirm, self.udp, self.sub, self.describe)
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
    _asked_onvif: bool = field(init=False, default=False)

    async def observations(self) -> AsyncGenerator[Observation[object], None]:
        """Yield each observation as it is made, so that none is lost when we are stopped."""
        if self.target.prefers_sub and self.attempt == 1:
            async for observation in self._by_sub_stream():
                yield observation
        if self.target.stream_uri is not None and not self.has_picture:
            async for observation in self._stream(self.target.stream_uri):
                yield observation
        if self.target.onvif_uri is None or (self.has_picture and self.attempt > 1):
            return
        if not self._asked_onvif:
            yield await self._onvif(self.target.onvif_uri)
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

    async def _by_sub_stream(self) -> AsyncGenerator[Observation[object], None]:
        """Play the sub-stream, where one is known, and have the main stream described."""
        uri = self.target.sub_stream_uri
        if uri is None and self.target.onvif_uri is not None:
            device = await self._onvif(self.target.onvif_uri)
            yield device
            uri = smaller_stream(device.payload, self.discovered, self.target.stream_uri)
        if uri is None:
            return
        yield await self._play(uri, self.probes.sub)
        main = self.target.stream_uri or next(iter(self.discovered), None)
        if self.has_picture and main is not None:
            described, _ = await self._attempt(self.probes.describe, _stream_at(self.target, main))
            yield described
            if described.failure is not None and self._may_play:
                yield await self._play(main)

    async def _onvif(self, uri: str) -> Observation[OnvifDevice]:
        self._asked_onvif = True
        seen, context = await self._attempt(self.probes.onvif, at(self.target, uri))
        self.discovered = tuple(context.discovered_uris[:_MAX_DISCOVERED])
        return seen

    async def _play(
        self, uri: str, probe: Probe[RtspFrame] | None = None
    ) -> Observation[RtspFrame]:
        chosen = probe or self.probes.stream
        seen, _ = await self._attempt(chosen, _stream_at(self.target, uri))
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
            signs=self.logins.signs(self.target, probe.name, attempt=self.attempt),
        )
        self.logins.note(self.target, seen)
        return seen, context


def smaller_stream(
    device: OnvifDevice | None, uris: tuple[str, ...], main: str | None
) -> str | None:
    """The second largest of the streams that a camera lists; None when one may be another's.

    A recorder or a camera with two lenses lists several streams of one size, or many.  ``uris``
    are the device's, largest first, at the registered host; ``main`` must be the first of them,
    where it is registered.
    """
    sizes = [
        (profile.width_px, profile.height_px)
        for profile in (device.profiles if device else ())
        if profile.stream_uri is not None
    ]
    is_one_camera = 1 < len(sizes) <= _MAX_OF_ONE_CAMERA and len(uris) == len(sizes)
    if not is_one_camera or (None, None) in sizes or len(set(sizes)) < len(sizes):
        return None
    return uris[1] if main in (None, uris[0]) else None


def _stream_at(target: Target, uri: str) -> Target:
    return dataclasses.replace(at(target, uri), stream_uri=uri)


def at(target: Target, uri: str) -> Target:
    """Return the target with the host that ``uri`` names; each registered URI has its own."""
    try:
        host = urlsplit(uri).hostname
    except ValueError:
        host = None
    return dataclasses.replace(target, host=host) if host else target
