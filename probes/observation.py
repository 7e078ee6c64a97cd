"""An observation: what one attempt of one probe saw, before anybody judges it.

Stored whole (the payload as JSON, the picture as a file), so that a verdict can be
recomputed without touching a camera again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from probes.failure import Failure
from probes.picture.overlay import Strip

__all__ = ["Observation", "StepTime"]

PayloadT_co = TypeVar("PayloadT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class StepTime:
    """One finished or interrupted step and the time it took."""

    name: str
    elapsed: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Generic[PayloadT_co]):
    """One attempt.

    ``answered`` means that the peer spoke the probe's protocol (a 401 is an answer, an open
    port is not).  ``payload`` may be partial when there is a ``failure``.  ``started_at`` is
    an aware UTC time; ``attempt`` counts from 1 within a round.  ``strips`` are parts of the
    picture on their way to the reader; they are not stored.  ``exchange`` is what was said before a
    failure, one text a message, without secrets (`probes.exchange`).
    """

    target: str
    probe: str
    version: int
    attempt: int
    started_at: datetime
    duration: timedelta
    answered: bool
    steps: tuple[StepTime, ...] = ()
    failure: Failure | None = None
    payload: PayloadT_co | None = None
    exchange: tuple[str, ...] = ()
    picture: bytes | None = field(default=None, repr=False)
    strips: tuple[Strip, ...] = field(default=(), repr=False)
