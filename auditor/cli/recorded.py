"""What verbs record in the operation log before they do it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from auditor.oplog.entry import Operation
from auditor.oplog.file import account, append

__all__ = ["record"]


def record(
    log: str | Path, verb: str, subject: str = "", details: Mapping[str, str] | None = None
) -> None:
    """Add to the log who does this now; OperationLogError, and it must not be done, if not."""
    append(
        Path(log),
        Operation(
            at=datetime.now(UTC),
            who=account(),
            verb=verb,
            subject=subject,
            details=details or {},
        ),
    )
