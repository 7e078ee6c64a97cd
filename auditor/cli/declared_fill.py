"""``auditor declared fill``: indicator 4 of a DOCX template, written from a round."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.kept_round import kept_report
from auditor.cli.options import EXIT_MET, Format, plain_console, print_json, working
from auditor.cli.outputs import keep_inputs
from auditor.cli.stores import existing_store, store_files
from auditor.declared.fill import fill
from auditor.declared.reading import read_bytes
from auditor.declared.wording import answer_lines
from auditor.errors import ConfigError
from auditor.render.finding_files import write_aside
from auditor.render.plain_text import visible

__all__ = ["HELP", "command"]

HELP = """Write indicator 4's cell of a DOCX template from measured figures.

Only the cell 完成情况 of 视频监控设施 is changed; the template itself is never written. Cameras
that could not be tested are told in the sentence, and 达标 is written only where every rate meets.

Exit codes: 0 written, 2 the template or the round cannot be used; nothing is written then.

Examples:

\b
  auditor declared fill template.docx --round latest -o filled.docx
"""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written, where, and from which round."""

    output: str
    round_id: str
    lines: tuple[str, ...]


def command(
    template: Annotated[Path, typer.Argument(help="The form to fill, DOCX.")],
    to: Annotated[Path, typer.Option("--output", "-o", help="Where the filled form goes.")],
    round_id: Annotated[
        str, typer.Option("--round", help="The round: an id, the start of one, or latest.")
    ] = "latest",
    store: Annotated[
        str | None, typer.Option(help="The store: a file or a PostgreSQL URL. [auditor.sqlite]")
    ] = None,
    force: Annotated[  # noqa: FBT002 - an option, given by name
        bool, typer.Option("--force", help="Replace the output file if there is one.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Fill a template; see HELP."""
    database = existing_store(store, None)
    keep_inputs((template, *store_files(database)), (to,))
    if to.exists() and not force:
        raise ConfigError(f"{to}: is there already; choose another place, or add --force")
    with working("filling the form"):
        report = kept_report(database, round_id)
        lines = answer_lines(report)
        filled = fill(str(template), read_bytes(template), lines, community=report.community)
        with write_aside(to) as file:
            file.write(filled)
    if output is Format.JSON:
        print_json(TypeAdapter(Filled), Filled(str(to), report.provenance.round_id, lines))
    else:
        for line in (*lines, f"已写入 {to}"):
            plain_console().print(visible(line), soft_wrap=True)
    return EXIT_MET
