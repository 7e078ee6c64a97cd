"""Emptying the outbox: at least once each, with the same key and the same bytes every time.

A row is marked as sent only after a 2xx.  Whoever is killed in between leaves a lease that runs
out; the repeat carries the same idempotency key, so that the platform can drop it.
"""

import hashlib
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from auditor.feed.build import build_document
from auditor.feed.client import post
from auditor.feed.document import SCHEMA, canonical
from auditor.feed.outcome import decide
from auditor.feed.settings import Destination
from auditor.feed.signature import headers
from auditor.model import Report
from auditor.store.outbox import Delivery, Outbox, Outgoing, Settled, State

__all__ = ["Pusher", "outgoing"]

# Name resolution and the TLS handshake have limits of their own beside the deadline.
_LEASE_BESIDE = timedelta(seconds=60)


def outgoing(report: Report, url: str, manifest_sha256: str | None = None) -> Outgoing:
    """What is delivered of ``report`` to ``url``; its key depends on round, schema and url."""
    named = f"{SCHEMA}\n{report.provenance.round_id}\n{url}"
    return Outgoing(
        key=hashlib.sha256(named.encode()).hexdigest()[:32],
        destination=url,
        schema=SCHEMA,
        body=canonical(build_document(report, manifest_sha256)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pusher:
    """Sends what is due to one destination; clock, pause and chance can be replaced."""

    outbox: Outbox
    to: Destination
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    owner: str = field(default_factory=lambda: secrets.token_hex(8))

    def push(self, patience_s: float) -> tuple[Delivery, ...]:
        """Send; wait for what is due within ``patience_s``; return every row as it then is."""
        ends = self.now() + timedelta(seconds=patience_s)
        while True:
            silent_until = self._pass()
            rows = self.outbox.deliveries(self.to.url)
            free = [row.free_at for row in rows if row.state is State.PENDING]
            if not free or (again := max(min(free), silent_until)) > ends:
                return rows
            self.pause(max(0.0, (again - self.now()).total_seconds()))

    def _pass(self) -> datetime:
        """Try each due row once; a platform that does not answer is not asked for the others.

        Returns when it may be asked again.
        """
        began = self.now()
        for row in self.outbox.deliveries(self.to.url):
            if row.state is State.PENDING and row.free_at <= began:
                settled, silent = self._try(row.key)
                if silent:
                    return settled.next_try_at
        return began

    def _try(self, key: str) -> tuple[Settled, bool]:
        now = self.now()
        lease = timedelta(seconds=self.to.timeout_s) + _LEASE_BESIDE
        parcel = self.outbox.claim(key, owner=self.owner, now=now, lease=lease)
        if parcel is None:
            return Settled(state=State.PENDING, next_try_at=now, answer=""), False
        stamp = int(now.timestamp())
        sent = headers(self.to, key=key, body=parcel.body, timestamp=stamp)
        answer = post(self.to, body=parcel.body, headers=sent)
        settled = decide(answer, attempts=parcel.attempts, now=self.now(), chance=self.chance())
        self.outbox.settle(key, settled, owner=self.owner)
        return settled, answer.status is None
