"""``auditor schedule``: the nights to come, and what became of the last ones."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format, plain_console, print_json
from auditor.cli.serving import Place, moment, places, wall_from
from auditor.model import Severity
from auditor.render.plain_text import visible
from auditor.schedule.night_findings import NightFinding, night_findings
from auditor.schedule.nights import NightLine, NightState
from auditor.schedule.window import Window
from auditor.store.leases import Lease
from auditor.store.place import locate
from auditor.store.store import Store

__all__ = ["HELP", "command"]

HELP = """Show the nights to come and the journal of the last ones.

Exit codes: 0 the last night is in order, 1 it was missed, failed, blind or not
completed, 2 usage or store.

Examples:

\b
  auditor schedule
  auditor schedule --config north.toml --config south.toml
  auditor schedule --nights 90 --format json
"""
_NEXT = 3
# They go on within their window, so what happened to them is no finding yet.
_CUT_SHORT = (NightState.INTERRUPTED, NightState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A line of the journal with what is wrong with it."""

    line: NightLine
    findings: tuple[NightFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coming:
    """A night to come: from ``begins`` until before ``ends``, in the window's zone."""

    night: date
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One community; ``journal`` begins with the latest night."""

    community: str
    window: str
    time_zone: str
    holder: str
    heartbeat_at: datetime | None
    coming: tuple[_Coming, ...]
    journal: tuple[_Told, ...]


def command(
    *,
    config: Annotated[
        list[Path] | None,
        typer.Option(help="Configuration, TOML; one a community, repeatable. [auditor.toml]"),
    ] = None,
    nights: Annotated[
        int, typer.Option(min=1, max=366, help="How many nights of the journal.")
    ] = 30,
    at: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="As seen at this moment. [now]")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Show; see HELP."""
    now = wall_from(moment(at))()
    shown = tuple(_shown(place, nights, now) for place in places(config or ()))
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[_Shown, ...]), shown)
    else:
        lines = [line for one in shown for line in _lines(one)]
        plain_console().print("\n".join(visible(line) for line in lines), soft_wrap=True)
    return EXIT_MISSED if any(_is_bad(one) for one in shown) else EXIT_MET


def _shown(place: Place, nights: int, now: datetime) -> _Shown:
    window = place.config.schedule.hours
    lease: Lease | None = None
    lines: tuple[NightLine, ...] = ()
    file = locate(place.config.files.store).file
    if file is None or file.is_file():
        with Store(place.config.files.store) as store:
            lines = store.journal.nights(place.community, now)
            lease = store.leases.of(place.community)
    begun = [line for line in reversed(lines) if line.begins <= now]
    return _Shown(
        community=place.community,
        window=place.config.schedule.window,
        time_zone=place.config.schedule.time_zone,
        holder="" if lease is None else lease.owner,
        heartbeat_at=None if lease is None else lease.heartbeat_at,
        coming=_coming(window, now),
        journal=tuple(_Told(line=one, findings=night_findings(one)) for one in begun[:nights]),
    )


def _coming(window: Window, now: datetime) -> tuple[_Coming, ...]:
    first = window.night_at(now)
    days = range(_NEXT + 1)
    found = [window.night(first.date + timedelta(days=number)) for number in days]
    return tuple(
        _Coming(
            night=one.date,
            begins=one.begins.astimezone(window.zone),
            ends=one.ends.astimezone(window.zone),
        )
        for one in found
        if one.begins > now
    )[:_NEXT]


def _is_bad(shown: _Shown) -> bool:
    last = shown.journal[:1]
    found = (finding for told in last for finding in told.findings)
    return any(finding.kind.severity is Severity.ERROR for finding in found)


def _lines(shown: _Shown) -> list[str]:
    """The text for people, times in the window's zone."""
    seen = (
        f", last sign of life {shown.heartbeat_at:%Y-%m-%d %H:%M} UTC" if shown.heartbeat_at else ""
    )
    lines = [
        f"{shown.community or '（未填社区）'}: every night {shown.window} ({shown.time_zone})",
        f"kept by: {shown.holder or 'no service'}{seen}",
        *(f"next: {one.night}  {one.begins:%H:%M}-{one.ends:%H:%M}" for one in shown.coming),
    ]
    for told in shown.journal:
        line = told.line
        round_id = f"  round {line.round_id}" if line.round_id else ""
        lines.append(f"{line.night}  {line.state}{round_id}")
        lines += [f"    {one.kind.id} {one.kind.title}：{one.message}" for one in told.findings]
        if line.is_open and line.state in _CUT_SHORT and line.reason:
            lines.append(f"    {line.reason}")
    return lines
