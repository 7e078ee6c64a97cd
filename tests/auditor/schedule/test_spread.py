"""Plans of rounds, and rounds that keep to them, through hours that pass at once."""

import asyncio
import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model import CameraState
from auditor.schedule.plan import plan
from auditor.schedule.round import Round
from auditor.schedule.spread import (
    AT_ONCE,
    Pace,
    PassPlan,
    RoundPlan,
    pass_cost,
    plan_round,
    turns,
)
from probes.failure import FailureKind
from probes.places import Caps
from probes.target import Target
from tests.auditor.schedule.round_parts import Stage
from tests.auditor.schedule.virtual_time import run_virtually
from tests.probes.fake_probes import PICTURE, Answer, FakeProbes

BEGINS = datetime(2026, 1, 5, 14, tzinfo=UTC)
CAPS = Caps(total=4, per_subnet=2)
HOUR = timedelta(hours=1)
TEN_MINUTES = timedelta(minutes=10)


def targets(rows: int, hosts: dict[int, int] | None = None) -> tuple[Target, ...]:
    return plan(Stage(FakeProbes(), rows=rows, hosts=hosts or {}).cameras(), {})


def planned(rows: int = 8, tries: int = 3, hours: float | None = 7, **options: object) -> RoundPlan:
    return plan_round(
        targets(rows),
        begins=BEGINS,
        deadline=None if hours is None else BEGINS + hours * HOUR,
        tries=tries,
        spacing=TEN_MINUTES,
        caps=CAPS,
        **options,  # type: ignore[arg-type]  # by name
    )


def test_without_a_deadline_nothing_is_held_back() -> None:
    assert planned(hours=None, pace=Pace.SPREAD, reprobe_at=BEGINS + HOUR) == AT_ONCE


def test_a_fast_round_makes_its_passes_as_soon_as_the_spacing_allows() -> None:
    assert planned() == RoundPlan(
        passes=tuple(
            PassPlan(attempt=attempt, begins=(attempt - 1) * TEN_MINUTES) for attempt in (1, 2, 3)
        ),
        deadline=7 * HOUR,
    )


def test_the_last_pass_waits_for_the_early_morning() -> None:
    found = planned(reprobe_at=BEGINS + 6 * HOUR)
    assert [one.begins for one in found.passes] == [timedelta(), TEN_MINUTES, 6 * HOUR]


@pytest.mark.parametrize(("tries", "minutes"), [(1, 360), (3, 15), (3, 420), (3, 500)], ids=str)
def test_a_last_pass_is_not_moved_where_that_makes_no_sense(tries: int, minutes: int) -> None:
    """The only pass, sooner than the spacing allows, at the deadline, after it."""
    found = planned(tries=tries, reprobe_at=BEGINS + timedelta(minutes=minutes))
    assert found == planned(tries=tries)


def test_a_spread_round_uses_its_time() -> None:
    found = planned(pace=Pace.SPREAD)
    gap = (7 * HOUR - timedelta(seconds=40)) / 3
    assert found.passes == tuple(
        PassPlan(attempt=attempt, begins=(attempt - 1) * gap, spread=gap / 2)
        for attempt in (1, 2, 3)
    )


def test_a_deadline_in_the_past_lets_nothing_begin() -> None:
    found = planned(hours=-1)
    assert not found.may_begin(timedelta())


@pytest.mark.parametrize(
    ("hosts", "visits"),
    [
        ({}, 4),  # eight cameras of one subnet, two at a time
        (dict.fromkeys(range(1, 7), 200), 6),  # six channels of one recorder, one after the other
    ],
)
def test_the_narrowest_limit_says_how_long_a_pass_lasts(hosts: dict[int, int], visits: int) -> None:
    visit = timedelta(seconds=10)
    assert pass_cost(targets(8, hosts=hosts), CAPS, visit) == visits * visit


def test_an_empty_round_costs_nothing() -> None:
    assert pass_cost((), CAPS, timedelta(seconds=10)) == timedelta()


HOSTS = st.lists(st.integers(1, 6), min_size=1, max_size=12)
MINUTES = st.integers(0, 60).map(lambda number: timedelta(minutes=number))


