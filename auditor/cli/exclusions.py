"""``auditor exclusions``: the exclusions file (免考核/报备) looked at before a round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.table import Table

from auditor.cli.options import (
    EXIT_MET,
    EXIT_MISSED,
    Format,
    plain_console,
    print_json,
    working,
)
from auditor.errors import ConfigError
from auditor.exclusions import JudgedExclusion, judge_exclusions
from auditor.model import Severity
from auditor.moments import read_moment
from auditor.profile_standard import load_scheme
from auditor.records import RowError
from auditor.registry.column_map import read_column_map
from auditor.registry.exclusions import read_exclusions
from auditor.registry.registry import read_registry
from auditor.render.plain_text import visible
from auditor.render.words import SEVERITIES

__all__ = ["HELP", "application", "check_command"]

HELP = """Look at an exclusions file (免考核/报备) before a round uses it.

Examples:

\b
  auditor exclusions check excused.csv --registry registry.csv
"""
_CHECK = """Tell which rows would count now, and what is wrong with the others.

A row counts with a known camera, one of five reasons (拆除, 停用, 在建, 检修报备, 停电报备), a
beginning, an end that is not too far, an approver, a reference, and a filing before it began.
A time without a zone is Beijing time.

Exit codes: 0 nothing wrong, 1 something is wrong, 2 a file cannot be read.

Examples:

\b
  auditor exclusions check excused.csv
  auditor exclusions check excused.xlsx --registry cameras.csv
  auditor exclusions check excused.csv --at 2026-12-01T22:00 --format json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One finding; ``counts`` tells whether the row counts all the same."""

    line: int
    device_code: str
    fault: str
    severity: Severity
    message: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The file as a whole; ``at`` is the time that it was judged for."""

    file: str
    at: datetime
    rows: int
    counting: int
    findings: tuple[Line, ...]
    unread: tuple[RowError, ...]


def application() -> typer.Typer:
    """Build the group of verbs."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    app.callback()(_group)
    app.command(name="check", help=_CHECK)(check_command)
    return app


def _group() -> None:
    """Keep ``check`` a verb of a group, though it is the only one."""


def check_command(
    file: Annotated[Path, typer.Argument(help="The exclusions file, CSV or XLSX.")],
    registry: Annotated[Path, typer.Option(help="The registry that has the cameras.")] = Path(
        "registry.csv"
    ),
    column_map: Annotated[
        Path | None, typer.Option(help="Which header of the registry is which column, TOML.")
    ] = None,
    profile: Annotated[
        str, typer.Option(help="The scheme that says how long an exclusion may last.")
    ] = "shandong-growth",
    at: Annotated[str | None, typer.Option(help="The time of the round. [now]")] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Check an exclusions file; see HELP."""
    moment = _moment(at)
    scheme = load_scheme(profile)
    read = read_exclusions(file)
    with working("reading the registry"):
        known = read_registry(registry, read_column_map(column_map) if column_map else None)
    days = scheme.exclusions.max_days
    judged = judge_exclusions(read.rows, known.cameras, at=moment, max_days=days)
    found = Result(
        file=read.name,
        at=moment,
        rows=len(read.rows),
        counting=sum(item.counts for item in judged),
        findings=tuple(_lines(judged)),
        unread=read.errors,
    )
    if output is Format.JSON:
        print_json(TypeAdapter(Result), found)
    else:
        _print(found)
    wrong = any(line.severity is not Severity.INFO for line in found.findings)
    return EXIT_MISSED if wrong or found.unread else EXIT_MET


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    moment = read_moment(text)
    if moment is None:
        raise ConfigError(f"--at: {text!r} is no time; write it as 2026-12-01T22:00+08:00")
    return moment.at


def _lines(judged: Iterable[JudgedExclusion]) -> Iterable[Line]:
    for item in judged:
        for problem in item.problems:
            yield Line(
                line=item.row.line,
                device_code=item.row.device_code,
                fault=problem.fault.value,
                severity=problem.severity,
                message=problem.message,
                counts=item.counts,
            )


def _print(found: Result) -> None:
    console = plain_console()
    table = Table(box=None, pad_edge=False)
    for title in ("行", "设备编码", "级别", "问题", "是否采用"):
        table.add_column(title, overflow="fold")
    for line in found.findings:
        counts = "采用" if line.counts else "未采用"
        shown = (visible(line.device_code), str(SEVERITIES[line.severity]), visible(line.message))
        table.add_row(str(line.line), *shown, counts)
    if found.findings:
        console.print(table)
    for error in found.unread:
        console.print(f"第 {error.row} 行无法读取：{visible(error.message)}", overflow="fold")
    console.print(f"{visible(found.file)}：共 {found.rows} 行，有效 {found.counting} 行")
