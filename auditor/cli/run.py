"""``auditor run``: one round over a registry, now."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from auditor.audit import run_audit
from auditor.audit_terms import Audit, Steering, report_folder
from auditor.cli.adhoc import with_chosen
from auditor.cli.alerting import alert
from auditor.cli.audit_settings import audit_of
from auditor.cli.deadline import given_deadline
from auditor.cli.deliver import deliver
from auditor.cli.logs import (
    LogFileOption,
    LogFormatOption,
    LogLevelOption,
    Logs,
    configure_logs,
    logged_faults,
)
from auditor.cli.options import EXIT_INCOMPLETE, Format, exit_code, plain_console, print_bytes
from auditor.cli.outputs import keep_inputs
from auditor.cli.overrides import with_options
from auditor.cli.progress import ProgressWatcher
from auditor.cli.recorded import record
from auditor.cli.resumable import found_round, hint_at_resumable
from auditor.cli.settings import configuration
from auditor.config import Config
from auditor.errors import ConfigError, RoundSuspended
from auditor.finding_ids import finding_ids
from auditor.inputs import Inputs, load_inputs
from auditor.masking.reports import masked
from auditor.model import Report
from auditor.render.console import summary
from auditor.render.json import json_pieces
from auditor.render.retests import retest_summary
from auditor.render.table_files import TABLE_FILES
from auditor.report import Built
from auditor.resume import resume_audit
from auditor.schedule.events import EventWatcher, log_end
from auditor.schedule.plan import credential_names
from auditor.schedule.progress import ProgressFile
from auditor.schedule.round import Watcher
from auditor.schedule.spread import Pace
from auditor.schedule.times import Times, given_times, nightly_times
from auditor.schedule.watchers import Watchers

__all__ = ["HELP", "command", "resume_round", "run_round"]

HELP = """Probe, judge, count and report: one round over a registry.

Only addresses of the registry inside the allowed networks are dialled. Credentials come by
name from the environment (AUDITOR_CREDENTIAL_NAME=user:password) or from a file with mode
0600. Ctrl-C ends the round early and reports what was measured; so does a deadline (--until,
--within), which also lets the last pass wait for schedule.reprobe_at.

A round that was cut short - by SIGTERM, a crash, a loss of power - goes on with
--resume: nothing is probed again, and what it began with is what it is judged by.

With --only a round is about some cameras: a device code, row:17, a key location's id, a host,
a network, state:offline, failed or unknown (as the latest round found them). Its report goes
to reports/adhoc/ROUND, it claims no rate, and is nobody's nightly result.

Reports hide the host part of IP addresses, phones, and positions beyond two decimals (about
a kilometre); --unmasked writes them whole and is recorded in the operation log.

Exit codes: 0 all indicators met (with --only: all chosen cameras good), 1 some not,
2 usage or configuration, 3 inconclusive, incomplete or stopped by SIGTERM, 70 a bug.

Examples:

\b
  auditor run --config auditor.toml
  auditor run --registry cameras.csv --allow-network 10.1.0.0/16
  auditor run --credentials credentials.toml --allow-network 10.1.0.0/16
  auditor run --format json > result.json
  auditor run --sample sample.csv --allow-network 10.1.0.0/16
  auditor run --until 05:00
  auditor run --only failed --only row:17 --within 30m
  auditor run --resume                     go on with the latest round
  auditor run --resume 20260105T140000Z    or with this one
  auditor run --unmasked --allow-network 10.1.0.0/16