@given(HOSTS, MINUTES, MINUTES, MINUTES, st.lists(MINUTES, min_size=12, max_size=12))
def test_every_target_has_one_turn_and_keeps_its_distance(
    hosts: list[int],
    begins: timedelta,
    spread: timedelta,
    spacing: timedelta,
    before: list[timedelta],
) -> None:
    asked = targets(len(hosts), hosts=dict(enumerate(hosts, start=1)))
    tried = {target.key: moment for target, moment in zip(asked, before, strict=False)}
    order = turns(
        asked, PassPlan(attempt=2, begins=begins, spread=spread), tried=tried, spacing=spacing
    )
    assert sorted(t.key for turn in order for t in turn.neighbours) == sorted(tried)
    assert len({turn.neighbours[0].host for turn in order}) == len(order)
    assert [turn.earliest for turn in order] == sorted(turn.earliest for turn in order)
    for turn in order:
        assert turn.earliest >= max(begins, tried[turn.neighbours[0].key] + spacing)


@dataclass(slots=True, kw_only=True)
class Timed(FakeProbes):
    """A visit lasts ``lasts`` seconds; ``began`` and ``ended`` are by stream address."""

    lasts: float
    visits: list[tuple[str, float, float]] = field(default_factory=list)

    async def _dwell(self, answer: Answer) -> None:  # noqa: ARG002 - as the one that it replaces
        await asyncio.sleep(self.lasts)

    async def _answer(self, uri: str, context: object) -> Answer:
        began = asyncio.get_running_loop().time()
        try:
            return await FakeProbes._answer(self, uri, context)  # type: ignore[arg-type]  # passed on
        finally:
            self.visits.append((uri, began, asyncio.get_running_loop().time()))


def timed_round(
    hosts: list[int], bad: list[bool], *, lasts: float, spacing_s: float, **options: object
) -> tuple[Timed, Round, bool]:
    fakes = Timed(lasts=lasts)
    stage = Stage(
        fakes, rows=len(hosts), spacing_s=spacing_s, hosts=dict(enumerate(hosts, start=1))
    )
    fakes.answers = {
        stage.uri(row): [FailureKind.NOT_FOUND if is_bad else PICTURE]
        for row, is_bad in enumerate(bad[: len(hosts)], start=1)
    }
    work = stage.round()
    work = replace(
        work,
        plan=plan_round(
            work.targets,
            begins=BEGINS,
            tries=3,
            spacing=timedelta(seconds=spacing_s),
            caps=CAPS,
            **options,  # type: ignore[arg-type]  # by name
        ),
    )
    return fakes, work, run_virtually(work.run(asyncio.Event()))


@settings(max_examples=40, deadline=None)
@given(
    HOSTS,
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.floats(0.1, 29),
    st.floats(0, 900),
    st.integers(0, 7200),
    st.sampled_from(Pace),
    st.one_of(st.none(), st.integers(0, 7200)),
)
def test_a_round_keeps_the_laws_of_its_plan(
    hosts: list[int],
    bad: list[bool],
    lasts: float,
    spacing_s: float,
    deadline_s: int,
    pace: Pace,
    reprobe_s: int | None,
) -> None:
    fakes, work, complete = timed_round(
        hosts,
        bad,
        lasts=lasts,
        spacing_s=spacing_s,
        deadline=BEGINS + timedelta(seconds=deadline_s),
        pace=pace,
        reprobe_at=None if reprobe_s is None else BEGINS + timedelta(seconds=reprobe_s),
    )
    assert complete is not work.is_late
    by_uri: dict[str, list[float]] = {}
    by_host: dict[str, list[tuple[float, float]]] = {}
    for uri, began, ended in fakes.visits:
        assert began < deadline_s
        assert ended <= deadline_s + 2e-6
        by_uri.setdefault(uri, []).append(began)
        by_host.setdefault(uri.rpartition(":")[0], []).append((began, ended))
    for begun in by_uri.values():
        assert len(begun) <= work.tries
        assert all(b - a >= spacing_s - 2e-6 for a, b in itertools.pairwise(begun))
    for spans in by_host.values():
        ordered = sorted(spans)
        assert all(a[1] <= b[0] + 2e-6 for a, b in itertools.pairwise(ordered))
    if complete:
        assert all(
            len(by_uri[work.targets[i].stream_uri or ""]) == (3 if bad[i] else 1)
            for i in range(len(hosts))
        )


