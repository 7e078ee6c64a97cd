"""One camera of the farm: RTSP with digest over TCP, joined wherever the picture happens to be.

It costs as little as a camera can, because its CPU is spent beside what is measured: the packets
are ready, a picture is one write.  What a real client may do wrong is not looked at here.
"""

import asyncio
import enum
import re
import time
from dataclasses import dataclass, field

from auditor.demo.account import Account
from auditor.demo.digest import Challenge
from auditor.demo.messages import answer
from auditor.demo.rtp import describe
from benchmarks.farm.reel import FPS, Reel

__all__ = ["Camera", "Health"]

_CSEQ = re.compile(rb"\r\ncseq: *(\d+)", re.IGNORECASE)
_AUTHORIZATION = re.compile(rb"\r\nauthorization: *([^\r\n]+)", re.IGNORECASE)
_PROTECTED = frozenset({"DESCRIBE", "SETUP", "PLAY"})
_SESSION = {"Session": "12345678;timeout=60"}
_TRANSPORT = "RTP/AVP/TCP;unicast;interleaved=0-1"
_MAX_BACKLOG_BYTES = 1024 * 1024
_PHASE_S = 0.37


class Health(enum.StrEnum):
    """How a camera answers: well, never, or with everything but media."""

    WELL = "well"
    MUTE = "mute"
    NO_RTP = "no_rtp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Who answers at an address."""

    number: int
    address: str
    reel: Reel
    account: Account
    health: Health = Health.WELL

    async def serve(self, port: int) -> asyncio.Server:
        """Listen; OSError when the address is taken."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _Client(self), self.address, port, backlog=8)


@dataclass(slots=True)
class _Client(asyncio.Protocol):
    camera: Camera
    _challenge: Challenge = field(default_factory=Challenge)
    _transport: asyncio.Transport | None = None
    _received: bytes = b""
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self.camera.health is Health.MUTE:
            return
        *heads, self._received = (self._received + data).split(b"\r\n\r\n")
        for head in heads:
            self._reply(head)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._stop()
        self._transport = None

    def _reply(self, head: bytes) -> None:
        method, uri, *_ = head.partition(b"\r\n")[0].decode().split(" ")
        status, headers, body = self._answer(method, uri, head)
        number = _CSEQ.search(head)
        headers = {"CSeq": number[1].decode() if number else "0"} | headers
        if self._transport is not None:
            reply = answer(status, version="RTSP/1.0", headers=headers, body=body)
            self._transport.write(reply)
        if method == "PLAY" and status == 200 and self.camera.health is Health.WELL:  # noqa: PLR2004
            self._play()

    def _answer(self, method: str, uri: str, head: bytes) -> tuple[int, dict[str, str], bytes]:
        if method in _PROTECTED and not self._is_authentic(method, uri, head):
            return 401, {"WWW-Authenticate": self._challenge.header}, b""
        match method:
            case "DESCRIBE":
                body = describe(self.camera.reel.clip, address=self.camera.address)
                return 200, {"Content-Type": "application/sdp", "Content-Base": f"{uri}/"}, body
            case "SETUP":
                return 200, {"Transport": _TRANSPORT} | _SESSION, b""
            case "TEARDOWN":
                self._stop()
        return 200, _SESSION if method != "OPTIONS" else {"Public": "DESCRIBE, SETUP, PLAY"}, b""

    def _is_authentic(self, method: str, uri: str, head: bytes) -> bool:
        found = _AUTHORIZATION.search(head)
        text = found[1].decode() if found else ""
        return self._challenge.accepts(text, method=method, uri=uri, account=self.camera.account)

    def _play(self) -> None:
        """Join in the middle: no camera begins anew for a client."""
        phase = time.time() + self.camera.number * _PHASE_S
        self._send(int(phase * FPS) % len(self.camera.reel.clip.units))

    def _send(self, step: int, due: float | None = None) -> None:
        """Send picture ``step`` and be called for the next; a slow client loses pictures."""
        if self._transport is None:
            return
        if self._transport.get_write_buffer_size() < _MAX_BACKLOG_BYTES:
            self._transport.write(self.camera.reel.frame(step))
        loop = asyncio.get_running_loop()
        due = (loop.time() if due is None else due) + 1 / FPS
        self._timer = loop.call_at(due, self._send, step + 1, due)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
