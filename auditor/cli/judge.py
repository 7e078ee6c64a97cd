"""``auditor judge``: a stored round judged again, without touching a camera."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.changes import changes
from auditor.cli.options import (
    EXIT_MET,
    EXIT_MISSED,
    Format,
    plain_console,
    print_json,
    working,
)
from auditor.cli.recorded import record
from auditor.cli.settings import configuration
from auditor.cli.stores import existing_store
from auditor.earlier import earlier_report
from auditor.errors import ConfigError
from auditor.profile_standard import load_scheme
from auditor.rejudged import Difference, difference
from auditor.render.plain_text import visible
from auditor.render.shared import shared
from auditor.render.write import write_tables
from auditor.replay import judge_again
from auditor.store.report_text import report_hash
from auditor.store.store import LATEST, Store

__all__ = ["HELP", "command"]

HELP = """Judge a stored round again; no camera is asked.

By the round's own profile the result must be what was reported, bit for bit; what differs
comes from newer rules or division data. With --profile it shows what that scheme would say.
The stored report is never changed. With --output the tables of the new result are written,
masked as reports are; --unmasked writes them whole and is recorded.

Exit codes: 0 the same, 1 something differs, 2 usage or store, 70 a bug.

Examples:

\b
  auditor judge --round latest
  auditor judge --round 20260105T140000Z-0a1b2c --profile shandong-benchmark
  auditor judge --format json
  auditor judge --round 20260105 --output again
"""


def command(
    round_: Annotated[
        str, typer.Option("--round", help="A round's id, its beginning, or latest.")
    ] = LATEST,
    profile: Annotated[
        str | None, typer.Option(help="Another scheme: a packaged name or a .toml file.")
    ] = None,
    store: Annotated[str | None, typer.Option(help="The database: a file or a URL.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
    ] = None,
    *,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder for the tables.")
    ] = None,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="With IP, phone and exact position.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Judge again; see HELP."""
    if unmasked and to is None:
        raise ConfigError("--unmasked: only with --output, the folder that is written")
    place = existing_store(store, config)
    scheme = load_scheme(profile) if profile else None
    with working("judging"), Store(place) as opened:
        found = opened.find_round(round_)
        kept, again = opened.report(found), judge_again(opened, found, scheme)
        if to is not None:
            if unmasked:
                log = configuration(config).files.operations
                record(log, "judge --unmasked", found, {"output": str(to)})
            changed = changes(earlier_report(opened, found), again)
            write_tables(shared(again, changed, unmasked=unmasked), to)
    told = difference(kept, again, same=report_hash(kept) == report_hash(again))
    if output is Format.JSON:
        print_json(TypeAdapter(Difference), told)
    else:
        plain_console().print(_lines(told), soft_wrap=True)
    return EXIT_MET if told.same else EXIT_MISSED


def _lines(told: Difference) -> str:
    """The text for people; nothing of it can steer a terminal."""
    heading = f"round {told.round_id}, profile {told.profile}: "
    lines = [heading + ("the same, bit for bit" if told.same else "differs")]
    lines += [f"  {r.indicator} ({r.scope}): {r.before} → {r.after}" for r in told.rates]
    lines += [f"  row {s.row}: {s.before} → {s.after}" for s in told.states]
    lines += [f"  no longer found: {name} × {count}" for name, count in told.findings_gone.items()]
    lines += [f"  newly found: {name} × {count}" for name, count in told.findings_new.items()]
    return "\n".join(visible(line) for line in lines)
