"""What a round is carried out by: settings, what it begins with, who may end it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from auditor.conclude import Case
from auditor.errors import ConfigError
from auditor.model import Gap, Report
from auditor.schedule.memory import Memory
from auditor.schedule.round import Watcher
from auditor.schedule.sentinel import Loopback
from auditor.schedule.times import Times
from auditor.store.outbox import Outgoing
from probes.logins import Logins
from probes.rtsp_tls import TlsPolicy
from probes.target import Credential, Target

__all__ = ["Audit", "Sitting", "Steering", "check_networks", "report_folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How: networks, limits, credentials, times, and where the results go.

    With ``own_folder`` the report has a folder of its own below ``reports``.
    ``night`` is the night that the service has this round run for, of the community that its
    configuration calls ``scheduled_as``.
    ``record`` is called with the round's id before a report is written ``unmasked``.
    """

    networks: tuple[str, ...]
    tries: int
    retry_spacing_s: float
    first_frame_s: float
    key_patience_s: float = 6.0
    concurrency: int
    per_subnet: int = 32
    subnet_prefix: int = 24
    uplink_mbps: float | None = None
    stream_mbps: float = 4.0
    second_clients: int = 4
    read_overlay: bool = False
    shake_share: int = 0
    store: Path | str
    reports: Path
    own_folder: bool = False
    times: Times = field(default_factory=Times)
    credentials: dict[str, Credential] = field(repr=False)
    tls: TlsPolicy = field(default_factory=TlsPolicy)
    controls: tuple[Target, ...] = ()
    loopback: Loopback | None = None
    outgoing: Callable[[Report, str], tuple[Outgoing, ...]] = lambda _report, _manifest: ()
    night: date | None = None
    scheduled_as: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    unmasked: bool = False
    record: Callable[[str], None] = lambda _round_id: None


def report_folder(audit: Audit, round_id: str) -> Path:
    """Where the report of a round goes."""
    return audit.reports / "adhoc" / round_id if audit.own_folder else audit.reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What a round is carried out by; the last three differ in a round that is gone on with."""

    began: datetime
    case: Case
    targets: tuple[Target, ...]
    memory: Memory = field(default_factory=Memory)
    logins: Logins = field(default_factory=Logins)
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Who watches a round and who may end it; see `run_audit`."""

    watcher: Watcher
    stop: asyncio.Event
    suspend: asyncio.Event | None = None

    @property
    def is_suspended(self) -> bool:
        """Whether the round is to be kept for later."""
        return self.suspend is not None and self.suspend.is_set()


def check_networks(audit: Audit) -> None:
    """ConfigError when nothing may be dialled."""
    if not audit.networks:
        raise ConfigError(
            "no network may be probed; name the cameras' networks in probing.allowed_networks "
            "of the configuration, or with --allow-network, for example 10.1.0.0/16"
        )
