"""Holding the lease of one community: who holds it runs its nights, the others stand by.

A holder is taken for dead when its lease stood still for `LEASE` by our own steady clock.  No
two clocks are compared, so neither a jump nor two hosts that differ can give a lease away.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auditor.store.leases import Lease, Leases

__all__ = ["BEAT", "LEASE", "Holding"]

LEASE = timedelta(seconds=120)
BEAT = timedelta(seconds=20)


@dataclass(slots=True, kw_only=True)
class Holding:
    """``steady`` counts seconds and never jumps; ``wall`` is what people read.

    Any thread may beat; one at a time, or one would take the other's lease for a stranger's.
    """

    community: str
    owner: str
    leases: Leases
    wall: Callable[[], datetime]
    steady: Callable[[], float]
    held: bool = field(init=False, default=False)
    was_down: bool = field(init=False, default=False)
    down_since: datetime | None = field(init=False, default=None)
    _seen: Lease | None = field(init=False, default=None)
    _seen_at: float = field(init=False, default=0.0)
    _lives: bool = field(init=False, default=False)
    _one: threading.Lock = field(init=False, default_factory=threading.Lock)

    def beat(self) -> bool:
        """Renew the lease or try to take it; whether we hold it now.

        Remembers a time in which no service gave a sign of life, until `told`.
        """
        with self._one:
            return self._beat()

    @property
    def is_waiting(self) -> bool:
        """Whether the holder of the lease has shown no life since we first saw it, nor yet death."""
        if self.held or self._seen is None or self._lives:
            return False
        return self.steady() - self._seen_at < LEASE.total_seconds()

    def told(self) -> None:
        """The time without a sign of life has been written down."""
        self.was_down, self.down_since = False, None

    def release(self) -> None:
        """Give the lease back, so that the next service need not wait."""
        with self._one:
            self.held = False
            self.leases.release(self.community, owner=self.owner, now=self.wall())

    def _beat(self) -> bool:
        lease = self.leases.of(self.community)
        now = self.wall()
        if lease is not None and lease.owner == self.owner:
            held = self.leases.renew(self.community, owner=self.owner, now=now, length=LEASE)
        else:
            held = self._take(lease, now)
        if held and not self.held:
            self._notice(lease, now)
        self.held = held
        return held

    def _take(self, lease: Lease | None, now: datetime) -> bool:
        if lease is not None and not lease.is_free and not self._stood_still(lease):
            return False
        return self.leases.take(self.community, lease, owner=self.owner, now=now, length=LEASE)

    def _stood_still(self, lease: Lease) -> bool:
        if lease != self._seen:
            self._lives = self._seen is not None
            self._seen, self._seen_at = lease, self.steady()
            return False
        return self.steady() - self._seen_at >= LEASE.total_seconds()

    def _notice(self, lease: Lease | None, now: datetime) -> None:
        """Who takes the lease up knows when somebody held it last."""
        if lease is None or now - lease.heartbeat_at > LEASE:
            self.was_down = True
            self.down_since = None if lease is None else lease.heartbeat_at
