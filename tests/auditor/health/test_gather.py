"""The snapshot of a real store, with a running round and an alert channel."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from auditor.alerts.memory import ChannelMemory, save_memory
from auditor.health.gather import RoundCache, gather
from auditor.health.status import ChannelCounts, CommunityStatus, RateCount
from auditor.model import RateVerdict, RoundKind, Sample
from auditor.schedule.progress import ProgressFile
from auditor.store.store import Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND, STARTED

HOUR = timedelta(hours=1)
SAMPLE = Sample(rows=(1,), population=5, seed="s", method="m")


def keep(path: Path, number: int, *, complete: bool, **changes: Any) -> None:
    """``changes`` are of the round, but for ``sample``, which is of its report."""
    began = STARTED + timedelta(days=number)
    told = builders.provenance(
        round_id=f"r{number}", started_at=began, ended_at=began + HOUR, complete=complete
    )
    report = builders.report(
        provenance=told,
        results=(builders.indicator_result(RateVerdict.MISSES),),
        sample=changes.pop("sample", None),
    )
    with Store(path) as store:
        named = replace(ROUND, id=f"r{number}", started_at=began, community=report.community)
        store.begin_round(replace(named, **changes))
        store.end_round(report)


def test_a_store_of_two_rounds_and_a_running_one(tmp_path: Path) -> None:
    store = tmp_path / "auditor.sqlite"
    keep(store, 1, complete=True)
    keep(store, 2, complete=False)
    save_memory(tmp_path, {"office": ChannelMemory(delivered=3, failed=1)})
    now = STARTED + timedelta(days=3)
    cache = RoundCache()
    with ProgressFile(reports=tmp_path, now=lambda: now) as told:
        told.named(round_id="r3", community="华新社区")
        first = gather(store, tmp_path, cache, started_at=STARTED, now=now)
        late = gather(store, tmp_path, cache, started_at=STARTED, now=now + HOUR)
    assert (
        first.communities
        == late.communities
        == (
            CommunityStatus(
                community="华新社区",
                rates=(
                    RateCount(indicator="health_rate", met=19, of=20, unknown=0, verdict="misses"),
                ),
                cameras={"picture_ok": 1},
                last_ended_at=STARTED + timedelta(days=2) + HOUR,
                last_success_at=STARTED + timedelta(days=1) + HOUR,
                last_duration=HOUR,
                last_complete=False,
            ),
        )
    )
    assert first.channels == (ChannelCounts(channel="office", delivered=3, failed=1, waiting=0),)
    assert ([one.round_id for one in first.running], late.running) == (["r3"], ())
    assert (first.observations_written, first.store_fault) == (0, "")
    assert (first.store_bytes or 0) > 10_000


def test_rounds_over_some_cameras_speak_for_no_community(tmp_path: Path) -> None:
    store = tmp_path / "auditor.sqlite"
    keep(store, 1, complete=True, sample=SAMPLE)
    none = gather(store, tmp_path, RoundCache(), started_at=STARTED)
    keep(store, 2, complete=True)
    keep(store, 3, complete=True, sample=SAMPLE)
    keep(store, 4, complete=True, kind=RoundKind.ADHOC)
    (found,) = gather(store, tmp_path, RoundCache(), started_at=STARTED).communities
    ended = STARTED + timedelta(days=2) + HOUR
    assert none.communities == ()
    assert (found.last_ended_at, found.last_success_at) == (ended, ended)


def test_a_store_that_does_not_answer_is_told(tmp_path: Path) -> None:
    (tmp_path / "auditor.sqlite").write_bytes(b"no database" * 1000)
    told = gather(tmp_path / "auditor.sqlite", tmp_path, RoundCache(), started_at=STARTED)
    assert (told.communities, told.observations_written) == ((), None)
    assert told.store_fault != ""
