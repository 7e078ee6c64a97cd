"""``auditor diff``: what changed between two stored rounds."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format, plain_console, print_json, working
from auditor.cli.stores import existing_store
from auditor.compared import CameraChange, Compared, compared
from auditor.errors import StoreError
from auditor.render.plain_text import visible
from auditor.store.store import LATEST, Store

__all__ = ["HELP", "command"]

HELP = """Compare two stored rounds: new, fixed and lasting faults.

Also cameras whose first picture takes twice as long and a second more, and rates that differ.
Cameras are compared by their codes; what a round could not test is not compared.

Exit codes: 0 no new fault, 1 new faults, 2 usage or store, 70 a bug.

Examples:

\b
  auditor diff 20260105 latest
  auditor diff 20260105 20260106 --format json
"""


def command(
    before: Annotated[str, typer.Argument(help="The earlier round's id or its beginning.")],
    after: Annotated[str, typer.Argument(help="The later round.")] = LATEST,
    *,
    store: Annotated[str | None, typer.Option(help="The database: a file or a URL.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Compare; see HELP."""
    place = existing_store(store, config)
    with working("comparing"), Store(place) as opened:
        old, new = (opened.report(opened.find_round(name)) for name in (before, after))
    if old.community != new.community:
        raise StoreError(f"rounds of {old.community} and {new.community}: compare one community")
    told = compared(old, new)
    if output is Format.JSON:
        print_json(TypeAdapter(Compared), told)
    else:
        plain_console().print(_lines(told), soft_wrap=True)
    return EXIT_MISSED if told.new else EXIT_MET


def _lines(told: Compared) -> str:
    """The text for people; nothing of it can steer a terminal."""
    lines = [f"round {told.before} → {told.after}"]
    groups = (("new", told.new), ("fixed", told.fixed), ("still", told.still))
    for name, changes in (*groups, ("slower", told.slower)):
        lines.append(f"{name}: {len(changes)}")
        lines += [_line(change) for change in changes]
    if told.timed:
        medians = f"{told.median_before_ms} → {told.median_after_ms} ms"
        lines.append(f"first picture, median of {told.timed} good cameras: {medians}")
    lines.append(f"not compared: {told.not_compared}")
    lines += [f"{r.indicator} ({r.scope}): {r.before} → {r.after}" for r in told.rates]
    return "\n".join(visible(line) for line in lines)


def _line(change: CameraChange) -> str:
    times = f", {change.before_ms} → {change.after_ms} ms" if change.after_ms is not None else ""
    states = f"{change.before} → {change.after}"
    return f"  row {change.row} {change.device_code}: {states}{times}"
