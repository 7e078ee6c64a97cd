"""One client's RTSP session: from request to reply, and the playing in between.

The conversation's bytes are left to :mod:`auditor.demo.rtsp_server`.
"""

import asyncio
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from auditor.demo.account import Account
from auditor.demo.cast import Behaviour, SimulatedCamera
from auditor.demo.digest import Challenge
from auditor.demo.encoder import Clip
from auditor.demo.footage import Footage
from auditor.demo.messages import Request
from auditor.demo.rtp import Packetiser, describe
from auditor.demo.rtp_sender import Carrier, TcpCarrier, join_position, open_udp, send_clip

__all__ = ["Reply", "Session"]

_PROTECTED = frozenset({"DESCRIBE", "SETUP", "PLAY"})
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
_CLIENT_PORT = re.compile(r"client_port=(\d{1,5})")
_INTERLEAVED = re.compile(r"interleaved=(\d{1,3})-\d{1,3}")
_TIMEOUT_S = 60
# Cameras are not in step: each is this much ahead of its neighbour in the same clip.
_PHASE_S = 0.37
_LAST_PORT = 65535
_LAST_CHANNEL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer without the parts that every answer has."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    starts_playing: bool = False


class Session:
    """What one connection has negotiated so far."""

    def __init__(
        self,
        camera: SimulatedCamera,
        footage: Footage,
        account: Account,
        address: str,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._camera = camera
        self._streams = {"main": footage.main, "sub": footage.sub}
        self._account = account
        self._address = address
        self._writer = writer
        self._challenge = Challenge()
        self._id = secrets.token_hex(8)
        self._clip: Clip | None = None
        self._carrier: Carrier | None = None
        self._packetiser: Packetiser | None = None
        self._playing: asyncio.Task[None] | None = None

    async def handle(self, request: Request) -> Reply:
        """The reply to one request; nothing is sent here."""
        if request.method in _PROTECTED and not self._is_authentic(request):
            return Reply(status=401, headers={"WWW-Authenticate": self._challenge.header})
        if request.method == "SETUP":
            return await self._setup(request)
        if request.method == "TEARDOWN":
            await self.close()
        return self._reply(request)

    def start(self) -> None:
        """Begin to send; called after the answer to PLAY, which a client reads first."""
        clip, carrier, packetiser = self._clip, self._carrier, self._packetiser
        silent = self._camera.behaviour is Behaviour.NO_RTP
        if clip is None or carrier is None or packetiser is None or self._playing or silent:
            return
        long_wait = self._camera.behaviour is Behaviour.LONG_GOP
        now = time.time() + self._camera.row * _PHASE_S
        start = join_position(clip, now=now, long_wait=long_wait)
        self._playing = asyncio.create_task(send_clip(clip, carrier, packetiser, start=start))

    async def close(self) -> None:
        """Stop sending and give back the ports; may be called twice."""
        playing, self._playing = self._playing, None
        carrier, self._carrier = self._carrier, None
        try:
            if playing is not None:
                playing.cancel()
                await asyncio.wait([playing])
        finally:  # also when the community ends while a client says goodbye
            if carrier is not None:
                carrier.close()

    def _reply(self, request: Request) -> Reply:
        match request.method:
            case "OPTIONS":
                return Reply(headers={"Public": _METHODS})
            case "DESCRIBE":
                return self._describe(request)
            case "PLAY":
                return self._play(request)
            case "GET_PARAMETER" | "TEARDOWN":
                return Reply(headers=self._session_header())
        return Reply(status=405, headers={"Allow": _METHODS})

    def _is_authentic(self, request: Request) -> bool:
        return self._challenge.accepts(
            request.headers.get("authorization", ""),
            method=request.method,
            uri=request.uri,
            account=self._account,
        )

    def _find(self, uri: str) -> Clip | None:
        """The clip that a URI names, with or without its track; None is a 404."""
        name = urlsplit(uri).path.strip("/").split("/")[0]
        behaviour = self._camera.behaviour
        hidden = behaviour is Behaviour.SUB_STREAM_ONLY and name == "main"
        if hidden or behaviour is Behaviour.NOT_FOUND:
            return None
        return self._streams.get(name)

    def _describe(self, request: Request) -> Reply:
        clip = self._find(request.uri)
        if clip is None:
            return Reply(status=404)
        headers = {
            "Content-Type": "application/sdp",
            "Content-Base": f"{request.uri.rstrip('/')}/",
        }
        return Reply(headers=headers, body=describe(clip, address=self._address))

    async def _setup(self, request: Request) -> Reply:
        clip = self._find(request.uri)
        if clip is None:
            return Reply(status=404)
        if self._carrier is not None:
            return Reply(status=455)
        transport = await self._open_carrier(request.headers.get("transport", ""))
        if transport is None:
            return Reply(status=461)
        self._clip = clip
        numbers = {"ssrc": secrets.randbits(32), "sequence": secrets.randbits(16)}
        self._packetiser = Packetiser(clip, **numbers, timestamp=secrets.randbits(32))
        return Reply(headers={"Transport": transport, **self._session_header()})

    async def _open_carrier(self, wanted: str) -> str | None:
        """Open the way that the client asked for; its Transport value, None if unsupported."""
        if wanted.startswith("RTP/AVP/TCP"):
            return self._open_tcp(wanted)
        port = _CLIENT_PORT.search(wanted)
        if port is None or not 0 < int(port[1]) < _LAST_PORT or "multicast" in wanted:
            return None
        # The client's own address, never a ``destination`` of its choice.
        peer = self._writer.get_extra_info("peername")[0]
        carrier = await open_udp(self._address, (peer, int(port[1])))
        self._carrier = carrier
        pair = f"client_port={port[1]}-{int(port[1]) + 1};server_port={carrier.server_ports}"
        return f"RTP/AVP;unicast;{pair}"

    def _open_tcp(self, wanted: str) -> str | None:
        match = _INTERLEAVED.search(wanted)
        channel = int(match[1]) if match else 0
        if self._camera.behaviour is Behaviour.UDP_ONLY or channel > _LAST_CHANNEL:
            return None
        self._carrier = TcpCarrier(self._writer, channel)
        return f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}"

    def _play(self, request: Request) -> Reply:
        if self._packetiser is None or self._carrier is None:
            return Reply(status=455)
        if request.headers.get("session", "").partition(";")[0] != self._id:
            return Reply(status=454)
        first = f"seq={self._packetiser.sequence};rtptime={self._packetiser.timestamp}"
        info = f"url={request.uri.rstrip('/')}/trackID=1;{first}"
        headers = {"Range": "npt=now-", "RTP-Info": info, **self._session_header()}
        return Reply(headers=headers, starts_playing=True)

    def _session_header(self) -> dict[str, str]:
        return {"Session": f"{self._id};timeout={_TIMEOUT_S}"}
