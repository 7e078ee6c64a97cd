"""``auditor store``: check, back up, restore and prune the database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json, working
from auditor.cli.stores import configured_store, existing_store
from auditor.errors import ConfigError
from auditor.render.plain_text import visible
from auditor.store.place import locate
from auditor.store.store import Store
from auditor.store.upkeep import back_up
from auditor.store.upkeep import check as check_store
from auditor.store.upkeep import restore as restore_store

__all__ = ["HELP", "application", "backup", "check", "prune", "restore"]

HELP = """Check, back up, restore and prune the database of rounds.

Examples:

\b
  auditor store check
  auditor store backup backup.sqlite
  auditor store restore backup.sqlite --force
  auditor store prune --keep 400d --dry-run
"""
_CHECK = """Look at every page of the store; exit code 2 when it is damaged.

Examples:

\b
  auditor store check --store auditor.sqlite
"""
_BACKUP = """Copy a SQLite store to a file while it is used.

Examples:

\b
  auditor store backup /backup/auditor.sqlite --force
"""
_RESTORE = """Put a backup in the store's place. Stop every program that uses the store first.

Examples:

\b
  auditor store restore /backup/auditor.sqlite --force
"""
_PRUNE = """Remove the observations of old rounds; their rates, findings and reports stay.

A round without observations cannot be judged again.

Examples:

\b
  auditor store prune --keep 400d --dry-run
"""
_Store = Annotated[str | None, typer.Option(help="The database: a file or a URL.")]
_Config = Annotated[
    Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
]
_Output = Annotated[Format, typer.Option("--format", help="Output format.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace the file that is there.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What a verb did; the counts are those of `prune`."""

    store: str
    done: str
    rounds: int = 0
    observations: int = 0


def application() -> typer.Typer:
    """Build the group."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    verbs = ((_CHECK, check), (_BACKUP, backup), (_RESTORE, restore), (_PRUNE, prune))
    for text, verb in verbs:
        app.command(name=verb.__name__, help=text)(verb)
    return app


def check(store: _Store = None, config: _Config = None, output: _Output = Format.TEXT) -> int:
    """Check; see HELP."""
    place = existing_store(store, config)
    with working("checking"):
        check_store(place)
    return _tell(_Done(store=locate(place).shown, done="whole"), output)


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    *,
    store: _Store = None,
    config: _Config = None,
    force: _Force = False,
    output: _Output = Format.TEXT,
) -> int:
    """Back up; see HELP."""
    place = existing_store(store, config)
    with working("copying"):
        back_up(place, file, force=force)
    return _tell(_Done(store=locate(place).shown, done=f"copied to {file}"), output)


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    *,
    store: _Store = None,
    config: _Config = None,
    force: _Force = False,
    output: _Output = Format.TEXT,
) -> int:
    """Restore; see HELP."""
    place = configured_store(store, config)
    with working("restoring"):
        restore_store(file, place, force=force)
    return _tell(_Done(store=locate(place).shown, done=f"restored from {file}"), output)


def prune(
    *,
    keep: Annotated[str, typer.Option(help="How long observations stay, in days: 400d.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    store: _Store = None,
    config: _Config = None,
    output: _Output = Format.TEXT,
) -> int:
    """Prune; see HELP."""
    before = datetime.now(UTC) - timedelta(days=_days(keep))
    place = existing_store(store, config)
    with working("pruning"), Store(place) as opened:
        rounds, observations = opened.prune(before, dry_run=dry_run)
    done = "would be pruned" if dry_run else "pruned"
    shown = locate(place).shown
    return _tell(_Done(store=shown, done=done, rounds=rounds, observations=observations), output)


def _days(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}d", text):
        raise ConfigError(f"--keep {text}: write days, such as 400d")
    return int(text.removesuffix("d"))


def _tell(done: _Done, output: Format) -> int:
    if output is Format.JSON:
        print_json(TypeAdapter(_Done), done)
        return EXIT_MET
    counts = f" ({done.rounds} rounds, {done.observations} observations)"
    told = visible(f"{done.store}: {done.done}{counts if 'pruned' in done.done else ''}")
    plain_console().print(told, soft_wrap=True)
    return EXIT_MET
