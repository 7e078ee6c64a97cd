"""What is known of the service at one moment, and whether it is alive and ready.  Pure.

`auditor.health.gather` fills it from the store and the files beside the reports; what only the
running service knows (its heartbeat, its plan) it adds itself.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auditor.schedule.progress import Progress

__all__ = [
    "ChannelCounts",
    "CommunityStatus",
    "OperatingStatus",
    "RateCount",
    "unhealthy",
    "unready",
]

STALE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCount:
    """One indicator of the last round; the verdict is a `RateVerdict`'s value."""

    indicator: str
    met: int
    of: int
    unknown: int
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityStatus:
    """The last round of a community and what is planned; ``cameras`` are counted by state.

    Rounds over a sample or over chosen cameras count as none.  ``last_success_at`` is the end of
    the last complete round.  ``missed`` says that the last night has no report and gets none.
    """

    community: str
    rates: tuple[RateCount, ...] = ()
    cameras: dict[str, int] = field(default_factory=dict)
    last_ended_at: datetime | None = None
    last_success_at: datetime | None = None
    last_duration: timedelta | None = None
    last_complete: bool | None = None
    next_start: datetime | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCounts:
    """What became of an alert channel's notices."""

    channel: str
    delivered: int
    failed: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingStatus:
    """``beaten_at`` is the service's last heartbeat; None before the first.

    ``running`` are the rounds under way, one a community.
    ``store_fault`` is empty while the store answers.  None is what nobody can tell: a database
    server's size, the decoder's queue while no round runs.
    """

    version: str
    started_at: datetime
    beaten_at: datetime | None = None
    communities: tuple[CommunityStatus, ...] = ()
    running: tuple[Progress, ...] = ()
    channels: tuple[ChannelCounts, ...] = ()
    observations_written: int | None = None
    store_bytes: int | None = None
    decoder_queue: int | None = None
    store_fault: str = ""


def unhealthy(status: OperatingStatus, now: datetime) -> tuple[str, ...]:
    """Why ``/healthz`` is red, in English; nothing when it is green."""
    last = status.beaten_at or status.started_at
    silent = int((now - last).total_seconds())
    faults = [f"no heartbeat for {silent} s"] if now - last > STALE_AFTER else []
    missed = sum(one.missed for one in status.communities)
    if missed:
        faults.append(f"the last night has no report ({missed} of {len(status.communities)})")
    return tuple(faults)


def unready(status: OperatingStatus) -> tuple[str, ...]:
    """Why ``/readyz`` is red: the service has not come up, or its store does not answer."""
    faults = [] if status.beaten_at else ["the service has not yet looked at its plan"]
    return (*faults, *(("the store does not answer",) if status.store_fault else ()))
