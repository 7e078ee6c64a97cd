"""How a round's observations reach the store: a visit whole, and within two seconds.

A visit that a crash cuts short leaves nothing and is made again, but for a password that was
refused: that is written at once, with what the visit saw before, since sending it again could
lock the account.  A login that no device took yet is written down before it leaves, and as soon as
it is known that it was taken.  A visit whose login was answered otherwise is written at its end.
What a resumed round makes of them is left to `auditor.schedule.memory`.
"""

import asyncio
import contextlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from auditor.errors import StoreError
from auditor.store.sent_logins import SentLogin
from auditor.store.store import Store
from auditor.store.visits import VisitMark
from probes.failure import FailureKind, ProbeError
from probes.logins import LoginNotes, is_refusal
from probes.observation import Observation
from probes.redact import redact_uri

__all__ = ["Keeper"]

_LONGEST_S = 2.0


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Used inside of a running event loop, which writes what waits for too long."""

    store: Store
    round_id: str
    _open: dict[int, list[Observation[object]]] = field(default_factory=dict, init=False)
    _timer: asyncio.TimerHandle | None = field(default=None, init=False)
    _taken: list[SentLogin] = field(default_factory=list, init=False)
    _taken_call: asyncio.Handle | None = field(default=None, init=False)
    _unsure: set[tuple[int, str]] = field(default_factory=set, init=False)

    @property
    def login_notes(self) -> LoginNotes:
        """What the round's logins are to tell."""
        return LoginNotes(sends=self._sends, taken=self._took)

    def keep(self, seen: Observation[object]) -> None:
        """Take an observation of a visit that goes on."""
        self._open.setdefault(int(seen.target), []).append(seen)
        if is_refusal(seen):
            self._hand_over(int(seen.target))
            self._settle({int(seen.target)})
            self.store.flush()

    def finish(self, row: int, attempt: int, discovered: tuple[str, ...]) -> None:
        """A camera's visit is over.  An address that holds a secret is not kept."""
        clean = tuple(uri for uri in discovered if redact_uri(uri) == uri)
        mark = VisitMark(row=row, attempt=attempt, discovered=clean)
        self.store.keep_visit(self.round_id, self._open.pop(row, []), mark)
        self._write_soon({row})

    def finish_own(self) -> None:
        """A look at ourselves is over: what was seen belongs together."""
        own = {row for row in self._open if row <= 0}
        for row in own:
            self._hand_over(row)
        self._write_soon(own)

    def leave(self) -> None:
        """Take what unfinished visits saw as well: the round ends here."""
        for row in tuple(self._open):
            self._hand_over(row)
        self.close()

    def close(self) -> None:
        """Nothing is written later on; a login that was taken is not left in doubt."""
        for call in (self._timer, self._taken_call):
            if call is not None:
                call.cancel()
        self._timer = None
        self._write_taken()

    def _hand_over(self, row: int) -> None:
        for seen in self._open.pop(row, []):
            self.store.keep(self.round_id, seen)

    def _write_soon(self, rows: AbstractSet[int]) -> None:
        """At once what tells how a login fared: its answer would be lost with this process."""
        if self._settle(rows):
            self.store.flush()
        elif self._timer is None and self.store.is_pending:
            self._timer = asyncio.get_running_loop().call_later(_LONGEST_S, self._write)

    def _settle(self, rows: AbstractSet[int]) -> bool:
        """Doubt the logins of ``rows`` no more; whether one was in doubt until now."""
        told = {login for login in self._unsure if login[0] in rows}
        self._unsure -= told
        return bool(told)

    def _sends(self, key: str, service: str, attempt: int) -> None:
        """With what is known of others, in one transaction; a login not written down stays here."""
        login = SentLogin(row=int(key), service=service, attempt=attempt)
        try:
            self.store.sent_logins.note(self.round_id, [*self._taken, login])
        except StoreError:
            why = "the store does not take that it is sent"
            raise ProbeError(FailureKind.RESOURCE_EXHAUSTED, why) from None
        self._taken.clear()
        self._unsure.add((login.row, service))

    def _took(self, key: str, service: str, attempt: int) -> None:
        """Those that are told at once are written at once."""
        self._taken.append(SentLogin(row=int(key), service=service, attempt=attempt, taken=True))
        self._unsure.discard((int(key), service))
        if self._taken_call is None:
            self._taken_call = asyncio.get_running_loop().call_soon(self._write_taken)

    def _write_taken(self) -> None:
        """What the store does not take is only not known to have been right."""
        self._taken_call = None
        if self._taken:
            with contextlib.suppress(StoreError):
                self.store.sent_logins.note(self.round_id, self._taken)
                self._taken.clear()

    def _write(self) -> None:
        """What the store does not take stays pending: who keeps next is told."""
        self._timer = None
        with contextlib.suppress(StoreError):
            self.store.flush()
