"""What the service is doing, as a value: for health checks, metrics and people."""

from dataclasses import dataclass
from datetime import datetime

from auditor.schedule.nights import NightLine

__all__ = ["KeeperStatus", "ServiceStatus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperStatus:
    """The nights of one community.

    ``running`` is tonight's line while its round runs, ``visited`` its cameras so far.

    ``holder`` runs the nights; ``held`` says that it is this service.
    """

    community: str
    next_start: datetime | None
    running: NightLine | None
    visited: int
    last: NightLine | None
    holder: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStatus:
    """``beaten_at`` is when the service last looked at all its communities."""

    alive_since: datetime
    beaten_at: datetime | None
    communities: tuple[KeeperStatus, ...]
