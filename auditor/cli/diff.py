"""``auditor diff``: what changed between two stored rounds."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.changes import Change, Changed, Subject, changes
from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format, plain_console, print_json, working
from auditor.cli.stores import existing_store
from auditor.compared import CameraChange, Compared, compared
from auditor.errors import StoreError
from auditor.model import Report
from auditor.render.plain_text import visible
from auditor.store.store import LATEST, Store

__all__ = ["HELP", "command"]

HELP = """Compare two stored rounds: new, fixed and lasting faults.

Also cameras whose first picture takes twice as long and a second more, and rates that differ.
Cameras are compared by their codes; what a round could not test is not compared. Findings
are followed by the ids that stay when a row moves.

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
    told, findings = compared(old, new), _findings(old, new)
    if output is Format.JSON:
        values = TypeAdapter(Compared).dump_python(told)
        print_json(TypeAdapter(dict[str, object]), values | {"findings": findings})
    else:
        plain_console().print("\n".join((_lines(told), *_finding_lines(findings))), soft_wrap=True)
    return EXIT_MISSED if told.new else EXIT_MET


def _lines(told: Compared) -> str:
    """The text for people; nothing of it can steer a terminal."""
    lines = [f"round {told.before} → {told.after}"]
    groups = (("new", told.new), ("fixed", told.fixed), ("still", told.still))
    for name, group in (*groups, ("slower", told.slower)):
        lines.append(f"{name}: {len(group)}")
        lines += [_line(change) for change in group]
    if told.timed:
        medians = f"{told.median_before_ms} → {told.median_after_ms} ms"
        lines.append(f"first picture, median of {told.timed} good cameras: {medians}")
    lines.append(f"not compared: {told.not_compared}")
    lines += [f"{r.indicator} ({r.scope}): {r.before} → {r.after}" for r in told.rates]
    return "\n".join(visible(line) for line in lines)


def _findings(old: Report, new: Report) -> tuple[Changed, ...]:
    return tuple(one for one in changes(old, new) if one.subject is Subject.FINDING)


def _finding_lines(findings: tuple[Changed, ...]) -> list[str]:
    """How many of each, and which are new or fixed."""
    counts = Counter(one.change for one in findings)
    lines = [f"findings {change}: {counts[change]}" for change in Change if counts[change]]
    listed = (one for one in findings if one.change in (Change.NEW, Change.FIXED))
    named = (f"  {one.change} {one.finding_id} {one.rule} {one.device_code}" for one in listed)
    return [visible(line) for line in (*lines, *named)]


def _line(change: CameraChange) -> str:
    times = f", {change.before_ms} → {change.after_ms} ms" if change.after_ms is not None else ""
    states = f"{change.before} → {change.after}"
    return f"  row {change.row} {change.device_code}: {states}{times}"
