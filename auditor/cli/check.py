"""``auditor check``: the records alone, without any network."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.check_text import print_checked, print_errors
from auditor.cli.options import EXIT_MET, EXIT_MISSED, plain_console, working
from auditor.cli.outputs import keep_inputs
from auditor.config import Config, load_config
from auditor.criteria import RuleSet
from auditor.errors import ConfigError
from auditor.profile_standard import load_scheme
from auditor.record_check import Checked, check_register
from auditor.registry.column_map import known_keys
from auditor.registry.table import read_sheet
from auditor.render.details import DETAIL_FILES, write_details
from auditor.render.finding_files import CheckFormat, write_aside, write_findings
from auditor.terms import load_terms

__all__ = ["HELP", "command"]

HELP = """Judge the records of a registry, without any network.

Codes, names, divisions, positions; CSV or XLSX, any number of rows. Position rules compare
with county boundaries, and with the planned key locations where they are given. Rows that
cannot be read are told on standard error when the output is not text.

Exit codes: 0 no error, 1 errors or unreadable rows found, 2 the file cannot be read.

Examples:

\b
  auditor check registry.csv
  auditor check 一机一档.xlsx --format csv --output findings.csv
  auditor check registry.csv --details checked/     good.csv, bad.csv, counts
  auditor check registry.csv --key-locations key_locations.csv --format json
  auditor check registry.csv --boundaries districts.geojson
"""


def command(
    registry: Annotated[Path, typer.Argument(help="The registry (一机一档), CSV or XLSX.")],
    key_locations: Annotated[
        Path | None, typer.Option(help="The planned key locations, for position rules.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Assessment scheme. [shandong-growth]")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration, TOML, for its section [records].")
    ] = None,
    column_map: Annotated[
        Path | None, typer.Option(help="Which header is which column, TOML.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet of a workbook that has several.")
    ] = None,
    naming: Annotated[
        str | None, typer.Option(help="Naming profile: a packaged name or a .toml file.")
    ] = None,
    rule_set: Annotated[
        list[RuleSet] | None, typer.Option(help="A rule set to add; repeatable.")
    ] = None,
    local_codes: Annotated[
        Path | None, typer.Option(help="First digits of codes that are right here, CSV.")
    ] = None,
    access_units: Annotated[
        Path | None, typer.Option(help="Access units for digits 7-8 of a code, CSV.")
    ] = None,
    counties: Annotated[
        Path | None, typer.Option(help="The division of each community, CSV.")
    ] = None,
    boundaries: Annotated[
        Path | None, typer.Option(help="Your county boundaries, GeoJSON; they take precedence.")
    ] = None,
    community_areas: Annotated[
        Path | None, typer.Option(help="Your community polygons, GeoJSON.")
    ] = None,
    second_list: Annotated[
        Path | None, typer.Option(help="A second list of the same devices, to compare with.")
    ] = None,
    anchors: Annotated[
        Path | None, typer.Option(help="Measured WGS-84 positions of some records, CSV.")
    ] = None,
    output: Annotated[
        CheckFormat, typer.Option("--format", help="Output format.")
    ] = CheckFormat.TEXT,
    to: Annotated[
        Path | None, typer.Option("--output", help="Write there instead of printing.")
    ] = None,
    details: Annotated[
        Path | None, typer.Option(help="A folder for good.csv, bad.csv and the counts.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Findings shown as text; 0 for all.")] = 200,
) -> int:
    """Check the records; see HELP."""
    given = {
        "column_map": column_map,
        "sheet": sheet,
        "local_codes": local_codes,
        "access_units": access_units,
        "counties": counties,
        "boundaries": boundaries,
        "community_areas": community_areas,
        "second_list": second_list,
        "anchors": anchors,
    }
    if output is CheckFormat.PARQUET and to is None:
        raise ConfigError("--format parquet is no text; name a file with --output")
    settings = _settings(config, {**given, "naming": naming, "rule_sets": rule_set})
    inputs = (registry, key_locations, config, *settings.records.files)
    keep_inputs(filter(None, inputs), _outputs(to, details))
    scheme = load_scheme(profile or settings.audit.profile)
    terms = load_terms(settings.records, scheme)
    with working("checking the records"):
        checked = check_register(registry, key_locations, terms)
    if details is not None:
        with working("writing the details"):
            cells = read_sheet(registry, known=known_keys(terms.column_map), sheet=terms.sheet)
            write_details(checked, cells, details, terms.column_map)
    _put(checked, output, to, limit)
    return EXIT_MISSED if checked.summary.faulty or checked.errors else EXIT_MET


def _settings(config: Path | None, given: Mapping[str, object]) -> Config:
    """Options win over the configuration; None is an option that was not given."""
    settings = load_config(config) if config is not None else Config()
    chosen = {
        name: tuple(value) if isinstance(value, list) else str(value)
        for name, value in given.items()
        if value is not None
    }
    records = settings.records.model_copy(update=chosen)
    return settings.model_copy(update={"records": records})


def _outputs(to: Path | None, details: Path | None) -> tuple[Path, ...]:
    files = () if details is None else tuple(details / name for name in DETAIL_FILES)
    return files if to is None else (*files, to)


def _put(checked: Checked, output: CheckFormat, to: Path | None, limit: int) -> None:
    """Findings to the file or to standard output; what was not read to standard error."""
    if output is CheckFormat.TEXT and to is None:
        print_checked(plain_console(), checked, limit=limit)
        return
    findings = checked.verdicts.findings()
    with working("writing the findings"):
        if to is None:
            write_findings(findings, sys.stdout.buffer, output)
            sys.stdout.buffer.flush()
        else:
            with write_aside(to) as file:
                write_findings(findings, file, output)
    print_errors(plain_console(stderr=True), checked.errors)
