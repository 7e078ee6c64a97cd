"""``auditor store``: check, back up, restore and prune the database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json, working
from auditor.cli.stores import configured_reports, configured_store, existing_store
from auditor.errors import ConfigError
from auditor.picture_retention import PicturesPruned, prune_pictures
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
  auditor store prune --keep 400d --pictures 90d --dry-run
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
_PRUNE = """Remove old observations and pictures; rates, findings and reports stay.

A round without observations cannot be judged again. `evidence verify` tells what was removed
by policy and does not call it missing. The latest round of each community is kept, and the
pictures of the report that lies in the folder.

Examples:

\b
  auditor store prune --keep 400d --dry-run
  auditor store prune --keep 400d --pictures 90d --reports reports
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
    pictures: PicturesPruned | None = None
    store_bytes: int | None = None


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
        restore_store(file, place, force=force, now=datetime.now(UTC))
    return _tell(_Done(store=locate(place).shown, done=f"restored from {file}"), output)


def prune(
    *,
    keep: Annotated[
        str | None, typer.Option(help="How long observations stay, in days: 400d.")
    ] = None,
    pictures: Annotated[
        str | None, typer.Option(help="How long pictures stay, in days: 90d.")
    ] = None,
    reports: Annotated[Path | None, typer.Option(help="Where the pictures are. [reports]")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    store: _Store = None,
    config: _Config = None,
    output: _Output = Format.TEXT,
) -> int:
    """Prune; see HELP."""
    if keep is None and pictures is None:
        raise ConfigError("nothing to prune; give --keep 400d, --pictures 90d or both")
    now, rounds, observations, removed = datetime.now(UTC), 0, 0, None
    old, faded = _before("--keep", keep, now), _before("--pictures", pictures, now)
    place, folder = existing_store(store, config), configured_reports(reports, config)
    with working("pruning"), Store(place) as opened:
        if faded is not None:
            removed = prune_pictures(opened, folder, faded, dry_run=dry_run)
        if old is not None:
            rounds, observations = opened.prune(old, dry_run=dry_run)
    file = locate(place).file
    done = _Done(
        store=locate(place).shown,
        done="would be pruned" if dry_run else "pruned",
        rounds=rounds,
        observations=observations,
        pictures=removed,
        store_bytes=file.stat().st_size if file else None,
    )
    return _tell(done, output)


def _before(option: str, text: str | None, now: datetime) -> datetime | None:
    if text is None:
        return None
    if not re.fullmatch("[0-9]{1,5}d", text):
        raise ConfigError(f"{option} {text}: write days, such as 400d")
    return now - timedelta(days=int(text.removesuffix("d")))


def _tell(done: _Done, output: Format) -> int:
    if output is Format.JSON:
        print_json(TypeAdapter(_Done), done)
        return EXIT_MET
    counts = f" ({done.rounds} rounds, {done.observations} observations)"
    told = f"{done.store}: {done.done}{counts if 'pruned' in done.done else ''}"
    lines = (told, *_pictures_told(done))
    plain_console().print("\n".join(visible(line) for line in lines), soft_wrap=True)
    return EXIT_MET


def _pictures_told(done: _Done) -> tuple[str, ...]:
    """What went of the pictures, and what the disk holds."""
    if done.pictures is None:
        return ()
    one = done.pictures
    gone = f"{one.files} files of {one.rounds} rounds, {_mb(one.bytes)}"
    left = f"; {_mb(one.left_bytes)} of pictures stay"
    return (f"  pictures {done.done}: {gone}{left}",)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
