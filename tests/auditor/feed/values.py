"""Reports, destinations and stores for the feed's tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.feed.push import Pusher, outgoing
from auditor.feed.settings import Destination
from auditor.model import Rate, Report
from auditor.store.outbox import Delivery
from auditor.store.store import Store
from tests.auditor.render import builders
from tests.auditor.render.hostile import hostile_report
from tests.auditor.store.values import ROUND

NOW = datetime(2026, 1, 6, 8, 0, tzinfo=UTC)
SECRET = "Inv3nted-token"


def report_of(round_id: str, **changes: object) -> Report:
    began = ROUND.started_at
    told = builders.provenance(
        round_id=round_id, started_at=began, ended_at=began + timedelta(hours=1)
    )
    return builders.report(provenance=told, **changes)


def to(url: str, **changes: object) -> Destination:
    base = Destination(url=url, auth="bearer", timeout_s=5.0, key_id="k1", secret=SECRET)
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def keep_round(store: Store, round_id: str, url: str) -> None:
    """A round that ends with something to deliver to ``url``."""
    store.begin_round(replace(ROUND, id=round_id))
    report = report_of(round_id)
    store.end_round(report, lambda _: (outgoing(report, url),))


@dataclass(slots=True)
class Clock:
    """Time that passes only while the sender waits."""

    now: datetime = NOW
    waited: list[float] = field(default_factory=list)

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass(slots=True)
class Sender:
    store: Store
    url: str
    clock: Clock = field(default_factory=Clock)

    def push(self, patience_s: float = 0.0, **changes: object) -> tuple[Delivery, ...]:
        return self.pusher(**changes).push(patience_s)

    def pusher(self, **changes: object) -> Pusher:
        return Pusher(
            outbox=self.store.outbox,
            to=to(self.url, **changes),
            now=lambda: self.clock.now,
            pause=self.clock.pause,
            chance=lambda: 0.0,
        )


@contextmanager
def sender(folder: Path, url: str, *rounds: str) -> Iterator[Sender]:
    """A store with ``rounds`` (one, if none is named) to deliver to ``url``."""
    with Store(folder / "auditor.sqlite") as store:
        for round_id in rounds or ("r1",):
            keep_round(store, round_id, url)
        yield Sender(store, url)


def hostile() -> Report:
    """Hostile in all that people and devices write; hashes, ids and versions are our own."""
    report = hostile_report()
    ours = builders.provenance()
    told = replace(
        report.provenance,
        registry_sha256=ours.registry_sha256,
        key_locations_sha256=ours.key_locations_sha256,
        exclusions_sha256=ours.exclusions_sha256,
        waivers_sha256=ours.waivers_sha256,
        round_id=ours.round_id,
    )
    cameras = tuple(
        replace(one, picture_sha256="cd" * 32 if one.picture_sha256 else None)
        for one in report.cameras
    )

    def own(rate: Rate) -> Rate:
        return replace(rate, indicator="health_rate")

    results = tuple(replace(one, rate=own(one.rate)) for one in report.results)
    by_class = tuple(replace(one, rate=own(one.rate)) for one in report.by_class)
    return replace(
        report,
        provenance=told,
        cameras=cameras,
        results=results,
        by_class=by_class,
        beside=tuple(own(rate) for rate in report.beside),
    )
