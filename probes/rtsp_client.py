"""A camera's RTSP dialogue, from connecting to the first media packet and TEARDOWN.

Without OPTIONS: RFC 2326 asks no client for it, and every camera would cost a round trip more.

It dials the address of its context and nothing else: redirects, Content-Base, control URLs and
transport parameters of the device are text for request lines.  Pictures are left to
:mod:`probes.rtsp_frame`.
"""

import asyncio
import math
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from probes.certificate import Certificate, read_certificate
from probes.failure import FailureKind, ProbeError
from probes.probe import Context
from probes.rtsp.message import Frame, Response, build_request, encode_uri, is_closing
from probes.rtsp.rtp import parse_packet
from probes.rtsp.sdp import VideoTrack, parse_sdp
from probes.rtsp_answer import check_status, chose_udp, is_older, read_session
from probes.rtsp_connection import Connection, MediaPort, connect
from probes.rtsp_login import Login
from probes.rtsp_tls import TlsPolicy
from probes.rtsp_uri import base_uri, port_of, redirected_uri, stream_uri
from probes.target import Target

__all__ = ["Dialogue", "Limits", "PassOver", "Session", "open_session"]

MAX_REDIRECTS = 3
MAX_STRAY_ANSWERS = 16
_TCP = "RTP/AVP/TCP;unicast;interleaved=0-1"
_UNSUPPORTED_TRANSPORT = 461
_REDIRECTS = range(300, 400)
_FOREIGN_CSEQ = "answers carry foreign CSeq numbers"
PassOver = Callable[[bytearray, int], tuple[int, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds that connecting, each answer and the farewell may take; whom TLS trusts."""

    connect: float = 5.0
    answer: float = 5.0
    farewell: float = 1.0
    tls: TlsPolicy = field(default_factory=TlsPolicy)


@dataclass(slots=True, kw_only=True)
class Dialogue:
    """What was learnt on the way; complete as far as the attempt got."""

    status_code: int | None = None
    transport: str | None = None
    auth_scheme: str | None = None
    login_accepted: bool = False
    server: str | None = None
    codec: str | None = None
    certificate: Certificate | None = None


class Session:
    """A dialogue in progress; made by `open_session`."""

    def __init__(
        self, target: Target, context: Context[Any], *, limits: Limits, over_udp: bool = False
    ) -> None:
        self.dialogue = Dialogue()
        self._over_udp = over_udp
        self._target = target
        self._context = context
        self._limits = limits
        self._login = Login(
            credential=target.credential,
            is_allowed=context.login,
            proved_before=context.login_proved,
            signs=context.signs,
        )
        self._uri = ""
        self._connection: Connection | None = None
        self._media: MediaPort | None = None
        self._cseq = 0
        self._strays = 0
        self._session: str | None = None
        self._channel = 0
        self._is_channel_sure = False
        self._payload_type: int | None = None
        self._keep_alive_every: float | None = None
        self._keep_alive_at = math.inf
        self._is_leaving = False

    async def play(self) -> VideoTrack:
        """Connect and start the video track; raises ProbeError, OSError, TimeoutError."""
        track = await self.describe()
        self._payload_type = track.payload_type
        self._context.step("setup")
        await self._setup(track)
        self._context.step("play")
        check_status("PLAY", await self._ask("PLAY", self._uri, {"Range": "npt=0.000-"}))
        self._plan_keep_alive()
        return track

    async def describe(self) -> VideoTrack:
        """Connect and return the video track that is offered; nothing is set up."""
        self._uri = stream_uri(self._target)
        described = await self._describe()
        self._uri = base_uri(described, asked=self._uri)
        return self._choose(described)

    async def packets(self, pass_over: PassOver | None = None) -> list[bytes]:
        """Return the next RTP packets of the track, as many as have come, without a limit.

        ``pass_over`` is asked first, where media is interleaved.
        """
        if time.monotonic() > self._keep_alive_at:
            self._plan_keep_alive()
            # Its answer is passed over, whatever it says: media is what counts.
            self._send("GET_PARAMETER", self._uri, {})
        if self._media is not None:
            return [await self._media.packet()]
        if self._is_channel_sure:
            skim = partial(self._skim, pass_over) if pass_over is not None else None
            return await self._connected.payloads(self._channel, skim)
        packets: list[bytes] = []
        while not packets:
            frames = await self._connected.frames()
            packets = [frame.payload for frame in frames if self._is_media(frame)]
        return packets

    def _skim(self, pass_over: PassOver, buffer: bytearray) -> tuple[int, bool]:
        """Pass over what nobody needs, but come back when a keep-alive is due."""
        passed, is_waiting = pass_over(buffer, self._channel)
        return passed, is_waiting and time.monotonic() <= self._keep_alive_at

    def _plan_keep_alive(self) -> None:
        if self._keep_alive_every is not None:
            self._keep_alive_at = time.monotonic() + self._keep_alive_every

    def _is_media(self, frame: Frame) -> bool:
        """Whether it is the track's; some firmwares send on another channel than they said."""
        if frame.channel != self._channel and not self._is_channel_sure:
            packet = parse_packet(frame.payload)
            if packet is not None and packet.payload_type == self._payload_type:
                self._channel = frame.channel
        is_own = frame.channel == self._channel
        self._is_channel_sure |= is_own
        return is_own

    def leave(self) -> None:
        """Say TEARDOWN now: the camera need not send while we work on what it sent."""
        if self._session is not None and not self._is_leaving:
            self._is_leaving = True
            self._send("TEARDOWN", self._uri, {})

    async def close(self) -> None:
        """Say TEARDOWN when a session may exist, then close; never raises for the peer's sake."""
        try:
            if self._connection is not None and self._session is not None:
                with suppress(ProbeError, OSError):
                    async with asyncio.timeout(self._limits.farewell):
                        self.leave()
                        await self._connection.farewell()
        finally:
            await self._disconnect()

    @property
    def _connected(self) -> Connection:
        if self._connection is None:
            raise ProbeError(FailureKind.BUG, "not connected")
        return self._connection

    async def _disconnect(self) -> None:
        if self._media is not None:
            self._media.close()
        if self._connection is not None:
            await self._connection.close()

    async def _describe(self) -> Response:
        """Connect and ask for the description, following redirects on the registered host."""
        for _ in range(MAX_REDIRECTS + 1):
            await self._connect()
            self._context.step("describe")
            response = await self._ask("DESCRIBE", self._uri, {"Accept": "application/sdp"})
            if response.status not in _REDIRECTS:
                check_status("DESCRIBE", response)
                return response
            self._uri = redirected_uri(response, host=self._target.host)
            await self._disconnect()
        raise ProbeError(FailureKind.PROTOCOL_ERROR, f"more than {MAX_REDIRECTS} redirects")

    async def _connect(self) -> None:
        self._context.step("connect")
        port, is_tls = port_of(self._uri)
        host = self._target.host
        self._connection = await connect(
            self._context.address,
            port,
            host=host,
            tls=self._limits.tls if is_tls else None,
            limit=self._limits.connect,
        )
        if is_tls:
            der = self._connection.certificate
            self.dialogue.certificate = read_certificate(der, host=host)

    def _choose(self, described: Response) -> VideoTrack:
        offer = parse_sdp(described.body, base=self._uri)
        self._uri = offer.control or self._uri
        if offer.video is not None:
            self.dialogue.codec = offer.video.codec
            return offer.video
        self.dialogue.codec = next(iter(offer.codecs), "unknown").lower()[:32]
        raise ProbeError(FailureKind.WRONG_MEDIA, f"offers {self.dialogue.codec} only")

    async def _setup(self, track: VideoTrack) -> None:
        response = await self._setup_tcp(track) if not self._over_udp else None
        if response is None or response.status == _UNSUPPORTED_TRANSPORT or chose_udp(response):
            response = await self._setup_udp(track)
            self._note_session(response)
        check_status("SETUP", response)
        chosen = re.search(r"interleaved=([0-9]{1,3})", response.header("transport") or "")
        self._channel = int(chosen[1]) if chosen else 0

    async def _setup_tcp(self, track: VideoTrack) -> Response:
        self.dialogue.transport = "tcp"
        response = await self._ask("SETUP", track.control, {"Transport": _TCP})
        self._note_session(response)
        return response

    def _note_session(self, response: Response) -> None:
        """Remember the session of an accepted SETUP, so that TEARDOWN follows."""
        if response.status == HTTPStatus.OK:
            self._session, self._keep_alive_every = read_session(response)

    async def _setup_udp(self, track: VideoTrack) -> Response:
        self.dialogue.transport = "udp"
        self._media = MediaPort(self._context.address)
        await self._media.open(self._connected.local_host)
        ports = f"{self._media.port}-{self._media.port + 1}"
        transport = f"RTP/AVP;unicast;client_port={ports}"
        return await self._ask("SETUP", track.control, {"Transport": transport})

    async def _ask(self, method: str, uri: str, headers: dict[str, str]) -> Response:
        """Ask, and log in when the server wants it."""
        while True:
            response = await self._exchange(method, uri, headers)
            again = self._login.take_answer(response)
            if self._login.challenge is not None:
                self.dialogue.auth_scheme = self._login.challenge.label
            self.dialogue.login_accepted = self._login.is_proved
            if response.status == HTTPStatus.FORBIDDEN:
                raise self._login.forbidden()
            if not again:
                return response
            if method == "DESCRIBE" and is_closing(response):
                # Small servers end the connection with a refusal and expect a new one.
                await self._disconnect()
                await self._connect()
                self._context.step("describe")

    async def _exchange(self, method: str, uri: str, headers: dict[str, str]) -> Response:
        self._strays = 0
        try:
            async with asyncio.timeout(self._limits.answer):
                self._send(method, uri, headers)
                response = await self._answer()
        except TimeoutError:
            if not self._strays:
                raise
            raise ProbeError(FailureKind.PROTOCOL_ERROR, _FOREIGN_CSEQ) from None
        self.dialogue.status_code = response.status
        self.dialogue.server = (response.header("server") or "")[:128] or self.dialogue.server
        return response

    def _send(self, method: str, uri: str, headers: dict[str, str]) -> None:
        self._cseq += 1
        fields = {"User-Agent": "video-surveillance-auditor"} | headers
        fields |= {"Session": self._session} if self._session else {}
        encoded = encode_uri(uri)
        fields |= self._login.header(method, encoded)
        self._context.exchange.asks(method, uri, {"CSeq": str(self._cseq)} | fields)
        request = build_request(method, encoded, cseq=self._cseq, headers=fields)
        self._connected.send(request)

    async def _answer(self) -> Response:
        """Return the answer to the last request; an older one may arrive late."""
        while self._strays < MAX_STRAY_ANSWERS:
            response = await self._connected.response()
            self._context.answered = True
            self._context.exchange.answers(response)
            if not is_older(response, than=self._cseq):
                return response
            self._strays += 1
        raise ProbeError(FailureKind.PROTOCOL_ERROR, _FOREIGN_CSEQ)


@asynccontextmanager
async def open_session(
    target: Target, context: Context[Any], *, limits: Limits, over_udp: bool = False
) -> AsyncIterator[Session]:
    """Give a session that is torn down and closed whatever happens."""
    session = Session(target, context, limits=limits, over_udp=over_udp)
    try:
        yield session
    finally:
        await session.close()
