"""After a round: who is to be told is told, and what could not be sent is said on stderr.

The round's result is kept by then, so nothing that happens here may change its exit code.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import structlog

from auditor.alerts.after import night_notice
from auditor.alerts.dispatch import Dispatcher, Outcome
from auditor.alerts.model import NightFault
from auditor.cli.options import plain_console
from auditor.config import Config
from auditor.errors import AuditorError
from auditor.model import Report
from auditor.render.plain_text import visible
from auditor.store.store import Store

__all__ = ["alert", "dispatcher"]

_KEPT = "it is tried again after the next round; see: auditor alerts check"


def alert(config: Config, tonight: Report | None, faults: Sequence[NightFault] = ()) -> None:
    """Tell the channels what the night has to tell; ``tonight`` is None for a missed night.

    A service calls this with the ``faults`` that a round cannot know of itself.
    """
    console = plain_console(stderr=True)
    try:
        outcomes = _send(config, tonight, faults)
    except AuditorError as error:
        lines: tuple[str, ...] = (f"alerts: {error}",)
    except Exception as error:  # noqa: BLE001 - the round's exit code is not ours to change
        lines = (f"alerts: internal error {type(error).__name__}",)
    else:
        _log(outcomes)
        lines = tuple(line for outcome in outcomes if (line := _line(outcome)))
    for line in lines:
        console.print(visible(line), soft_wrap=True)


def dispatcher(config: Config) -> Dispatcher:
    """Sends by the channels of ``config``."""
    return Dispatcher(
        alerts=config.alerts,
        reports=Path(config.files.reports),
        credentials=config.files.credentials,
        environment=os.environ,
    )


def _send(
    config: Config, tonight: Report | None, faults: Sequence[NightFault]
) -> tuple[Outcome, ...]:
    community = tonight.community if tonight else config.audit.community
    with Store(config.files.store) as store:
        notice = night_notice(
            store,
            config.alerts,
            community=community,
            tonight=tonight,
            faults=faults,
            at=datetime.now(UTC),
        )
    return dispatcher(config).send(notice)


def _line(outcome: Outcome) -> str:
    """Silence means that there was nothing to tell."""
    if outcome.waiting:
        return f"alerts: {outcome.channel}: not sent ({outcome.fault}); {_KEPT}"
    if outcome.fault:
        return f"alerts: {outcome.channel}: sent, but {outcome.fault}"
    return f"alerts: {outcome.channel}: sent" if outcome.sent else ""


def _log(outcomes: Sequence[Outcome]) -> None:
    log = structlog.get_logger(__name__)
    for outcome in outcomes:
        if outcome.sent:
            log.info("alert_sent", channel=outcome.channel, notices=outcome.sent)
        if outcome.fault:
            log.warning("alert_failed", channel=outcome.channel, fault=outcome.fault)
