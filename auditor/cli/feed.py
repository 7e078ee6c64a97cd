"""``auditor feed``: the result of a round handed over, as a file or to a platform."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import feed_text
from auditor.cli.kept_round import whole_report
from auditor.cli.options import EXIT_MET, Format, working
from auditor.cli.outputs import keep_inputs
from auditor.cli.settings import configuration
from auditor.cli.stores import existing_store, store_files
from auditor.errors import ConfigError
from auditor.feed.build import build_document
from auditor.feed.column_map import packaged_maps
from auditor.feed.document import Document
from auditor.feed.export import ExportFormat, export
from auditor.feed.fields import Rows, known_fields
from auditor.feed.push import Pusher, outgoing
from auditor.feed.settings import Feed, destination
from auditor.render.finding_files import write_aside
from auditor.store.outbox import Delivery, State
from auditor.store.store import LATEST, Store

__all__ = ["HELP", "application"]

HELP = """Hand a round's result over as a file or to a platform.

Examples:

\b
  auditor feed export --as xlsx -o result.xlsx
  auditor feed push
  auditor feed status
"""
_EXPORT = """Write the result of a kept round as JSON, CSV or XLSX.

A column map (a packaged name or a .toml file) renames, reorders and selects for a platform's
template; see docs/feed.md.

Examples:

\b
  auditor feed export --as json -o result.json
  auditor feed export --round 20260105T14 --as csv --map h8 -o h8.csv
  auditor feed export --as xlsx --map template.toml -o result.xlsx
"""
_FIELDS = """List the fields that a column map can take.

Examples:

\b
  auditor feed fields --rows rates
"""
_PUSH = """Send what is due to the platform of section [feed].

With --round, the result of that round is put into the outbox first. What is not answered is
kept and tried again by the next push; a repeat carries the same Idempotency-Key and bytes.

Exit codes: 0 all sent, 1 something was refused and is parked, 2 usage or configuration,
3 something still waits.

Examples:

\b
  auditor feed push
  auditor feed push --round latest --wait 300
"""
_STATUS = """Show the outbox: what was sent, what waits, what was refused and why.

Exit codes: 0 all sent or dropped, 1 something is parked, 3 something waits.

Examples:

\b
  auditor feed status
  auditor feed status --format json
"""
_RETRY = """Let a parked or dropped delivery be sent again by the next push.

Examples:

\b
  auditor feed retry 3f2a
"""
_DROP = """Give a delivery up; its row stays in the outbox as a record.

Examples:

\b
  auditor feed drop 3f2a
"""

_Config = Annotated[
    Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
]
_Store = Annotated[
    str | None, typer.Option(help="The store: a file or a PostgreSQL URL. [auditor.sqlite]")
]
_Key = Annotated[str, typer.Argument(help="The delivery's key, or its first characters.")]
_Output = Annotated[Format, typer.Option("--format", help="Output format.")]


def application() -> typer.Typer:
    """Build the group of verbs."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    app.callback()(_group)
    app.command(name="export", help=_EXPORT)(export_command)
    app.command(name="fields", help=_FIELDS)(fields_command)
    app.command(name="push", help=_PUSH)(push_command)
    app.command(name="status", help=_STATUS)(status_command)
    app.command(name="retry", help=_RETRY)(retry_command)
    app.command(name="drop", help=_DROP)(drop_command)
    return app


def _group() -> None:
    """A group with one verb stays a group."""


