"""``auditor check``: the records alone, without any network."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format, plain_console, print_json
from auditor.discovery import threshold_ids
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from auditor.profile import load_profile
from auditor.records import RowError
from auditor.registry.key_locations import Plan, read_key_locations
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry
from auditor.render.plain_text import shorten, visible
from auditor.render.words import SEVERITIES
from gb28181.codes import Edition

__all__ = ["HELP", "command"]

HELP = """Judge the records of a registry, without any network.

Codes, names, divisions, positions; positions need the planned key locations too. Rows that
cannot be read are told on standard error when the output is JSON.

Exit codes: 0 no error, 1 errors or unreadable rows found, 2 the file cannot be read.

Examples:

\b
  auditor check registry.csv
  auditor check registry.csv --key-locations key_locations.csv --format json
"""


def command(
    registry: Annotated[Path, typer.Argument(help="The registry (一机一档), CSV.")],
    key_locations: Annotated[
        Path | None, typer.Option(help="The planned key locations, CSV, for position rules.")
    ] = None,
    profile: Annotated[str, typer.Option(help="Assessment scheme.")] = "shandong-growth",
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Check the records; see HELP."""
    scheme = load_profile(profile, indicators=threshold_ids())
    read = read_registry(registry)
    plan = read_key_locations(key_locations) if key_locations is not None else None
    findings = _findings(read, plan, scheme.edition)
    errors = (*read.errors, *(plan.errors if plan is not None else ()))
    if output is Format.JSON:
        _print_json(findings, errors)
    else:
        _print_text(read, findings, errors)
    failed = any(f.severity is Severity.ERROR and f.verdict is Verdict.FAIL for f in findings)
    return EXIT_MISSED if failed or errors else EXIT_MET


def _findings(read: Registry, plan: Plan | None, edition: Edition) -> tuple[Finding, ...]:
    """Without a plan nobody can say that a key location is not in it."""
    findings = judge_records(prepare(read, plan.locations if plan else ()), edition)
    return tuple(f for f in findings if plan or f.rule != "ARCH-09")


def _print_json(findings: tuple[Finding, ...], errors: tuple[RowError, ...]) -> None:
    print_json(TypeAdapter(tuple[Finding, ...]), findings)
    _print_errors(plain_console(stderr=True), errors)


def _print_text(
    read: Registry, findings: tuple[Finding, ...], errors: tuple[RowError, ...]
) -> None:
    console = plain_console()
    _print_errors(console, errors, heading=_heading(read, findings))
    if not findings:
        return
    table = Table(box=None, pad_edge=False)
    for title in ("行", "规则", "级别", "内容", "问题"):
        table.add_column(title, overflow="fold")
    for f in findings:
        message = shorten(visible(f.message), 120)
        value = shorten(visible(f.value), 40)
        level = "无法判定" if f.verdict is Verdict.UNKNOWN else str(SEVERITIES[f.severity])
        table.add_row(str(f.row), f.rule, level, value, message)
    console.print(table)


def _print_errors(console: Console, errors: tuple[RowError, ...], *, heading: str = "") -> None:
    lines = [heading] if heading else []
    lines += [
        f"{visible(e.file)} 第 {e.row} 行（文件第 {e.line} 行）无法读取：{e.message}"
        for e in errors
    ]
    for line in lines:
        console.print(line, soft_wrap=True)


def _heading(read: Registry, findings: tuple[Finding, ...]) -> str:
    rows = len({finding.row for finding in findings})
    counts = (
        f"{visible(read.name)}（{read.encoding}）：{len(read.cameras)} 条记录，"
        f"{len(findings)} 个问题，涉及 {rows} 行"
    )
    headers = "、".join(shorten(visible(header), 20) for header in read.unclaimed_headers[:10])
    return f"{counts}\n未能识别、未被使用的列：{headers}" if headers else counts
