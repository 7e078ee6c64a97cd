"""What the service says in the log; a log that cannot be written to costs no night."""

import contextlib

import structlog

__all__ = ["said"]


def said(event: str, *, is_error: bool = False, **values: object) -> None:
    """One line; nothing when whoever reads them has gone away."""
    log = structlog.get_logger()
    with contextlib.suppress(OSError, ValueError):
        (log.error if is_error else log.info)(event, **values)
