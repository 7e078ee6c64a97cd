"""What a probe is: a name, a version, a hard deadline and one coroutine.

A probe returns its payload or raises `ProbeError`; what it learned before failing it leaves
in ``context.partial``.  Deadlines, retries and limits are left to :mod:`probes.engine`.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from probes.exchange import Exchange
from probes.observation import StepTime
from probes.picture.captured import Captured, CaptureRequest
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.picture.overlay import Strip
from probes.scope import Scope
from probes.target import Target

__all__ = ["Capturer", "Context", "Decoder", "LoginSigns", "Probe"]

PayloadT = TypeVar("PayloadT")


class Decoder(Protocol):
    """Turns access units into a judged picture, in a process that may be killed."""

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        """Decode; `ProbeError` (not_decodable, decoder_crashed) when no picture comes out."""
        ...


class Capturer(Protocol):
    """Runs the second client, in a process that may be killed."""

    async def capture(self, request: CaptureRequest) -> Captured | None:
        """Capture; None when it had to be killed, `ProbeError` for a fault of ours."""
        ...


def _unnoted() -> None:
    """Nobody writes logins down."""


@dataclass(frozen=True, slots=True)
class LoginSigns:
    """``sent`` is called right before a password leaves, ``taken`` when the device took it.

    ``sent`` may raise `ProbeError`; then the password does not leave.
    """

    sent: Callable[[], None] = _unnoted
    taken: Callable[[], None] = _unnoted


@dataclass(slots=True, kw_only=True)
class Context(Generic[PayloadT]):
    """What an attempt may use, and what it leaves behind.

    ``address`` is the resolved, allowed IP to dial.  ``login`` false means that the
    credential must not be sent (it was rejected once this night already), ``login_proved`` that
    the device took it tonight, ``signs`` is told when it is used.  ``received_bytes`` and ``played_s`` tell what media was.  ``now`` gives aware UTC wall time.  ``capturer`` is the second client, for the probe that confirms.
    """

    address: str
    scope: Scope
    decoder: Decoder
    now: Callable[[], datetime]
    login: bool = True
    login_proved: bool = False
    signs: LoginSigns = field(default_factory=LoginSigns)
    capturer: Capturer | None = None
    partial: PayloadT | None = None
    picture: bytes | None = None
    strips: tuple[Strip, ...] = ()
    answered: bool = False
    received_bytes: int = 0
    played_s: float = 0.0
    discovered_uris: list[str] = field(default_factory=list)
    exchange: Exchange = field(default_factory=Exchange)
    steps: list[StepTime] = field(default_factory=list)
    current_step: str = "start"
    _entered: float = field(default_factory=time.monotonic)

    def step(self, name: str) -> None:
        """Close the running step and begin ``name``."""
        self.close_step()
        self.current_step = name

    def close_step(self) -> None:
        """Record the running step's time; the engine calls it once at the end."""
        now = time.monotonic()
        if self.current_step != "start":
            elapsed = timedelta(seconds=now - self._entered)
            self.steps.append(StepTime(self.current_step, elapsed))
        self._entered = now


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe(Generic[PayloadT]):
    """One kind of measurement; ``version`` rises when the method changes.

    ``deadline`` is the hard limit of one attempt and ``timeout_kinds`` says what a timeout
    means at a given step (default: response_timed_out).  ``streams`` says that media is
    fetched, which the uplink must carry.
    """

    name: str
    version: int
    payload_type: type[PayloadT]
    deadline: timedelta
    run: Callable[[Target, Context[PayloadT]], Awaitable[PayloadT]]
    streams: bool = False
