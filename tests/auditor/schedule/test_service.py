"""The service with the real scheduler and real clocks; the rounds alone are invented."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import StoreError
from auditor.schedule.night_keeper import NightKeeper
from auditor.schedule.nights import NightLine, NightState
from auditor.schedule.service import Service, WindowTrigger
from auditor.schedule.window import Window
from auditor.store.store import Store
from tests.auditor.schedule.keeping import COMMUNITY, Clock, keeper
from tests.auditor.schedule.test_nights import DAY, MONDAY, SHANGHAI, at

ALL_DAY = Window.parse("00:00-23:59", "Asia/Shanghai")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "auditor.sqlite") as opened:
        yield opened


@dataclass
class Waits:
    """Stands for the service's pause: at the first that finds ``over`` set, it is enough."""

    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _: float) -> bool:
        return self.over.wait(0.05)


def real_clock() -> Clock:
    """Now, but always within the window of the day."""
    now = datetime.now(UTC)
    return Clock(now - timedelta(hours=1) if now.hour == 15 else now)


def test_the_scheduler_fires_a_night_that_is_due_once_and_leases_are_given_back(
    store: Store,
) -> None:
    clock, waits = real_clock(), Waits()
    kept, rounds = keeper(store, clock, ALL_DAY)
    rounds.lasting = timedelta(seconds=1)
    service = Service(keepers=(kept,), wall=clock.wall, beat=timedelta(seconds=0.1))
    kept.on_night_ended = lambda lines, before, after: waits.over.set()  # noqa: ARG005 - the hook's names
    service.run(waits)
    assert len(rounds.asked) == 1
    lease = store.leases.of(COMMUNITY)
    assert lease is not None
    assert lease.is_free
    (last, coming) = store.journal.nights(COMMUNITY, clock.now)
    assert (last.state, coming.state) == (NightState.ENDED, NightState.PLANNED)


def test_a_night_that_runs_when_the_service_is_stopped_is_interrupted(store: Store) -> None:
    clock, waits = real_clock(), Waits()
    kept, rounds = keeper(store, clock, ALL_DAY)
    ended = threading.Event()

    def until_stopped(_: object, __: NightLine) -> int | None:
        waits.over.set()
        assert ended.wait(20)
        return -15

    rounds.fate = until_stopped
    rounds.close = ended.set  # type: ignore[method-assign]  # how a real child is ended
    Service(keepers=(kept,), wall=clock.wall).run(waits)
    line = store.journal.nights(COMMUNITY, clock.now)[0]
    assert line.state is NightState.INTERRUPTED  # its reason is that of its beginning, if late


def test_a_community_whose_database_is_away_leaves_the_others_alone(store: Store) -> None:
    clock, waits = real_clock(), Waits()
    broken, _ = keeper(store, clock, ALL_DAY, owner="broken")
    broken.community = "坏"

    class Away:
        def __getattr__(self, _: str) -> object:
            raise StoreError("the server is away")

    kept, rounds = keeper(store, clock, ALL_DAY)
    rounds.lasting = timedelta(seconds=1)
    kept.on_night_ended = lambda lines, before, after: waits.over.set()  # noqa: ARG005 - the hook's names
    service = Service(keepers=(broken, kept), wall=clock.wall, beat=timedelta(seconds=0.1))
    broken.holding.leases = Away()  # type: ignore[assignment]  # a store that cannot be reached
    service.run(waits)
    assert len(rounds.asked) == 1


def test_once_does_what_is_due_and_returns(store: Store) -> None:
    clock = Clock(at(MONDAY, 23))
    kept, rounds = keeper(store, clock, SHANGHAI)
    Service(keepers=(kept,), wall=clock.wall).run_once(lambda _: False)
    clock.now = at(MONDAY, 23, 30)
    again, later = keeper(store, clock, SHANGHAI, owner="two")
    service = Service(keepers=(again,), wall=clock.wall)
    service.run_once(lambda _: False)
    assert (len(rounds.asked), len(later.asked)) == (1, 0)
    (told,) = service.status().communities
    assert told.last is not None
    assert (told.last.state, told.next_start) == (NightState.ENDED, at(MONDAY + DAY, 22))


@pytest.mark.parametrize(("lives", "begun"), [(False, 1), (True, 0)], ids=["dead", "alive"])
def test_once_takes_over_from_a_service_that_died_and_from_no_other(
    store: Store, begun: int, *, lives: bool
) -> None:
    """One call sees too little: a lease that nobody gave back must stand still."""
    clock = Clock(at(MONDAY, 23))
    first, _ = keeper(store, clock, SHANGHAI)
    assert first.beat()
    second, later = keeper(store, clock, SHANGHAI, owner="two")

    def pause(seconds: float) -> bool:
        clock.go(timedelta(seconds=seconds))
        return lives and not first.beat()

    Service(keepers=(second,), wall=clock.wall).run_once(pause)
    assert len(later.asked) == begun


def test_once_that_is_ended_while_it_waits_begins_nothing(store: Store) -> None:
    clock = Clock(at(MONDAY, 23))
    first, _ = keeper(store, clock, SHANGHAI)
    assert first.beat()
    second, later = keeper(store, clock, SHANGHAI, owner="two")
    Service(keepers=(second,), wall=clock.wall).run_once(lambda _: True)
    assert later.asked == []


def test_once_renews_its_lease_as_often_as_a_service(store: Store) -> None:
    clock, over = Clock(at(MONDAY, 23)), threading.Event()
    kept, rounds = keeper(store, clock, SHANGHAI)
    rounds.fate = lambda _rounds, _line: None if over.wait(10) else 70
    waited: list[float] = []

    def pause(seconds: float) -> bool:
        waited.append(seconds)
        if sum(waited) > 100:
            over.set()
        return False

    Service(keepers=(kept,), wall=clock.wall).run_once(pause)
    lease = store.leases.of(COMMUNITY)
    assert lease is not None
    assert (len(rounds.asked), lease.beat < sum(waited) / 10) == (1, True)


def due_time(kept: NightKeeper, clock: Clock) -> datetime:
    return Service(keepers=(kept,), wall=clock.wall)._due_time(kept)


def test_a_job_is_made_with_the_time_that_it_missed(store: Store) -> None:
    clock = Clock(at(MONDAY, 12))
    kept, _ = keeper(store, clock, SHANGHAI)
    assert due_time(kept, clock) == at(MONDAY, 22)
    kept.work()
    clock.go(5 * DAY)
    assert due_time(kept, clock) == at(MONDAY, 22)


@given(st.integers(0, 3 * 24 * 60))
def test_the_trigger_gives_each_night_once(minutes: int) -> None:
    now = at(MONDAY, 0) + timedelta(minutes=minutes)
    trigger = WindowTrigger(SHANGHAI)
    first = trigger.get_next_fire_time(None, now)
    second = trigger.get_next_fire_time(first, now)
    assert first <= now + DAY
    assert second == first + DAY
    assert second > now