def export_command(
    form: Annotated[ExportFormat, typer.Option("--as", help="What is written.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    round_id: Annotated[str, typer.Option("--round", help="A round's id, or latest.")] = LATEST,
    map_name: Annotated[
        str | None, typer.Option("--map", help="A packaged column map, or a .toml file.")
    ] = None,
    config: _Config = None,
    store: _Store = None,
) -> int:
    """Write a file; see _EXPORT."""
    place = existing_store(store, config)
    own = [Path(map_name)] if map_name and map_name.endswith(".toml") else []
    keep_inputs([*store_files(place), *own, *([config] if config else [])], [output])
    with working("Reading the round"), Store(place) as opened:
        document = _document(opened, round_id)
    data = export(document, form, map_name=map_name)
    with write_aside(output) as file:
        file.write(data)
    return EXIT_MET


def fields_command(
    kind: Annotated[Rows, typer.Option("--rows", help="What a row is.")] = Rows.RATES,
    round_id: Annotated[str, typer.Option("--round", help="A round's id, or latest.")] = LATEST,
    config: _Config = None,
    store: _Store = None,
    output: _Output = Format.TEXT,
) -> int:
    """List fields; see _FIELDS."""
    with Store(existing_store(store, config)) as opened:
        document = _document(opened, round_id)
    names = sorted(known_fields(document, kind))
    feed_text.show_fields(names, packaged_maps(), output)
    return EXIT_MET


def push_command(
    round_id: Annotated[
        str | None, typer.Option("--round", help="Deliver this round too: an id, or latest.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The platform's address. [feed.url]")] = None,
    wait: Annotated[
        float | None,
        typer.Option(min=0, max=86400, help="Seconds to try again. [feed.patience_s]"),
    ] = None,
    config: _Config = None,
    store: _Store = None,
    output: _Output = Format.TEXT,
) -> int:
    """Send; see _PUSH."""
    settings = configuration(config)
    feed = _with_url(settings.feed, url)
    to = destination(feed, credentials=settings.files.credentials)
    with Store(existing_store(store, config)) as opened:
        if round_id is not None:
            report = whole_report(opened, round_id)
            found = report.provenance.round_id
            parcel = outgoing(report, to.url, opened.evidence.head(found))
            opened.outbox.add(found, parcel, datetime.now(UTC))
        with working("Sending"):
            patience = feed.patience_s if wait is None else wait
            rows = Pusher(outbox=opened.outbox, to=to).push(patience)
    feed_text.show(rows, output)
    return feed_text.exit_code(rows)


def status_command(
    config: _Config = None, store: _Store = None, output: _Output = Format.TEXT
) -> int:
    """Show the outbox; see _STATUS."""
    with Store(existing_store(store, config)) as opened:
        rows = opened.outbox.deliveries()
    feed_text.show(rows, output)
    return feed_text.exit_code(rows)


def retry_command(
    key: _Key, config: _Config = None, store: _Store = None, output: _Output = Format.TEXT
) -> int:
    """Make it due; see _RETRY."""
    return _move(key, State.PENDING, existing_store(store, config), output)


def drop_command(
    key: _Key, config: _Config = None, store: _Store = None, output: _Output = Format.TEXT
) -> int:
    """Give it up; see _DROP."""
    return _move(key, State.DROPPED, existing_store(store, config), output)


def _document(opened: Store, round_id: str) -> Document:
    report = whole_report(opened, round_id)
    return build_document(report, opened.evidence.head(report.provenance.round_id))


def _move(key: str, state: State, place: str, output: Format) -> int:
    with Store(place) as opened:
        found = _one(opened.outbox.deliveries(), key)
        move = opened.outbox.retry if state is State.PENDING else opened.outbox.drop
        move(found.key, datetime.now(UTC))
        rows = tuple(row for row in opened.outbox.deliveries() if row.key == found.key)
    feed_text.show(rows, output)
    return EXIT_MET


def _one(rows: tuple[Delivery, ...], key: str) -> Delivery:
    found = [row for row in rows if key and row.key.startswith(key)]
    if len(found) != 1:
        fault = "several deliveries begin" if found else "no delivery begins"
        raise ConfigError(f"{fault} with {key!r}; see: auditor feed status")
    return found[0]


def _with_url(feed: Feed, url: str | None) -> Feed:
    if url is None:
        return feed
    try:
        return Feed.model_validate(feed.model_dump() | {"url": url})
    except ValueError as error:
        raise ConfigError(f"--url: {feed_text.first_fault(error)}") from error
