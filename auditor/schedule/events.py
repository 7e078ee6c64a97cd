"""A round as events of the log; round and community stand in each, the camera where there is one.

Where they go and in what form is left to `auditor.cli.logs`.
"""

from collections import Counter
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars

from auditor.judge import best_picture
from auditor.model import Evidence, Report
from auditor.schedule.round import Watcher

__all__ = ["EventWatcher", "log_end"]


class EventWatcher(Watcher):
    """Logs what it is told."""

    def named(self, *, round_id: str, community: str) -> None:
        """What is logged in this task and its children names the round."""
        bind_contextvars(round=round_id, community=community)

    def begins(self, *, targets: int, tries: int) -> None:
        """The round starts."""
        _log().info("round_begins", targets=targets, tries=tries)

    def pass_begins(self, *, attempt: int, targets: int) -> None:
        """A pass starts."""
        _log().info("pass_begins", attempt=attempt, targets=targets)

    def confirms(self, *, targets: int) -> None:
        """The second client starts."""
        _log().info("second_client_begins", targets=targets)

    def waits(self, *, seconds: float) -> None:
        """The next pass is due later."""
        _log().info("pass_waits", seconds=round(seconds))

    def visited(self, evidence: Evidence) -> None:
        """One visit is over: what its last observation was."""
        last = evidence.observations[-1] if evidence.observations else None
        failure = last.failure if last else None
        _log().debug(
            "camera_visited",
            camera=evidence.camera.row,
            picture=best_picture(evidence) is not None,
            attempt=last.attempt if last else None,
            probe=last.probe if last else None,
            failure=failure.kind.value if failure else None,
        )


def log_end(report: Report) -> None:
    """The round is over and kept."""
    told = report.provenance
    _log().info(
        "round_ended",
        round=told.round_id,
        community=report.community,
        complete=told.complete,
        seconds=round((told.ended_at - told.started_at).total_seconds()),
        states={k.value: n for k, n in sorted(Counter(c.state for c in report.cameras).items())},
        verdicts={result.rate.indicator: result.verdict.value for result in report.results},
    )


def _log() -> Any:
    return structlog.get_logger(__name__)
