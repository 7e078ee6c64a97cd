"""The night that a night is compared with is the last that saw everything, of the same community."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from auditor.alerts.after import last_whole, night_notice
from auditor.alerts.model import NightFault, NightFaultKind
from auditor.alerts.settings import Alerts
from auditor.model import RateVerdict, Report, Sample
from auditor.store.store import Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

BEGAN = ROUND.started_at
BLIND = ("检测机自检或对照点未通过：磁盘剩余空间不足 64 MB；本轮不作坏结论，只计好结论。",)
SAMPLE = Sample(rows=(1,), population=20, seed="s", method="m")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "auditor.sqlite") as opened:
        yield opened


def keep(store: Store, number: int, verdict: RateVerdict, **changes: object) -> Report:
    """Night ``number`` as it ended."""
    began = BEGAN + timedelta(days=number)
    complete = bool(changes.pop("complete", True))
    told = builders.provenance(
        round_id=f"r{number}",
        started_at=began,
        ended_at=began + timedelta(hours=1),
        complete=complete,
    )
    report = builders.report(
        provenance=told, results=(builders.indicator_result(verdict),), **changes
    )
    store.begin_round(replace(ROUND, id=f"r{number}", started_at=began, community=report.community))
    store.end_round(report)
    return report


def test_nights_that_saw_less_are_passed_over(store: Store) -> None:
    whole = keep(store, 1, RateVerdict.MEETS)
    keep(store, 2, RateVerdict.MISSES, complete=False)
    keep(store, 3, RateVerdict.MISSES, notes=BLIND)
    keep(store, 4, RateVerdict.MISSES, sample=SAMPLE)
    keep(store, 5, RateVerdict.MISSES, community="别处")
    tonight = keep(store, 6, RateVerdict.MISSES)
    found = [last_whole(store, tonight.community, before=one) for one in (tonight, whole, None)]
    assert [one and one.provenance.round_id for one in found] == ["r1", None, "r6"]


def told(store: Store, tonight: Report | None, *faults: NightFault) -> list[str] | None:
    notice = night_notice(
        store,
        Alerts(),
        community="华新社区",
        tonight=tonight,
        faults=faults,
        at=datetime.fromisoformat("2026-01-06T05:00:00+08:00"),
    )
    return None if notice is None else [alert.key for alert in notice.alerts]


def test_a_notice_only_when_there_is_something_to_tell(store: Store) -> None:
    first = keep(store, 1, RateVerdict.MEETS)
    second = keep(store, 2, RateVerdict.MEETS)
    third = keep(store, 3, RateVerdict.MISSES)
    assert [told(store, one) for one in (first, second, third)] == [
        None,
        None,
        ["verdict:health_rate:misses"],
    ]


def test_a_fault_that_the_service_and_the_round_know_is_told_once(store: Store) -> None:
    cut = keep(store, 1, RateVerdict.INCONCLUSIVE, complete=False)
    night = date(2026, 1, 6)
    partial = NightFault(kind=NightFaultKind.PARTIAL, night=night)
    missed = NightFault(kind=NightFaultKind.MISSED, night=night)
    assert told(store, cut, partial) == ["night:partial:2026-01-06"]
    assert told(store, None, missed) == ["night:missed:2026-01-06"]
