"""``auditor evidence``: whether a round is what it was at its end, and a copy that proves it."""

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
from auditor.cli.outputs import keep_inputs
from auditor.cli.stores import configured_reports, existing_store, store_files
from auditor.errors import ConfigError
from auditor.evidence_chain import Checked
from auditor.evidence_export import write_zip
from auditor.evidence_kept import check_kept
from auditor.evidence_zip import check_zip
from auditor.render.plain_text import visible
from auditor.store.store import LATEST, Store

__all__ = ["HELP", "application", "export", "verify"]

HELP = """Prove that a round was not altered, here or elsewhere.

Examples:

\b
  auditor evidence verify
  auditor evidence export --round latest -o evidence.zip
  auditor evidence verify evidence.zip
"""
_VERIFY = """Find what was changed, is missing or was added since a round ended.

The round's manifest chains the hashes of its observations, pictures and report. What pruning
or a later report removed is told as removed and is no fault. With --head the chain must also
end in the hash that was written down elsewhere: without it, whoever can write everything
could have made everything anew.

Exit codes: 0 intact, 1 not intact, 2 usage or nothing to verify, 70 a bug.

Examples:

\b
  auditor evidence verify --round latest
  auditor evidence verify --round 20260105T140000Z-0a1b2c --format json
  auditor evidence verify evidence.zip
"""
_EXPORT = """Write a round's evidence to a ZIP that verifies elsewhere, without the store.

Nothing is written (exit code 1) when the evidence is not intact.

Examples:

\b
  auditor evidence export --round latest -o evidence.zip
"""
_SHOWN = 200
_Round = Annotated[
    str | None, typer.Option("--round", help="A round's id, its beginning, or latest. [latest]")
]
_Store = Annotated[str | None, typer.Option(help="The database: a file or a URL.")]
_Config = Annotated[
    Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
]
_Reports = Annotated[Path | None, typer.Option(help="Where the report's pictures are. [reports]")]
_Output = Annotated[Format, typer.Option("--format", help="Output format.")]


def application() -> typer.Typer:
    """Build the group."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for text, verb in ((_VERIFY, verify), (_EXPORT, export)):
        app.command(name=verb.__name__, help=text)(verb)
    return app


def verify(
    file: Annotated[Path | None, typer.Argument(help="A ZIP of `evidence export`.")] = None,
    *,
    round_: _Round = None,
    head: Annotated[str | None, typer.Option(help="The head that was written down.")] = None,
    store: _Store = None,
    config: _Config = None,
    reports: _Reports = None,
    output: _Output = Format.TEXT,
) -> int:
    """Verify; see HELP."""
    if head is not None and not re.fullmatch("[0-9a-f]{64}", head):
        raise ConfigError("--head: write the 64 hexadecimal digits that verify shows")
    if file is not None:
        if any(option is not None for option in (round_, store, config, reports)):
            raise ConfigError(f"{file}: a ZIP is checked by itself; leave out the other options")
        with working("verifying"):
            return _tell(check_zip(file, noted=head), output)
    place, folder = existing_store(store, config), configured_reports(reports, config)
    with working("verifying"), Store(place) as opened:
        found = opened.find_round(round_ or LATEST)
        checked = check_kept(opened, found, folder, noted=head)
    return _tell(checked, output)


def export(
    *,
    to: Annotated[Path, typer.Option("--output", "-o", help="The ZIP that is written.")],
    round_: _Round = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    store: _Store = None,
    config: _Config = None,
    reports: _Reports = None,
    output: _Output = Format.TEXT,
) -> int:
    """Export; see HELP."""
    if to.exists() and not force:
        raise ConfigError(f"{to}: exists; use --force to replace it")
    place, folder = existing_store(store, config), configured_reports(reports, config)
    keep_inputs(store_files(place), (to,))
    with working("exporting"), Store(place) as opened:
        checked = check_kept(opened, opened.find_round(round_ or LATEST), folder)
        if checked.intact:
            write_zip(opened, checked, folder, to)
    return _tell(checked, output)


def _tell(checked: Checked, output: Format) -> int:
    if output is Format.JSON:
        print_json(TypeAdapter(Checked), checked)
    else:
        plain_console().print(_lines(checked), soft_wrap=True)
    return EXIT_MET if checked.intact else EXIT_MISSED


def _lines(checked: Checked) -> str:
    """The text for people; nothing of it can steer a terminal."""
    state = "intact" if checked.intact else "not intact"
    counts = f"{checked.observations} observations, {checked.pictures} pictures"
    lines = [f"round {checked.round_id}: {state} ({counts})", f"  head {checked.head}"]
    lines += [f"  {fault.kind}: {fault.name}" for fault in checked.faults[:_SHOWN]]
    if len(checked.faults) > _SHOWN:
        lines.append(f"  and {len(checked.faults) - _SHOWN} more; --format json has all")
    if checked.removed:
        lines.append(f"  removed by policy, so not verified: {len(checked.removed)} items")
    return "\n".join(visible(line) for line in lines)
