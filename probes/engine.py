"""Running one attempt: name resolution, allowed networks, limits, deadline, failure.

It never raises for a camera's sake.  When to try again, and what to think of the result, is
left to the round.
"""

import asyncio
import ipaddress
import socket
import time
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Generic, TypeVar

import structlog

from probes.bit_rates import BitRates
from probes.classify import classify, explain
from probes.exchange import Exchange
from probes.failure import Failure, FailureKind, ProbeError
from probes.observation import Observation
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.places import Caps, Claim, Places
from probes.probe import Capturer, Context, Decoder, LoginSigns, Probe
from probes.redact import redact_uri
from probes.scope import Scope
from probes.stream_window import StreamWindow
from probes.target import Target

__all__ = ["Engine"]

P = TypeVar("P")


@dataclass(slots=True)
class Engine:
    """Runs attempts within ``caps`` and no more streams than the decoders keep up with.

    ``stream_mbps`` is the first guess of what a stream needs of the uplink.
    """

    scope: Scope
    decoder: Decoder
    now: Callable[[], datetime]
    capturer: Capturer | None = field(default=None, kw_only=True)
    caps: Caps = field(default_factory=lambda: Caps(total=64), kw_only=True)
    stream_mbps: float = field(default=4.0, kw_only=True)
    resolve_limit: float = field(default=5.0, kw_only=True)
    window: StreamWindow | None = field(default=None, kw_only=True)
    _places: Places = field(init=False)
    _rates: BitRates = field(init=False)
    _window: StreamWindow = field(init=False)
    _turns: dict[int, asyncio.Event] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Make the limits; waiting tasks are served in order."""
        self._places = Places(self.caps)
        self._rates = BitRates(self.stream_mbps)
        self._window = self.window or StreamWindow(most=self.caps.total)

    async def attempt(
        self,
        probe: Probe[P],
        target: Target,
        *,
        attempt: int,
        login: bool = True,
        proved: bool = False,
        signs: LoginSigns | None = None,
    ) -> tuple[Observation[P], Context[P]]:
        """Run ``probe`` once; only cancellation is raised.

        ``login`` and ``proved`` are what is known of the credential, ``signs`` is told when it
        is used (`Context`).
        Waiting for a free place counts neither towards the deadline nor the duration.
        """
        decoder = _TimedDecoder(self.decoder)
        context: Context[P] = Context(
            address="",
            scope=self.scope,
            decoder=decoder,
            capturer=self.capturer,
            now=self.now,
            login=login,
            login_proved=proved,
            signs=signs or LoginSigns(),
            exchange=Exchange(target.credential),
        )
        run = _Run(probe, target, context, started_at=self.now(), attempt=attempt)
        context.step("resolve")
        await run.guard(self._resolve(target, context), limit=self.resolve_limit)
        if run.failure is None:
            async with self._place(context.address, probe):
                run.restart(self.now())
                await run.guard(run.probed(), limit=probe.deadline.total_seconds())
                if probe.streams:
                    self._learn(probe.name, context, waited=decoder.waited)
        return run.observation(), context

    @asynccontextmanager
    async def _place(self, address: str, probe: Probe[P]) -> AsyncIterator[None]:
        """Hold a place at the device, in its subnet and, for a stream, of the uplink."""
        claim = Claim.of(address, mbps=0.0, prefix=self.caps.subnet_prefix)
        if probe.streams:
            claim = replace(claim, mbps=self._rates.mbps(probe.name, claim.subnet))
        ticket = self._places.ask(claim)
        turn = self._turns[ticket] = asyncio.Event()
        try:
            self._call()
            await turn.wait()
            yield
        finally:
            del self._turns[ticket]
            self._places.leave(ticket)
            self._call()

    def _call(self) -> None:
        """Tell those whose turn it is."""
        self._places.most_streams = self._window.size
        for ticket in self._places.due():
            self._turns[ticket].set()

    def _learn(self, probe: str, context: Context[P], *, waited: float) -> None:
        """Take from a stream that ended what the next ones need."""
        self._window.left(waited=waited)
        subnet = Claim.of(context.address, mbps=0.0, prefix=self.caps.subnet_prefix).subnet
        received, seconds = context.received_bytes, context.played_s
        self._rates.note(probe, subnet, received=received, seconds=seconds)

    async def _resolve(self, target: Target, context: Context[P]) -> None:
        """Set the address to dial: the first one that the allowed networks contain."""
        addresses = await _addresses(target.host.strip("[]"))
        allowed = next((address for address in addresses if self.scope.allows(address)), None)
        context.address = allowed or self.scope.check(addresses[0])


@dataclass(slots=True)
class _TimedDecoder:
    """``waited`` is the longest time in seconds that a picture took, waiting included."""

    decoder: Decoder
    waited: float = 0.0

    async def decode(self, request: PictureRequest) -> DecodedPicture:
        began = time.monotonic()
        try:
            return await self.decoder.decode(request)
        finally:
            self.waited = max(self.waited, time.monotonic() - began)


@dataclass(slots=True)
class _Run(Generic[P]):
    """One attempt in progress."""

    probe: Probe[P]
    target: Target
    context: Context[P]
    started_at: datetime = field(kw_only=True)
    attempt: int = field(kw_only=True)
    began: float = field(default_factory=time.monotonic, init=False)
    duration: timedelta = field(default=timedelta(), init=False)
    failure: Failure | None = field(default=None, init=False)
    payload: P | None = field(default=None, init=False)

    async def probed(self) -> None:
        self.payload = await self.probe.run(self.target, self.context)

    def restart(self, started_at: datetime) -> None:
        """Begin to count after the waiting, which belongs to no step."""
        self.started_at = started_at
        self.began = time.monotonic()
        self.context.current_step = "start"
        self.context.close_step()

    async def guard(self, work: Coroutine[None, None, None], *, limit: float) -> None:
        """Await ``work`` for ``limit`` seconds; keep what it raised as a failure."""
        try:
            async with asyncio.timeout(limit):
                await work
        except ProbeError as error:
            self._fail(error.kind, redact_uri(error.detail))
        except OSError as error:
            self._fail(classify(error, step=self.context.current_step), explain(error))
        except Exception as error:  # noqa: BLE001 - a bug of one probe must not end the night
            self._fail(FailureKind.BUG, type(error).__name__)
            self._log(error)
        self.context.close_step()
        self.duration = timedelta(seconds=time.monotonic() - self.began)

    def observation(self) -> Observation[P]:
        return Observation(
            target=self.target.key,
            probe=self.probe.name,
            version=self.probe.version,
            attempt=self.attempt,
            started_at=self.started_at,
            duration=self.duration,
            answered=self.context.answered,
            steps=tuple(self.context.steps),
            failure=self.failure,
            payload=self.context.partial if self.payload is None else self.payload,
            picture=self.context.picture,
            strips=self.context.strips,
            exchange=self.context.exchange.told() if self.failure else (),
        )

    def _fail(self, kind: FailureKind, detail: str) -> None:
        self.failure = Failure(self.context.current_step, kind, detail)

    def _log(self, error: Exception) -> None:
        """Log type and place only: the text of an exception could quote a password."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        structlog.get_logger(__name__).error(
            "probe_bug",
            probe=self.probe.name,
            step=self.context.current_step,
            exception=type(error).__name__,
            place=f"{PurePath(last.filename).name}:{last.lineno}",
        )


async def _addresses(host: str) -> list[str]:
    """Return ``host`` itself when it is an address, else what its name resolves to."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise ProbeError(FailureKind.DNS_FAILED, "the host name is malformed") from None
    return [str(entry[4][0]) for entry in found]
