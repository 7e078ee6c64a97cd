"""``auditor declared reconcile``: indicator 4 as declared against a round."""

import enum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.kept_round import kept_report
from auditor.cli.options import (
    EXIT_INCOMPLETE,
    EXIT_MET,
    EXIT_MISSED,
    plain_console,
    print_bytes,
    print_json,
    working,
)
from auditor.cli.stores import existing_store
from auditor.declared.reading import read_forms
from auditor.declared.reconcile import Line, Reconciliation, form_of, reconcile
from auditor.declared.standing import Standing
from auditor.render.csv import render_csv
from auditor.render.plain_text import visible
from auditor.render.words import OUTCOMES

__all__ = ["HELP", "command"]

HELP = """Compare indicator 4 of a filled form with a round, line by line.

Each declared percentage and count stands beside the measured one, with the cameras or places
behind a difference and why they do not count. A figure inside what untested cameras leave open
is "not contradicted", which is less than confirmed. What the form does not state is said.

Exit codes: 0 no difference, 1 differences, 2 the form or the round cannot be read,
3 no difference, but untested cameras leave something open.

Examples:

\b
  auditor declared reconcile 完成情况.docx --round latest
  auditor declared reconcile 完成情况.docx --round 20261123 --format csv > a.csv
"""

_WORDS = {
    Standing.AGREES: "√ 一致",
    Standing.NOT_CONTRADICTED: "○ 不能否定",
    Standing.ABOVE_MEASURED: "× 高于实测",
    Standing.BELOW_MEASURED: "× 低于实测",
    Standing.NOT_STATED: "－ 未填写",
    Standing.NOT_MEASURED: "－ 无法对照",
}
_COLUMNS = (
    *("indicator", "title", "standing", "quote", "declared", "lowest", "highest"),
    *("of", "met", "unknown", "message", "member", "outcome", "reason"),
)


class LineFormat(enum.StrEnum):
    """Text is for people; CSV has one line a member behind a difference."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def command(
    form: Annotated[Path, typer.Argument(help="The filled form: DOCX, HTML or text.")],
    round_id: Annotated[
        str, typer.Option("--round", help="The round: an id, the start of one, or latest.")
    ] = "latest",
    store: Annotated[
        str | None, typer.Option(help="The store: a file or a PostgreSQL URL. [auditor.sqlite]")
    ] = None,
    output: Annotated[
        LineFormat, typer.Option("--format", help="Output format.")
    ] = LineFormat.TEXT,
) -> int:
    """Compare a form with a round; see HELP."""
    with working("comparing"):
        report = kept_report(existing_store(store, None), round_id)
        chosen = form_of(read_forms(form), report.community, str(form))
        found = reconcile(chosen, report)
    if output is LineFormat.JSON:
        print_json(TypeAdapter(Reconciliation), found)
    elif output is LineFormat.CSV:
        print_bytes(render_csv(_COLUMNS, [row for line in found.lines for row in _rows(line)]))
    else:
        _print(found)
    return _exit_code(found)


def _exit_code(found: Reconciliation) -> int:
    standings = {line.standing for line in found.lines}
    if any(standing.is_difference for standing in standings):
        return EXIT_MISSED
    is_open = {Standing.NOT_CONTRADICTED, Standing.NOT_MEASURED} & standings
    return EXIT_INCOMPLETE if is_open or not found.complete else EXIT_MET


def _rows(line: Line) -> list[tuple[str | int, ...]]:
    start = (
        *(line.indicator, line.title, line.standing.value, line.quote, line.declared),
        *(line.lowest, line.highest, line.of, line.met, line.unknown, line.message),
    )
    behind = [(m.label, m.outcome.value, m.reason) for m in line.members]
    return [(*start, *member) for member in behind or [("", "", "")]]


def _print(found: Reconciliation) -> None:
    lines = [f"{found.community}　第 {found.round_id} 轮"]
    lines += [f"说明：{note}" for note in found.notes]
    for line in found.lines:
        lines.append(f"{_WORDS[line.standing]}　{line.message}")
        lines += [f"    原文：{line.quote}"] if line.quote else []
        lines += [f"    {OUTCOMES[m.outcome]}　{m.label}：{m.reason}" for m in line.members]
    console = plain_console()
    for text in lines:
        console.print(visible(text), soft_wrap=True)
