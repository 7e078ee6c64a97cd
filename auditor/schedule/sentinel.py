"""Looks at ourselves while a round looks at cameras: self-test and control targets.

What was seen is kept like every observation; what follows from it is left to
`auditor.receiver`.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import TypeVar

import structlog

from auditor.receiver import SELF
from probes.engine import Engine
from probes.logins import Logins
from probes.observation import Observation
from probes.probe import LoginSigns, Probe
from probes.receiver import ReceiverFacts
from probes.scope import Scope
from probes.target import Target
from probes.visit import ProbeSet

__all__ = ["Loopback", "Sentinel"]

Loopback = Callable[[], AbstractAsyncContextManager[Target]]
"""A camera of our own on loopback, for as long as the context lasts."""

_LOOPBACK = "127.0.0.1/32"
_PATIENCE = 3

P = TypeVar("P")


@dataclass(slots=True, kw_only=True)
class Sentinel:
    """``keep`` is given each observation; ``loopback`` None leaves its part of the test out.

    ``finished`` is called when a look is over; ``earlier`` is what was seen before the round
    was cut short.

    ``logins`` are the round's, so that a control target's wrong password is sent once as well.
    """

    engine: Engine
    probes: ProbeSet
    machine: Probe[ReceiverFacts]
    controls: tuple[Target, ...]
    logins: Logins
    keep: Callable[[Observation[object]], None]
    loopback: Loopback | None = None
    finished: Callable[[], None] = lambda: None
    earlier: tuple[Observation[object], ...] = ()
    observations: list[Observation[object]] = field(init=False)
    _checks: int = field(init=False)
    _is_tested: bool = field(init=False, default=False)
    _own: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.observations = list(self.earlier)
        self._checks = max((seen.attempt for seen in self.earlier), default=0)
        self._own = replace(self.engine, scope=Scope.parse([_LOOPBACK]))

    async def measure(self) -> None:
        """Take the facts of this machine: before the round and after it."""
        machine = Target(key=SELF, host="127.0.0.1")
        await self._look(self._own, self.machine, machine, attempt=self._checks + 1)
        self.finished()

    async def test_second_client(self) -> None:
        """Get a picture from our own camera by the second client, before it is asked."""
        await self._test(self.probes.confirm)

    async def _test(self, probe: Probe[P]) -> None:
        """A machine that is busy starting its processes is slow and not blind: be patient."""
        if self.loopback is None:
            return
        async with self.loopback() as target:
            for attempt in range(1, _PATIENCE + 1):
                seen = await self._look(self._own, probe, target, attempt=attempt)
                if seen.failure is None:
                    break
        self.finished()

    async def check(self) -> None:
        """Look at every control target, a second time at one that gives no picture.

        The first time our own client and its decoding process are tested before.
        """
        if not self._is_tested:
            await self._test(self.probes.stream)
            self._is_tested = True
        self._checks += 1
        for target in self.controls:
            if not await self._is_good(target) and not await self._is_good(target):
                log = structlog.get_logger(__name__)
                log.warning("control_target_failed", control=target.key, check=self._checks)
        self.finished()

    async def _is_good(self, target: Target) -> bool:
        probe = self.probes.stream
        seen = await self._look(
            self.engine,
            probe,
            target,
            attempt=self._checks,
            login=self.logins.may_send(target, probe.name),
            proved=self.logins.is_proved(target, probe.name),
            signs=self.logins.signs(target, probe.name, attempt=self._checks),
        )
        self.logins.note(target, seen)
        return seen.failure is None

    async def _look(
        self,
        engine: Engine,
        probe: Probe[P],
        target: Target,
        *,
        attempt: int,
        login: bool = True,
        proved: bool = False,
        signs: LoginSigns | None = None,
    ) -> Observation[P]:
        seen, _ = await engine.attempt(
            probe, target, attempt=attempt, login=login, proved=proved, signs=signs
        )
        seen = replace(seen, picture=None, strips=())
        self.observations.append(seen)
        self.keep(seen)
        return seen
