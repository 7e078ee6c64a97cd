"""``auditor declared``: the acceptance form that a community fills by hand."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli import declared_fill, declared_reconcile
from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format, plain_console, print_json, working
from auditor.declared.check import DeclaredFinding, check
from auditor.declared.form import OUTSIDE
from auditor.declared.reading import read_forms
from auditor.render.plain_text import visible
from auditor.render.words import SEVERITIES

__all__ = ["HELP", "application", "check_command"]

HELP = """Read the filled acceptance form (28 indicators, column 完成情况).

Examples:

\b
  auditor declared check 完成情况.docx
  auditor declared reconcile 完成情况.docx --round latest
  auditor declared fill template.docx --round latest -o filled.docx
"""
_CHECK = """Judge the sentences of a filled form: figures, counts, gaps, left-over template text.

DOCX, HTML or text (UTF-8, GBK), by content. Every finding quotes the form. With --format json
the output is a list of objects with indicator, rule, severity, quote and message; indicator 0
is the text around the table. A clean form gives an empty list.

Exit codes: 0 nothing found, 1 something found, 2 the file is not a form that can be read.

Examples:

\b
  auditor declared check 完成情况.docx
  auditor declared check result.html --format json
  auditor rules DECL-01                    what a rule asks
"""


def application() -> typer.Typer:
    """Build the group of verbs."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command(name="check", help=_CHECK)(check_command)
    app.command(name="reconcile", help=declared_reconcile.HELP)(declared_reconcile.command)
    app.command(name="fill", help=declared_fill.HELP)(declared_fill.command)
    return app


def check_command(
    form: Annotated[Path, typer.Argument(help="The filled form: DOCX, HTML or text.")],
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Check a form; see HELP."""
    with working("reading the form"):
        forms = read_forms(form)
        found = [finding for each in forms for finding in check(each)]
    if output is Format.JSON:
        print_json(TypeAdapter(list[DeclaredFinding]), found)
    else:
        rows = sum(len(each.rows) for each in forms)
        _print(rows, found)
    return EXIT_MISSED if found else EXIT_MET


def _print(rows: int, found: list[DeclaredFinding]) -> None:
    console = plain_console()
    for finding in found:
        place = "表外" if finding.indicator == OUTSIDE else f"指标{finding.indicator}"
        console.print(
            f"{place} {finding.rule} {SEVERITIES[finding.severity]}：{finding.message}",
            soft_wrap=True,
        )
        console.print(f"    原文：{visible(finding.quote)}", soft_wrap=True)
    console.print(f"共读取{rows}项指标，发现{len(found)}处问题", soft_wrap=True)
