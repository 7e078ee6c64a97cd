"""The store with a real database file: what was kept is there, whole or not at all."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import StoreError
from auditor.model import Finding, IndicatorResult, Rate, RateVerdict, Report, Severity, Verdict
from auditor.store.store import Store
from probes.observation import Observation
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND, STARTED, observations, seen

ENDED = STARTED + timedelta(hours=1)
FINDING = Finding(
    row=3,
    device_code="37011600011326000003",
    rule="PIC-01",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    field="stream_uri",
    value="0.3",
    message="黑屏",
    suggestion="检查镜头",
)
RESULT = IndicatorResult(
    rate=Rate(
        indicator="health_rate",
        version=1,
        title="完好率",
        scope="all",
        of=20,
        met=18,
        unknown=1,
        excluded=0,
        basis="…",
    ),
    threshold=95,
    verdict=RateVerdict.MISSES,
    tolerance=-1,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auditor.sqlite"


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def ended(round_id: str = ROUND.id, **changes: object) -> Report:
    origin = builders.provenance(round_id=round_id, ended_at=ENDED)
    return builders.report(**{"provenance": origin, "results": (RESULT,), **changes})


def end(store: Store, round_id: str = ROUND.id, *findings: Finding) -> None:
    store.end_round(ended(round_id, findings=findings))


@settings(deadline=None, max_examples=25)
@given(st.lists(observations, max_size=5))
def test_a_round_s_observations_come_back_in_order(
    tmp_path_factory: pytest.TempPathFactory, kept: list[Observation[object]]
) -> None:
    path = tmp_path_factory.mktemp("store") / "auditor.sqlite"
    with Store(path) as store:
        store.begin_round(ROUND)
        for observation in kept:
            store.keep(ROUND.id, observation)
        assert store.observations(ROUND.id) == tuple(kept)
    with Store(path) as store:
        assert store.observations(ROUND.id) == tuple(kept)


def test_rounds_are_kept_apart(path: Path) -> None:
    other = replace(ROUND, id="20260106T140000Z-0a1b2c")
    with Store(path) as store:
        for number, one in enumerate((ROUND, other), start=1):
            store.begin_round(one)
            store.keep(one.id, seen(number))
        assert store.observations(ROUND.id) == (seen(1),)
        assert store.observations(other.id) == (seen(2),)
        assert store.observations("another") == ()


@pytest.mark.parametrize(("kept", "written"), [(49, 0), (50, 50), (51, 50), (100, 100)])
def test_observations_are_written_in_batches_and_all_at_the_end(
    path: Path, kept: int, written: int
) -> None:
    with Store(path) as store:
        store.begin_round(ROUND)
        for row in range(1, kept + 1):
            store.keep(ROUND.id, seen(row))
        assert rows(path, "SELECT count(*) FROM observation") == [(written,)]
    assert rows(path, 'SELECT "row" FROM observation ORDER BY id') == [
        (row,) for row in range(1, kept + 1)
    ]


def test_an_interrupt_loses_nothing(path: Path) -> None:
    def work() -> None:
        with Store(path) as store:
            store.begin_round(ROUND)
            store.keep(ROUND.id, seen(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    with Store(path) as store:
        assert store.observations(ROUND.id) == (seen(1),)
    assert rows(path, "SELECT ended_at, complete FROM round") == [(None, None)]


def test_the_end_is_recorded_with_findings_and_rates(path: Path) -> None:
    with Store(path) as store:
        store.begin_round(ROUND)
        end(store, ROUND.id, FINDING)
    assert rows(path, "SELECT * FROM round") == [
        (
            ROUND.id,
            "云帆社区",
            "2026-01-05T14:00:00+00:00",
            "2026-01-05T15:00:00+00:00",
            1,
            "a" * 64,
            "shandong-growth",
            "0.1.0",
            "nightly",
            None,
            None,
            None,
        )
    ]
    assert rows(path, "SELECT * FROM finding") == [
        (
            1,
            ROUND.id,
            3,
            FINDING.device_code,
            "PIC-01",
            "error",
            "fail",
            "stream_uri",
            "0.3",
            "黑屏",
            "检查镜头",
        )
    ]
    assert rows(path, "SELECT * FROM rate") == [
        (1, ROUND.id, "health_rate", 1, "all", 20, 18, 1, 0, 95, "misses")
    ]


def test_a_round_without_findings_and_rates_ends_too(path: Path) -> None:
    with Store(path) as store:
        store.begin_round(ROUND)
        origin = builders.provenance(round_id=ROUND.id, ended_at=ENDED, complete=False)
        store.end_round(ended(provenance=origin, results=()))
    assert rows(path, "SELECT complete FROM round") == [(0,)]
    assert rows(path, "SELECT count(*) FROM finding") == [(0,)]
    assert rows(path, "SELECT count(*) FROM rate") == [(0,)]


def test_the_end_is_recorded_wholly_or_not_at_all(path: Path) -> None:
    broken = replace(FINDING, message=None)  # type: ignore[arg-type]  # refused by the table
    with Store(path) as store:
        store.begin_round(ROUND)
        store.keep(ROUND.id, seen(1))
        with pytest.raises(StoreError):
            end(store, ROUND.id, FINDING, broken)
    assert rows(path, "SELECT ended_at, complete FROM round") == [(None, None)]
    assert rows(path, "SELECT count(*) FROM finding") == [(0,)]
    assert rows(path, "SELECT count(*) FROM observation") == [(1,)]


def test_a_round_that_never_began_cannot_end(path: Path) -> None:
    with Store(path) as store, pytest.raises(StoreError, match="no round 7 has begun"):
        end(store, "7")
    assert rows(path, "SELECT count(*) FROM rate") == [(0,)]


def test_two_stores_share_one_file(path: Path) -> None:
    other = replace(ROUND, id="20260106T140000Z-0a1b2c")
    with Store(path) as left, Store(path) as right:
        left.begin_round(ROUND)
        right.begin_round(other)
        for row in range(1, 121):
            left.keep(ROUND.id, seen(row))
            right.keep(other.id, seen(row))
        end(left)
        end(right, other.id)
        for store, name in ((left, other.id), (right, ROUND.id)):
            assert store.observations(name) == tuple(seen(row) for row in range(1, 121))


def test_the_round_before_is_the_community_s_latest_that_began_earlier(path: Path) -> None:
    began = ROUND.started_at
    nights = [
        replace(ROUND, id="a", started_at=began),
        replace(ROUND, id="b", started_at=began + timedelta(days=1)),
        replace(ROUND, id="other", started_at=began + timedelta(days=2), community="别处社区"),
        replace(ROUND, id="c", started_at=began + timedelta(days=3)),
    ]
    with Store(path) as store:
        for night in nights:
            store.begin_round(night)
        found = [store.round_before(i) for i in ("a", "b", "other", "c", "unknown")]
    assert found == [None, "a", None, "b", None]
