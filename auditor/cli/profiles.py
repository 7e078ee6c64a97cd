"""``auditor profiles``: the assessment schemes, and what one of them asks."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter
from rich.table import Table

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json
from auditor.discovery import all_indicators
from auditor.profile import Profile, packaged_profiles
from auditor.profile_standard import load_scheme, loosened, policy_lines
from auditor.render.figures import threshold

__all__ = ["HELP", "command"]

HELP = """List the packaged schemes, or show one.

One is a packaged name or the path of a TOML file. A scheme that asks less than the standard is shown as such.

Exit codes: 0 shown, 2 the scheme cannot be used.

Examples:

\b
  auditor profiles
  auditor profiles shandong-growth
  auditor profiles local.toml --format json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A scheme as JSON: what it says, and the standard's thresholds of which it asks less."""

    profile: dict[str, Any]
    loosened: dict[str, int]
    policy: tuple[str, ...]


def command(
    name: Annotated[str | None, typer.Argument(help="A packaged name or a .toml file.")] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Show schemes; see HELP."""
    names = packaged_profiles() if name is None else (name,)
    schemes = tuple(load_scheme(each) for each in names)
    if output is Format.JSON:
        print_json(TypeAdapter(tuple[Shown, ...]), tuple(_shown(scheme) for scheme in schemes))
    elif name is None:
        _list(schemes)
    else:
        plain_console().print("\n".join(_lines(schemes[0])), soft_wrap=True)
    return EXIT_MET


def _shown(scheme: Profile) -> Shown:
    return Shown(
        profile=scheme.model_dump(mode="json"),
        loosened=dict(loosened(scheme)),
        policy=policy_lines(scheme),
    )


def _list(schemes: tuple[Profile, ...]) -> None:
    table = Table(box=None, pad_edge=False)
    judged = [indicator for indicator in all_indicators() if not indicator.beside]
    table.add_column("方案", no_wrap=True)
    for title in ("等级", *(indicator.title for indicator in judged)):
        table.add_column(title, overflow="fold")
    for scheme in schemes:
        asked = (threshold(scheme.thresholds.get(indicator.id)) for indicator in judged)
        table.add_row(scheme.id, scheme.level, *asked)
    plain_console().print(table)


def _lines(scheme: Profile) -> tuple[str, ...]:
    standard = loosened(scheme)
    return (
        f"{scheme.id} {scheme.title}",
        f"等级：{scheme.level}　标准版本：{scheme.edition.title}",
        f"规则集：{'、'.join(scheme.rule_sets) or '基本'}　命名方案：{scheme.naming}",
        *(
            f"{indicator.title}（{indicator.id}）：{threshold(scheme.thresholds.get(indicator.id))}"
            + (f"，低于标准的 {standard[indicator.id]}%" if indicator.id in standard else "")
            for indicator in all_indicators()
            if not indicator.beside
        ),
        *policy_lines(scheme),
    )
