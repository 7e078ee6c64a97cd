"""The second opinion on a camera without a picture: what is asked, and in which order.

A second dial, since a port that is still closed needs no RTSP to be told; the second client;
then our own client over the other transport, where media was the trouble.  Whether the answer
agrees with the tries is left to the judge.
"""

import asyncio
import dataclasses
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TypeVar

from probes.engine import Engine
from probes.failure import FailureKind
from probes.logins import Logins
from probes.observation import Observation
from probes.probe import Probe
from probes.rtsp_frame import RtspFrame
from probes.target import Target
from probes.visit import ProbeSet, at

__all__ = ["Confirmation"]

_MEDIA_TROUBLE = frozenset(
    {
        FailureKind.NO_MEDIA,
        FailureKind.FIRST_FRAME_TIMED_OUT,
        FailureKind.NOT_DECODABLE,
        FailureKind.CONNECTION_RESET,
    }
)

P = TypeVar("P")


@dataclass(slots=True, kw_only=True)
class Confirmation:
    """``uris`` are the streams that gave nothing; ``places`` are the second client's processes.

    A place is waited for outside of every deadline: a queue of ours is no camera's silence.
    """

    engine: Engine
    probes: ProbeSet
    target: Target
    uris: tuple[str, ...]
    attempt: int
    logins: Logins
    places: asyncio.Semaphore

    async def observations(self) -> AsyncGenerator[Observation[object], None]:
        """Yield each observation as it is made; nothing more after a picture."""
        for uri in self.uris:
            target = dataclasses.replace(at(self.target, uri), stream_uri=uri)
            dialled = await self._attempt(self.probes.dial, target)
            yield dialled
            if dialled.failure is not None:
                continue
            async with self.places:
                seen = await self._attempt(self.probes.confirm, target)
            yield seen
            if seen.picture is not None:
                return
            if _may_help(seen):
                over_udp = await self._attempt(self.probes.udp, target)
                yield over_udp
                if over_udp.picture is not None:
                    return

    async def _attempt(self, probe: Probe[P], target: Target) -> Observation[P]:
        seen, _ = await self.engine.attempt(
            probe,
            target,
            attempt=self.attempt,
            login=self.logins.may_send(self.target, probe.name),
            proved=self.logins.is_proved(self.target, probe.name),
            signs=self.logins.signs(self.target, probe.name, attempt=self.attempt),
        )
        self.logins.note(self.target, seen)
        return seen


def _may_help(seen: Observation[RtspFrame]) -> bool:
    """Whether media was the trouble, so that another way for it may help."""
    is_set_up = seen.payload is not None and seen.payload.transport is not None
    return is_set_up and seen.failure is not None and seen.failure.kind in _MEDIA_TROUBLE
