"""The part of the snapshot that stands in the store and beside the reports.

Read anew at each call, but a round's report once: `RoundCache` keeps the last of each community.
What only the running service knows is added by it with `dataclasses.replace`.
"""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from auditor.alerts.memory import load_memory
from auditor.errors import StoreError
from auditor.health.status import ChannelCounts, CommunityStatus, OperatingStatus, RateCount
from auditor.model import Report, RoundKind
from auditor.schedule.progress import is_stale, load_progress
from auditor.store.place import locate
from auditor.store.store import KeptRound, Store

__all__ = ["RoundCache", "gather"]

_DISTRIBUTION = "video-surveillance-auditor"


@dataclass(slots=True)
class RoundCache:
    """The last report of each community, by its round: it does not change any more.

    ``sampled`` tells of each known round whether it was over a sample, so that it says nothing
    of a whole community; a round of a version that kept no report says nothing either.
    """

    reports: dict[str, Report] = field(default_factory=dict)
    sampled: dict[str, bool] = field(default_factory=dict)

    def report(self, store: Store, kept: KeptRound) -> Report:
        """From the store only when the round is another one."""
        known = self.reports.get(kept.community)
        if known is None or known.provenance.round_id != kept.id:
            known = self.reports[kept.community] = store.report(kept.id)
        return known

    def is_sampled(self, store: Store, kept: KeptRound) -> bool:
        """Whether its report says nothing of the whole community; asked of the store once."""
        if kept.id not in self.sampled:
            self.sampled[kept.id] = _is_sampled(store, kept.id)
        return self.sampled[kept.id]


def _is_sampled(store: Store, round_id: str) -> bool:
    try:
        return store.report(round_id).sample is not None
    except StoreError:
        return True


def gather(
    place: Path | str,
    reports: Path,
    cache: RoundCache,
    *,
    started_at: datetime,
    now: datetime | None = None,
) -> OperatingStatus:
    """The snapshot; a store that does not answer is a part of it and no error."""
    moment = now or datetime.now(UTC)
    found = load_progress(reports)
    running = (found,) if found and not is_stale(found, moment) else ()
    communities: tuple[CommunityStatus, ...] = ()
    written, fault = None, ""
    try:
        with Store(place) as store:
            communities = _communities(store, cache)
            written = store.observations_written()
    except StoreError as error:
        fault = str(error)
    return OperatingStatus(
        version=version(_DISTRIBUTION),
        started_at=started_at,
        communities=communities,
        running=running,
        decoder_queue=running[0].decoder_queue if running else None,
        channels=_channels(reports),
        observations_written=written,
        store_bytes=_bytes(place),
        store_fault=fault,
    )


def _communities(store: Store, cache: RoundCache) -> tuple[CommunityStatus, ...]:
    """By the latest round of each that ended and was about the whole community."""
    ended: dict[str, list[KeptRound]] = {}
    for kept in store.rounds():
        if kept.ended_at is not None and kept.kind is RoundKind.NIGHTLY:
            ended.setdefault(kept.community, []).append(kept)
    found = (_community(store, cache, rounds) for _, rounds in sorted(ended.items()))
    return tuple(one for one in found if one is not None)


def _community(store: Store, cache: RoundCache, rounds: list[KeptRound]) -> CommunityStatus | None:
    about_all = (kept for kept in rounds if not cache.is_sampled(store, kept))
    last = next(about_all, None)
    if last is None:
        return None
    report = cache.report(store, last)
    looked_at = itertools.chain((last,), about_all)
    whole = next((kept.ended_at for kept in looked_at if kept.complete), None)
    return CommunityStatus(
        community=last.community,
        rates=tuple(
            RateCount(
                indicator=result.rate.indicator,
                met=result.rate.met,
                of=result.rate.of,
                unknown=result.rate.unknown,
                verdict=result.verdict.value,
            )
            for result in report.results
        ),
        cameras=dict(Counter(one.state.value for one in report.cameras)),
        last_ended_at=last.ended_at,
        last_success_at=whole,
        last_duration=last.ended_at - last.started_at if last.ended_at else None,
        last_complete=last.complete,
    )


def _channels(reports: Path) -> tuple[ChannelCounts, ...]:
    return tuple(
        ChannelCounts(
            channel=name,
            delivered=known.delivered,
            failed=known.failed,
            waiting=len(known.waiting),
        )
        for name, known in sorted(load_memory(reports).items())
    )


def _bytes(place: Path | str) -> int | None:
    """The file and its write-ahead log; a server's database is none."""
    file = locate(place).file
    if file is None:
        return None
    parts = (file, file.with_name(f"{file.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.is_file())