def test_who_was_visited_last_is_tried_again_last() -> None:
    """A pass longer than the spacing: the second try of the last is not a minute after the first."""
    fakes, _, complete = timed_round(
        list(range(1, 41)), [True] * 40, lasts=20.0, spacing_s=300.0, deadline=None
    )
    assert complete
    begun = [began for uri, began, _ in fakes.visits if uri == "rtsp://127.0.78.40:8554/40"]
    assert [b - a >= 300.0 for a, b in itertools.pairwise(begun)] == [True, True]


def test_the_third_try_of_the_early_morning_makes_a_camera_good() -> None:
    fakes = Timed(lasts=2.0)
    stage = Stage(fakes, rows=2, spacing_s=600.0)
    fakes.answers = {stage.uri(1): [FailureKind.NOT_FOUND, FailureKind.NOT_FOUND, PICTURE]}
    work = replace(
        stage.round(),
        plan=planned(rows=2, reprobe_at=BEGINS + 6 * HOUR),
    )
    assert run_virtually(work.run(asyncio.Event()))
    assert [began for uri, began, _ in fakes.visits if uri == stage.uri(1)] == [0.0, 600.0, 21600.0]
    assert stage.states(work) == [CameraState.PICTURE_OK] * 2
    assert stage.notes.lines[-2:] == ["pass 3: 1", "visited 1"]


@dataclass(slots=True)
class Controls:
    """When ourselves were looked at."""

    moments: list[float] = field(default_factory=list)

    async def check(self) -> None:
        self.moments.append(asyncio.get_running_loop().time())


def cut_round(rows: int, deadline_s: float, **options: float) -> tuple[Stage, Round, Controls]:
    stage = Stage(Timed(lasts=20.0), rows=rows, workers=1, **options)  # type: ignore[arg-type]  # by name
    controls = Controls()
    plan = RoundPlan(deadline=timedelta(seconds=deadline_s))
    return stage, replace(stage.round(), plan=plan, check=controls.check), controls


def test_a_deadline_cuts_a_visit_and_looks_at_ourselves_once_more() -> None:
    stage, work, controls = cut_round(rows=3, deadline_s=30.0)
    assert not run_virtually(work.run(asyncio.Event()))
    assert work.is_late
    assert controls.moments == [0.0, 30.0]
    assert [len(evidence.observations) for evidence in work.evidence()] == [2, 2, 0]
    cut = work.evidence()[1].observations[-1].failure
    assert cut is not None
    assert cut.kind is FailureKind.INTERRUPTED
    assert stage.states(work) == [
        CameraState.PICTURE_OK,
        CameraState.NOT_PROBED,
        CameraState.NOT_PROBED,
    ]


def test_a_pass_that_could_not_begin_is_not_waited_for() -> None:
    stage, work, controls = cut_round(rows=1, deadline_s=500.0, spacing_s=600.0)
    stage.fakes.answers = {stage.uri(1): [FailureKind.NOT_FOUND]}
    assert not run_virtually(work.run(asyncio.Event()))
    assert work.is_late
    assert controls.moments == [0.0, 20.0]
    assert stage.notes.waited == []


def test_a_deadline_after_the_end_changes_nothing() -> None:
    _, work, controls = cut_round(rows=2, deadline_s=41.0)
    assert run_virtually(work.run(asyncio.Event()))
    assert not work.is_late
    assert controls.moments == [0.0, 40.0]


def test_a_stop_is_no_deadline() -> None:
    _, work, controls = cut_round(rows=2, deadline_s=3600.0)

    async def stopped() -> bool:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(5.0, stop.set)
        return await work.run(stop)

    assert not run_virtually(stopped())
    assert not work.is_late
    assert controls.moments == [0.0]