"""


def command(
    round_: Annotated[
        str, typer.Argument(metavar="[ROUND]", help="With --resume: which round. [the latest]")
    ] = "",
    registry: Annotated[
        Path | None, typer.Option(help="The registry (一机一档), CSV. [registry.csv]")
    ] = None,
    key_locations: Annotated[
        Path | None, typer.Option(help="The planned key locations, CSV. [key_locations.csv]")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Assessment scheme: a packaged name or a .toml file.")
    ] = None,
    community: Annotated[
        str | None, typer.Option(help="The 社区 to audit when the registry has several.")
    ] = None,
    exclusions: Annotated[
        Path | None, typer.Option(help="Cameras that are excused (免考核/报备), CSV or XLSX.")
    ] = None,
    waivers: Annotated[
        Path | None, typer.Option(help="Findings that are waived, CSV, XLSX or TOML.")
    ] = None,
    allow_network: Annotated[
        list[str] | None,
        typer.Option(metavar="NETWORK", help="A network that may be probed; repeatable."),
    ] = None,
    credentials: Annotated[
        Path | None, typer.Option(help="Credentials file, TOML, mode 0600.")
    ] = None,
    reports: Annotated[Path | None, typer.Option(help="Where reports go. [reports]")] = None,
    store: Annotated[
        str | None, typer.Option(help="The database: a file or a URL. [auditor.sqlite]")
    ] = None,
    sample: Annotated[
        Path | None, typer.Option(help="Probe only these: a file of auditor sample draw.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="SELECTOR", help="An ad-hoc round over these; repeatable."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="Begin nothing after this time of day.")
    ] = None,
    within: Annotated[
        str | None, typer.Option(metavar="DURATION", help="The same, from now: 6h, 90m.")
    ] = None,
    night: Annotated[
        str | None, typer.Option(hidden=True, help="The night of auditor serve, a date.")
    ] = None,
    tries: Annotated[
        int | None, typer.Option(min=1, max=20, help="Tries before a camera counts as failed.")
    ] = None,
    *,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a round that was cut short.")
    ] = False,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="Reports with IP, phone and exact position.")
    ] = False,
    output: Annotated[
        Format, typer.Option("--format", help="What is printed at the end.")
    ] = Format.TEXT,
    log_format: LogFormatOption = None,
    log_level: LogLevelOption = None,
    log_file: LogFileOption = None,
) -> int:
    """Run one round; see HELP."""
    configure_logs(Logs(form=log_format, level=log_level, file=log_file))
    begun: dict[str, object] = {"--registry": registry, "--key-locations": key_locations}
    begun |= {"--profile": profile, "--exclusions": exclusions, "--waivers": waivers}
    begun |= {"--sample": sample, "--only": only, "--tries": tries}
    begun |= {"--until": until, "--within": within}
    _check_resuming(resume, round_, [name for name, value in begun.items() if value is not None])
    chosen = with_options(
        configuration(config),
        files={
            "registry": registry,
            "key_locations": key_locations,
            "credentials": credentials,
            "reports": reports,
            "store": store,
            "exclusions": exclusions,
            "waivers": waivers,
        },
        audit={"profile": profile, "community": community},
        probing={"allowed_networks": allow_network, "tries": tries},
    )
    planned = _night(night)
    if resume:
        return resume_round(chosen, output, round_, night=planned, unmasked=unmasked)
    return run_round(
        chosen,
        output,
        sample,
        times=_times(chosen, planned, until, within),
        only=only or (),
        own_folder=reports is None,
        night=planned,
        unmasked=unmasked,
    )


def _times(config: Config, night: date | None, until: str | None, within: str | None) -> Times:
    """A night of the service ends with it; what somebody begins now when he says."""
    now = datetime.now(UTC)
    deadline = given_deadline(until, within, config.schedule, now=now)
    if night is not None and deadline is None:
        return nightly_times(config.schedule, night)
    return given_times(config.schedule, now=now, deadline=deadline)


def _check_resuming(resume: bool, round_: str, begun: list[str]) -> None:  # noqa: FBT001 - the switch itself
    if round_ and not resume:
        raise ConfigError(f"{round_!r}: a round is named only with --resume")
    if resume and begun:
        raise ConfigError(f"--resume goes on with what the round began with; leave {begun[0]} out")


def run_round(
    config: Config,
    output: Format,
    sample: Path | None = None,
    *,
    times: Times | None = None,
    only: Sequence[str] = (),
    own_folder: bool = True,
    night: date | None = None,
    unmasked: bool = False,
) -> int:
    """Run a round as configured, print its result and return the exit code.

    ``only`` makes it an ad-hoc one, whose report goes to a folder of its own with ``own_folder``;
    ``night`` is the one that a service has it run for.  What is to be written ``unmasked`` is
    recorded before the night begins, and with its round.
    """
    inputs = _inputs(config, sample)
    if night is None and not only:
        hint_at_resumable(config)
    if only:
        inputs = with_chosen(inputs, only, config.files.store)
        # Somebody waits for it.
        times = replace(times or Times(), reprobe_at=None, pace=Pace.FAST)
    if unmasked:
        record(config.files.operations, "run --unmasked", details={"stage": "begin"})
    audit = replace(
        audit_of(config, credential_names(inputs.registry.cameras), None if only else night),
        times=times or Times(),
        own_folder=bool(only) and own_folder,
        unmasked=unmasked,
    )
    return _carried_out(
        config,
        output,
        audit,
        lambda steering: run_audit(
            inputs,
            audit,
            watcher=steering.watcher,
            stop=steering.stop,
            suspend=steering.suspend,
        ),
    )


def resume_round(
    config: Config,
    output: Format,
    name: str = "",
    *,
    night: date | None = None,
    unmasked: bool = False,
) -> int:
    """Go on with the round ``name``, or with the latest, and so on as `run_round`."""
    found = found_round(config, name)
    if unmasked:
        record(config.files.operations, "run --unmasked", details={"stage": "resume"})
    audit = replace(audit_of(config, found.credential_names, night), unmasked=unmasked)
    plain_console(stderr=True).print(
        f"round {found.kept.id} goes on, with the registry, scheme and tries that it began with",
        soft_wrap=True,
    )
    return _carried_out(
        config, output, audit, lambda steering: resume_audit(found, audit, steering)
    )


def _carried_out(
    config: Config, output: Format, audit: Audit, work: Callable[[Steering], Awaitable[Built]]
) -> int:
    console = Console(stderr=True)
    try:
        with ProgressWatcher(console) as shown, ProgressFile(reports=audit.reports) as told:
            watcher = Watchers((shown, told, EventWatcher()))
            with logged_faults():
                built = asyncio.run(_steered(work, watcher))
    except RoundSuspended as kept:
        plain_console(stderr=True).print(f"auditor: {kept}", soft_wrap=True)
        return EXIT_INCOMPLETE
    log_end(built.report)
    round_id = built.report.provenance.round_id
    _print(built.report, report_folder(audit, round_id), output, unmasked=audit.unmasked)
    is_adhoc = built.report.chosen is not None
    if config.feed.url and not is_adhoc:
        deliver(config)
    # The service knows more of its night than the round does, so it tells.
    if config.alerts.channels and not is_adhoc and audit.night is None:
        alert(config, built.report)
    return exit_code(built.report)


def _night(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(f"--night {text}: write a date such as 2026-01-05") from error


def _inputs(config: Config, sample: Path | None) -> Inputs:
    files = config.files
    named = (files.registry, files.key_locations, files.exclusions, files.waivers)
    read = [Path(name) for name in named if name]
    keep_inputs(read, (Path(files.reports) / name for name in TABLE_FILES))
    return load_inputs(
        registry=Path(config.files.registry),
        key_locations=Path(config.files.key_locations),
        community=config.audit.community,
        profile=config.audit.profile,
        records=config.records,
        exclusions=Path(config.files.exclusions) if config.files.exclusions else None,
        waivers=Path(config.files.waivers) if config.files.waivers else None,
        sample=sample,
    )


async def _steered(work: Callable[[Steering], Awaitable[Built]], watcher: Watcher) -> Built:
    """The first Ctrl-C ends the round, SIGTERM keeps it for --resume; the second is at once."""
    stop, suspend = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask_to_stop(*, keeping: bool) -> None:
        if keeping:
            suspend.set()
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    loop.add_signal_handler(signal.SIGINT, partial(ask_to_stop, keeping=False))
    loop.add_signal_handler(signal.SIGTERM, partial(ask_to_stop, keeping=True))
    return await work(Steering(watcher=watcher, stop=stop, suspend=suspend))


def _print(whole: Report, folder: Path, output: Format, *, unmasked: bool) -> None:
    report = whole if unmasked else masked(whole)
    if output is Format.JSON:
        for piece in json_pieces(report, finding_ids(whole), is_masked=not unmasked):
            print_bytes(piece)
        return
    text = retest_summary if report.chosen else summary
    Console().print(text(report, folder))
