"""Which round `auditor run` can go on with: found for ``--resume``, hinted at without it."""

from datetime import UTC, datetime
from pathlib import Path

from auditor.cli.options import plain_console
from auditor.cli.stores import existing_store
from auditor.config import Config
from auditor.errors import StoreError
from auditor.resume import Resumable, find_resumable, which_resumable
from auditor.store.place import locate
from auditor.store.store import Store

__all__ = ["found_round", "hint_at_resumable"]


def found_round(config: Config, name: str = "") -> Resumable:
    """The round ``name``, or the latest; StoreError says why there is none to go on with."""
    with Store(existing_store(config.files.store, None)) as store:
        return find_resumable(store, *_where(config), community=config.audit.community, name=name)


def _where(config: Config) -> tuple[Path, datetime]:
    return Path(config.files.reports), datetime.now(UTC)


def hint_at_resumable(config: Config) -> None:
    """One line when a round was cut short and can be gone on with; a new one begins all the same."""
    file = locate(config.files.store).file
    if file is not None and not file.is_file():
        return
    try:
        with Store(existing_store(config.files.store, None)) as store:
            found = which_resumable(store, *_where(config), community=config.audit.community)
    except StoreError:
        return  # none, or several; a store that is at fault is told by the round itself
    plain_console(stderr=True).print(
        f"round {found.id} was cut short; this is a new one (to go on with that one instead: "
        "auditor run --resume)",
        soft_wrap=True,
    )
