"""Which logins a round sent that no device had taken before: written down before they leave.

Neither user nor password is here: the row and the service tell whose login it was.  What a
resumed round makes of one whose answer is not known is left to `auditor.schedule.memory`.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from auditor.store.tables import SENT_LOGINS

__all__ = ["LOST", "LoginBook", "SentLogin"]

_Transaction = Callable[[], AbstractContextManager[Connection]]
_KEY = ["round_id", "row", "service"]

LOST = 0
"""The try of a login whose answer was lost with our process: no observation will ever tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLogin:
    """The latest login of a row at a service; ``attempt`` is the try that sent it."""

    row: int
    service: str
    attempt: int
    taken: bool = False


@dataclass(frozen=True, slots=True)
class LoginBook:
    """The logins of rounds in one database."""

    reading: _Transaction
    writing: _Transaction

    def note(self, round_id: str, logins: Iterable[SentLogin]) -> None:
        """Write down, in one transaction, what is now known of each."""
        rows = [{"round_id": round_id, **asdict(one)} for one in logins]
        if not rows:
            return
        with self.writing() as connection:
            dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
            new = dialect.insert(SENT_LOGINS)
            known = {name: new.excluded[name] for name in ("attempt", "taken")}
            connection.execute(new.on_conflict_do_update(index_elements=_KEY, set_=known), rows)

    def of(self, round_id: str) -> tuple[SentLogin, ...]:
        """Every login of a round, by row and service."""
        columns = [column for column in SENT_LOGINS.c if column.name != "round_id"]
        query = select(*columns).where(SENT_LOGINS.c.round_id == round_id)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SENT_LOGINS.c.row, SENT_LOGINS.c.service))
            return tuple(SentLogin(**row) for row in rows.mappings())
