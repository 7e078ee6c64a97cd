"""``auditor check``: the records alone, without any network."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format
from auditor.discovery import all_indicators
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from auditor.profile import load_profile
from auditor.records import KeyLocation, RowError
from auditor.registry.key_locations import read_key_locations
from auditor.registry.prepared import prepare
from auditor.registry.registry import Registry, read_registry
from auditor.render.plain_text import shorten, visible
from auditor.render.words import SEVERITIES

__all__ = ["HELP", "command"]

HELP = """Judge the records of a registry: codes, names, divisions, positions. No network.

Exit codes: 0 no error, 1 errors found, 2 the file cannot be read.

Examples:

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
    indicators = frozenset(i.id for i in all_indicators() if not i.beside)
    scheme = load_profile(profile, indicators=indicators)
    read = read_registry(registry)
    locations: tuple[KeyLocation, ...] = ()
    if key_locations is not None:
        locations = read_key_locations(key_locations).locations
    findings = judge_records(prepare(read, locations), scheme.edition)
    if key_locations is None:
        findings = tuple(f for f in findings if f.rule != "ARCH-09")
    if output is Format.JSON:
        _print_json(findings)
    else:
        _print_text(read, findings)
    failed = any(f.severity is Severity.ERROR and f.verdict is Verdict.FAIL for f in findings)
    return EXIT_MISSED if failed or read.errors else EXIT_MET


def _print_json(findings: tuple[Finding, ...]) -> None:
    adapter = TypeAdapter(tuple[Finding, ...])
    sys.stdout.buffer.write(adapter.dump_json(findings, indent=2) + b"\n")
    sys.stdout.buffer.flush()


def _print_text(read: Registry, findings: tuple[Finding, ...]) -> None:
    console = Console()
    console.print(_heading(read, findings), markup=False, highlight=False)
    for error in read.errors:
        console.print(_row_error(error), markup=False, highlight=False)
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
    console.print(table, markup=False)


def _heading(read: Registry, findings: tuple[Finding, ...]) -> str:
    rows = len({finding.row for finding in findings})
    return (
        f"{read.name}（{read.encoding}）：{len(read.cameras)} 条记录，"
        f"{len(findings)} 个问题，涉及 {rows} 行"
    )


def _row_error(error: RowError) -> str:
    return f"第 {error.row} 行（文件第 {error.line} 行）无法读取：{error.message}"
