"""The communities that a service keeps: one configuration file each, checked before it begins."""

import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from auditor.cli.logs import Logs
from auditor.cli.settings import configuration
from auditor.cli.telling import Teller
from auditor.config import Config
from auditor.errors import ConfigError
from auditor.schedule.child import ChildRunner
from auditor.schedule.holding import Holding
from auditor.schedule.night_keeper import NightKeeper
from auditor.schedule.nights import NightLine
from auditor.store.place import locate
from auditor.store.store import Store

__all__ = ["Place", "keepers", "moment", "places", "store_name", "wall_from"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One community's configuration; ``file`` is None for ``auditor.toml`` or the defaults."""

    file: Path | None
    config: Config

    @property
    def community(self) -> str:
        """As the journal calls it."""
        return self.config.audit.community

    @property
    def shown(self) -> str:
        """As messages call it."""
        return str(self.file or "auditor.toml")


def places(files: Sequence[Path]) -> tuple[Place, ...]:
    """One a file; ConfigError where two would write over each other."""
    found = tuple(Place(file=file, config=configuration(file)) for file in files or (None,))
    _distinct(found, "community in one store", lambda place: (store_name(place), place.community))
    _distinct(found, "folder of reports", lambda place: Path(place.config.files.reports).resolve())
    return found


def store_name(place: Place) -> str:
    """The same for all that keep their rounds in one database."""
    located = locate(place.config.files.store)
    return str(located.file.resolve()) if located.file else located.shown


def _distinct(found: Sequence[Place], what: str, key: Callable[[Place], object]) -> None:
    first: dict[object, Place] = {}
    for place in found:
        other = first.setdefault(key(place), place)
        if other is not place:
            raise ConfigError(
                f"{place.shown}: the same {what} as {other.shown}; give each its own "
                "(audit.community, files.store, files.reports)"
            )


@contextmanager
def keepers(
    found: Sequence[Place], wall: Callable[[], datetime], *, logs: Logs, patience_s: float
) -> Iterator[tuple[NightKeeper, ...]]:
    """A keeper for each place, over stores that stay open; one store is opened once.

    Rounds log as ``logs`` says.  At the end each place's alerts are waited for, ``patience_s``.
    """
    owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
    with ExitStack() as stack:
        stores: dict[str, Store] = {}
        for place in found:
            if not place.config.probing.allowed_networks:
                raise ConfigError(
                    f"{place.shown}: no network may be probed; name the cameras' networks in "
                    "probing.allowed_networks, for example 10.1.0.0/16"
                )
            name = store_name(place)
            if name not in stores:
                stores[name] = stack.enter_context(Store(place.config.files.store))
        tellers = [Teller(place.config) for place in found]
        for teller in tellers:
            stack.callback(teller.close, patience_s)
        rounds = [ChildRunner(command=partial(_command, place, logs)) for place in found]
        yield tuple(
            NightKeeper(
                community=place.community,
                window=place.config.schedule.hours,
                journal=stores[store_name(place)].journal,
                holding=_holding(place, stores[store_name(place)], owner, wall),
                runner=runner,
                wall=wall,
                on_night_ended=teller,
            )
            for place, runner, teller in zip(found, rounds, tellers, strict=True)
        )


def _holding(place: Place, store: Store, owner: str, wall: Callable[[], datetime]) -> Holding:
    return Holding(
        community=place.community,
        owner=owner,
        leases=store.leases,
        wall=wall,
        steady=time.monotonic,
    )


def _command(place: Place, logs: Logs, line: NightLine) -> list[str]:
    """What is begun for a night: the verb ``run``; an unfinished round is taken up again."""
    file = ["--config", str(place.file)] if place.file else []
    resumed = ["--resume", line.round_id] if line.round_id else []
    return ["run", *file, "--night", line.night.isoformat(), *resumed, *logs.arguments]


def wall_from(at: datetime | None) -> Callable[[], datetime]:
    """The wall clock, or one that shows ``at`` now and goes on from there."""
    if at is None:
        return lambda: datetime.now(UTC)
    began = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - began)


def moment(text: str | None) -> datetime | None:
    """A moment with its offset; ConfigError for anything else."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ConfigError(f"--at {text}: write a moment such as 2026-01-05T22:00:00+08:00")
    return found.astimezone(UTC)
