"""After a round: what is due is sent, and told on standard error.

The round's result is kept and reported by then, so nothing that happens here may change its
exit code; what was not sent waits in the outbox for ``auditor feed push``.
"""

from rich.console import Console

from auditor.cli.options import plain_console
from auditor.config import Config
from auditor.errors import AuditorError
from auditor.feed.push import Pusher
from auditor.feed.settings import destination
from auditor.render.plain_text import visible
from auditor.store.outbox import State
from auditor.store.store import Store

__all__ = ["deliver"]

_KEPT = "the result is kept; see: auditor feed status, auditor feed push"


def deliver(config: Config) -> None:
    """Send what is due to the configured platform and say what became of it."""
    console = plain_console(stderr=True)
    try:
        unsent = _push(config)
    except AuditorError as error:
        _tell(console, f"feed: {error}; {_KEPT}")
    except Exception as error:  # noqa: BLE001 - the round's exit code is not ours to change
        _tell(console, f"feed: internal error {type(error).__name__}; {_KEPT}")
    else:
        _tell(console, *unsent or ("feed: delivered",))


def _push(config: Config) -> tuple[str, ...]:
    to = destination(config.feed, credentials=config.files.credentials)
    with Store(config.files.store) as store:
        rows = Pusher(outbox=store.outbox, to=to).push(config.feed.patience_s)
    words = {State.PENDING: "not delivered yet", State.PARKED: "refused by the platform"}
    return tuple(
        f"feed: round {row.round_id} {words[row.state]} ({row.answer}); {_KEPT}"
        for row in rows
        if row.state in words
    )


def _tell(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(visible(line), soft_wrap=True)
