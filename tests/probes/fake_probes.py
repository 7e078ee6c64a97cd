"""Probes that answer by script, for the order of visits and rounds; the engine is the real one."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.examples import frame, metrics
from probes.engine import Engine
from probes.failure import FailureKind, ProbeError
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.probe import Context, Probe
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_describe import StreamDescription
from probes.rtsp_frame import RtspFrame
from probes.scope import Scope
from probes.target import Credential, Target
from probes.tcp_connect import TcpConnect
from probes.visit import ProbeSet

NOW = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
LIMIT = timedelta(seconds=30)
PICTURE = "picture"
BLACK = "black"
STORED = "stored"  # a scene whose bytes are always the same
HANG = "hang"
CREDENTIAL = Credential("cameras", "inspector", "Inv3nted-secret")

Answer = FailureKind | str


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt: which probe, which URI, at which address, and whether it might log in."""

    probe: str
    uri: str
    address: str
    login: bool


class NoDecoder:
    """Nothing is decoded here."""

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        raise AssertionError(request)


@dataclass(slots=True, kw_only=True)
class FakeProbes:
    """``answers`` by URI, one a call, the last for ever; ``discovered`` by ONVIF URI.

    The second client finds no media where ``opinions`` says nothing else.
    """

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    discovered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    profiles: dict[str, tuple[MediaProfile, ...]] = field(default_factory=dict)
    descriptions: dict[str, FailureKind] = field(default_factory=dict)
    ports: dict[str, FailureKind] = field(default_factory=dict)
    opinions: dict[str, Answer] = field(default_factory=dict)
    over_udp: dict[str, Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    hanging: asyncio.Event = field(default_factory=asyncio.Event)
    running: int = 0
    most: int = 0
    seconds: int = 0
    most_seconds: int = 0

    def probe_set(self) -> ProbeSet:
        return ProbeSet(
            tcp=Probe(
                name="tcp_connect",
                version=1,
                payload_type=TcpConnect,
                deadline=LIMIT,
                run=self._tcp,
            ),
            onvif=Probe(
                name="onvif_device",
                version=2,
                payload_type=OnvifDevice,
                deadline=LIMIT,
                run=self._onvif,
            ),
            stream=Probe(
                name="rtsp_frame",
                version=3,
                payload_type=RtspFrame,
                deadline=LIMIT,
                run=self._stream,
            ),
            dial=Probe(
                name="tcp_again",
                version=1,
                payload_type=TcpConnect,
                deadline=LIMIT,
                run=self._dial,
            ),
            confirm=Probe(
                name="rtsp_confirm",
                version=1,
                payload_type=RtspFrame,
                deadline=LIMIT,
                run=self._confirm,
            ),
            udp=Probe(
                name="rtsp_udp",
                version=1,
                payload_type=RtspFrame,
                deadline=LIMIT,
                run=self._udp,
            ),
            sub=Probe(
                name="rtsp_sub",
                version=3,
                payload_type=RtspFrame,
                deadline=LIMIT,
                run=self._sub,
            ),
            describe=Probe(
                name="rtsp_describe",
                version=1,
                payload_type=StreamDescription,
                deadline=LIMIT,
                run=self._describe,
            ),
        )

    @property
    def order(self) -> list[str]:
        """The calls in short: probe and URI."""
        return [f"{call.probe} {call.uri}" for call in self.calls]

    async def _tcp(self, target: Target, context: Context[TcpConnect]) -> TcpConnect:
        uri = target.stream_uri or ""
        self._note("tcp", uri, context)
        if uri in self.ports:
            raise ProbeError(self.ports[uri])
        return TcpConnect(port=554)

    async def _onvif(self, target: Target, context: Context[OnvifDevice]) -> OnvifDevice:
        uri = target.onvif_uri or ""
        self._note("onvif", uri, context)
        context.discovered_uris[:] = self.discovered.get(uri, ())
        context.partial = OnvifDevice()
        await self._answer(uri, context)
        return OnvifDevice(
            login="digest" if target.credential else "anonymous",
            profiles=self.profiles.get(uri, ()),
        )

    async def _stream(self, target: Target, context: Context[RtspFrame]) -> RtspFrame:
        uri = target.stream_uri or ""
        self._note("stream", uri, context)
        context.partial = RtspFrame(uri=uri)
        answer = await self._answer(uri, context)
        context.picture = b"\xff\xd8" + uri.encode()
        return _shown(uri, answer)

    async def _sub(self, target: Target, context: Context[RtspFrame]) -> RtspFrame:
        uri = target.stream_uri or ""
        self._note("sub", uri, context)
        context.partial = RtspFrame(uri=uri)
        answer = await self._answer(uri, context)
        context.picture = b"\xff\xd8" + uri.encode()
        return _shown(uri, answer)

    async def _describe(
        self, target: Target, context: Context[StreamDescription]
    ) -> StreamDescription:
        uri = target.stream_uri or ""
        self._note("describe", uri, context)
        if uri in self.descriptions:
            raise ProbeError(self.descriptions[uri])
        declared = VideoFormat(profile="high", width_px=2560, height_px=1440, frame_rate=25.0)
        return StreamDescription(uri=uri, codec="h265", declared=declared)

    async def _dial(self, target: Target, context: Context[TcpConnect]) -> TcpConnect:
        uri = target.stream_uri or ""
        self._note("dial", uri, context)
        if uri in self.ports:
            raise ProbeError(self.ports[uri])
        return TcpConnect(port=554)

    async def _confirm(self, target: Target, context: Context[RtspFrame]) -> RtspFrame:
        uri = target.stream_uri or ""
        self._note("confirm", uri, context)
        context.partial = RtspFrame(uri=uri, path="ffmpeg", transport="tcp")
        answer = self.opinions.get(uri, FailureKind.NO_MEDIA)
        self.seconds += 1
        self.most_seconds = max(self.most_seconds, self.seconds)
        try:
            return replace(await self._second(uri, answer, context), path="ffmpeg")
        finally:
            self.seconds -= 1

    async def _udp(self, target: Target, context: Context[RtspFrame]) -> RtspFrame:
        uri = target.stream_uri or ""
        self._note("udp", uri, context)
        context.partial = RtspFrame(uri=uri, transport="udp")
        return await self._second(uri, self.over_udp.get(uri, FailureKind.NO_MEDIA), context)

    async def _second(self, uri: str, answer: Answer, context: Context[RtspFrame]) -> RtspFrame:
        await self._dwell(answer)
        if isinstance(answer, FailureKind):
            raise ProbeError(answer)
        context.picture = b"\xff\xd8" + uri.encode()
        return _shown(uri, answer)

    def _note(self, probe: str, uri: str, context: Context[Any]) -> None:
        self.calls.append(Call(probe, uri, context.address, context.login))

    async def _answer(self, uri: str, context: Context[Any]) -> Answer:
        script = self.answers.get(uri, [PICTURE])
        answer = script.pop(0) if len(script) > 1 else script[0]
        await self._dwell(answer)
        if isinstance(answer, FailureKind):
            raise ProbeError(answer)
        context.answered = True
        return answer

    async def _dwell(self, answer: Answer) -> None:
        """A few turns of the loop, so that visits overlap where they may."""
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            for _ in range(5):
                await asyncio.sleep(0)
            if answer == HANG:
                self.hanging.set()
                await asyncio.Event().wait()
        finally:
            self.running -= 1


def engine(networks: tuple[str, ...] = ("127.0.78.0/24",), **limits: Any) -> Engine:
    return Engine(Scope.parse(networks), NoDecoder(), lambda: NOW, **limits)


def _shown(uri: str, answer: Answer) -> RtspFrame:
    if answer == BLACK:
        return frame(metrics(luma_mean=2.0, luma_std=0.5, dark_share=1.0), uri=uri)
    if answer == STORED:
        scene = frame(metrics(edge_cells=90, edge_width_px=3.0), uri=uri)
        return replace(scene, picture_sha256=STORED)
    return frame(None, uri=uri)
