"""``auditor serve``: a round every night, unattended."""

import queue
import signal
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.logs import (
    LogFileOption,
    LogFormatOption,
    LogLevel,
    Logs,
    configure_logs,
)
from auditor.cli.options import EXIT_INCOMPLETE, EXIT_MET
from auditor.cli.serving import keepers, moment, places, wall_from
from auditor.cli.watching import check_watching, watched
from auditor.errors import ConfigError
from auditor.model import Severity
from auditor.schedule.night_findings import night_findings
from auditor.schedule.nights import NightLine
from auditor.schedule.service import Service

__all__ = ["HELP", "command"]

# How long alerts that are being sent are waited for: SIGTERM has ten seconds for all.
_LEAVING_S = 1.0
_ONCE_S = 120.0

HELP = """Run a round every night, in the window of each configuration.

[schedule] has the window and its time zone. A night that was missed, late, not
completed or blind is told in the next report, to the channels of [alerts] and by:
auditor schedule. After a restart an unfinished round goes on. Two services on one
store never run a night twice: the second stands by. SIGTERM ends within 10 seconds
and keeps the round. [health] has the address of /healthz, /readyz and /metrics.
The log has the nights; the rounds write to it too.

Exit codes: 0 ended as asked, 2 usage or configuration, 70 a bug. With --once
3 when the last night is missing or not complete.

Examples:

\b
  auditor serve --config auditor.toml
  auditor serve --config north.toml --config south.toml
  auditor serve --once             what is due now, for cron and timers
"""


def command(
    *,
    config: Annotated[
        list[Path] | None,
        typer.Option(help="Configuration, TOML; one a community, repeatable. [auditor.toml]"),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    at: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="A rehearsal: the clock shows this now.")
    ] = None,
    log_format: LogFormatOption = None,
    log_level: Annotated[LogLevel | None, typer.Option(help="Least level. [info]")] = None,
    log_file: LogFileOption = None,
) -> int:
    """Serve; see HELP."""
    if at is not None and not once:
        raise ConfigError("--at: only with --once, and with a store that is not the real one")
    wall = wall_from(moment(at))
    asked: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Putting into this queue is all that may be done safely inside of a handler.
        signal.signal(number, lambda number, _: asked.put(number))
    found = places(config or ())
    check_watching(found)
    logs = Logs(form=log_format, level=log_level, file=log_file)
    # Without a word about logs the service tells of its nights, the rounds of their faults alone.
    configure_logs(replace(logs, level=log_level or LogLevel.INFO))
    leaving = _ONCE_S if once else _LEAVING_S
    with keepers(found, wall, logs=logs, patience_s=leaving) as kept:
        service = Service(keepers=kept, wall=wall)
        if not once:
            with watched(found, service):
                service.run(lambda seconds: _is_asked(asked, seconds))
            return EXIT_MET
        service.run_once(lambda seconds: _is_asked(asked, seconds))
        last = [community.last for community in service.status().communities]
    return EXIT_MET if all(map(_is_whole, last)) else EXIT_INCOMPLETE


def _is_whole(line: NightLine | None) -> bool:
    """A night before the first is none that is missing."""
    if line is None:
        return True
    severe = [one for one in night_findings(line) if one.kind.severity is Severity.ERROR]
    return bool(line.complete) and not severe


def _is_asked(asked: "queue.SimpleQueue[int]", seconds: float) -> bool:
    try:
        asked.get(timeout=seconds)
    except queue.Empty:
        return False
    return True
