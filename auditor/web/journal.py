"""What the team did by the page, into the operation log; reading it back for its viewer."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.oplog.chain import CheckedLog
from auditor.oplog.entry import Entry, Operation
from auditor.oplog.file import append, entries, verify

__all__ = ["Journal"]

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Journal:
    """The file; nothing is done that cannot be written into it first."""

    path: Path

    def note(
        self,
        at: datetime,
        *,
        who: str,
        source: str,
        verb: str,
        subject: str = "",
        **details: str,
    ) -> None:
        """Add an entry; `OperationLogError` when it cannot be kept."""
        told = {"from": source} | details
        append(self.path, Operation(at=at, who=who, verb=verb, subject=subject, details=told))

    def latest(self) -> tuple[Entry, ...]:
        """The last entries, the newest first."""
        if not self.path.exists():
            return ()
        return tuple(reversed(deque(entries(self.path), maxlen=_SHOWN)))

    def checked(self) -> CheckedLog | None:
        """Whether the whole log is one chain; None while there is no log."""
        return verify(self.path) if self.path.exists() else None
