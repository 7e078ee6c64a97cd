"""The round to compare with: of the same community, ended, whole, the last before."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from auditor.earlier import earlier_report
from auditor.model import RoundKind, Sample
from auditor.store.store import NewRound, Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

SAMPLE = Sample(rows=(1,), population=2, seed="s", method="m")


def new(day: int, community: str = ROUND.community) -> NewRound:
    at = ROUND.started_at + timedelta(days=day)
    return replace(ROUND, id=f"{at:%Y%m%dT%H%M%SZ}-000000", started_at=at, community=community)


def keep(store: Store, item: NewRound, *, sample: Sample | None = None) -> str:
    store.begin_round(item)
    origin = builders.provenance(round_id=item.id)
    store.end_round(builders.report(community=item.community, provenance=origin, sample=sample))
    return item.id


def test_the_last_whole_round_of_the_community_is_found(tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        first = keep(store, new(0))
        keep(store, new(1, "别的社区"))
        keep(store, new(2), sample=SAMPLE)
        store.begin_round(new(3))
        this = keep(store, new(4))
        keep(store, new(5))

        before = earlier_report(store, this)
        assert before is not None
        assert before.provenance.round_id == first
        assert earlier_report(store, first) is None
        assert earlier_report(store, "no such round") is None


def test_an_ad_hoc_round_is_compared_with_a_night_and_nothing_with_it(tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        night = keep(store, new(0))
        adhoc = keep(store, replace(new(1), kind=RoundKind.ADHOC))
        next_night = keep(store, new(2))

        for this in (adhoc, next_night):
            before = earlier_report(store, this)
            assert before is not None
            assert before.provenance.round_id == night
