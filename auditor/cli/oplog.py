"""``auditor oplog``: the operation log shown, and checked as the chain that it is."""

import re
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import (
    EXIT_MET,
    EXIT_MISSED,
    Format,
    plain_console,
    print_json,
    working,
)
from auditor.cli.settings import configuration
from auditor.errors import ConfigError
from auditor.oplog.chain import CheckedLog
from auditor.oplog.entry import Entry
from auditor.oplog.file import entries
from auditor.oplog.file import verify as verify_file
from auditor.render.figures import shanghai_time
from auditor.render.plain_text import visible

__all__ = ["HELP", "application", "show", "verify"]

HELP = """Show and verify the log of operations, a hash chain.

Examples:

\b
  auditor oplog show --last 20
  auditor oplog verify
"""
_SHOW = """Show the entries, the oldest first.

Exit codes: 0 shown, 2 no log, 70 a bug.

Examples:

\b
  auditor oplog show --last 20
  auditor oplog show --format json
"""
_VERIFY = """Find what was changed, left out or put in since it was recorded.

Each entry holds the hash of the one before. That the end was cut off shows only with --head:
a hash that was written down elsewhere must be in the chain.

Exit codes: 0 intact, 1 not intact, 2 usage or no log, 70 a bug.

Examples:

\b
  auditor oplog verify
  auditor oplog verify --file operations.jsonl --format json
"""
_File = Annotated[Path | None, typer.Option("--file", help="The log. [files.operations]")]
_Config = Annotated[
    Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
]
_Output = Annotated[Format, typer.Option("--format", help="Output format.")]


def application() -> typer.Typer:
    """Build the group."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for text, verb in ((_SHOW, show), (_VERIFY, verify)):
        app.command(name=verb.__name__, help=text)(verb)
    return app


def show(
    *,
    last: Annotated[int | None, typer.Option(min=1, help="Only so many, the latest.")] = None,
    file: _File = None,
    config: _Config = None,
    output: _Output = Format.TEXT,
) -> int:
    """Show; see HELP."""
    found = tuple(entries(_place(file, config)))[-last if last else None :]
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[Entry, ...]), found)
    else:
        plain_console().print("\n".join(map(_line, found)) or "no entries", soft_wrap=True)
    return EXIT_MET


def verify(
    *,
    head: Annotated[str | None, typer.Option(help="A hash that was written down.")] = None,
    file: _File = None,
    config: _Config = None,
    output: _Output = Format.TEXT,
) -> int:
    """Verify; see HELP."""
    if head is not None and not re.fullmatch("[0-9a-f]{64}", head):
        raise ConfigError("--head: write the 64 hexadecimal digits that verify shows")
    with working("verifying"):
        checked = verify_file(_place(file, config), head=head)
    if output is Format.JSON:
        print_json(TypeAdapter(CheckedLog), checked)
    else:
        plain_console().print(_lines(checked), soft_wrap=True)
    return EXIT_MET if checked.intact else EXIT_MISSED


def _place(file: Path | None, config: Path | None) -> Path:
    return file or Path(configuration(config).files.operations)


def _line(entry: Entry) -> str:
    details = " ".join(f"{name}={value}" for name, value in entry.details.items())
    parts = (f"{entry.number}", shanghai_time(entry.at), entry.who, entry.verb, entry.subject)
    return visible("  ".join(part for part in (*parts, details) if part))


def _lines(checked: CheckedLog) -> str:
    state = "intact" if checked.intact else "not intact"
    lines = [f"{state}: {checked.entries} entries", f"  head {checked.head or 'none'}"]
    lines += [f"  line {one.line}: {one.problem}" for one in checked.broken]
    if checked.torn:
        lines.append(
            f"  lines that were never finished, as the entries after them say: {checked.torn}"
        )
    return "\n".join(lines)
