"""``auditor indicators``: how each rate is counted."""

import difflib
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.table import Table

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json
from auditor.discovery import all_indicators
from auditor.errors import ConfigError
from auditor.render.indicator_pages import Explained, explained

__all__ = ["HELP", "command"]

HELP = """List the rates, or explain one.

Formula, denominator, numerator, unknown, exclusions and version. No official formula exists; these are declared policies.

Examples:

\b
  auditor indicators
  auditor indicators health_rate
  auditor indicators --format json
"""


def command(
    indicator: Annotated[str | None, typer.Argument(help="An id, such as health_rate.")] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Explain rates; see HELP."""
    chosen = tuple(explained(each) for each in all_indicators())
    if indicator is not None:
        chosen = _named(chosen, indicator)
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[Explained, ...]), chosen)
    elif indicator is None:
        _list(chosen)
    else:
        lines = (f"{name}：{text}" for name, text in chosen[0].facts)
        heading = f"{chosen[0].id} {chosen[0].title}"
        plain_console().print("\n".join((heading, *lines)), soft_wrap=True)
    return EXIT_MET


def _named(known: tuple[Explained, ...], wanted: str) -> tuple[Explained, ...]:
    found = tuple(each for each in known if each.id == wanted.lower())
    if not found:
        near = difflib.get_close_matches(wanted.lower(), [each.id for each in known], n=1)
        hint = f"did you mean {near[0]}?" if near else "see: auditor indicators"
        raise ConfigError(f"no rate {wanted}; {hint}")
    return found


def _list(known: tuple[Explained, ...]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("标识", "名称", "版本", "分母", "分子"):
        table.add_column(title, overflow="fold")
    for each in known:
        table.add_row(each.id, each.title, str(each.version), each.denominator, each.numerator)
    plain_console().print(table)
