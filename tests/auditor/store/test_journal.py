"""The journal of nights and its leases, on both databases and between processes."""

import multiprocessing
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from auditor.model import Gap
from auditor.schedule.holding import Holding
from auditor.schedule.night_keeper import NightKeeper
from auditor.schedule.nights import NightLine, NightState
from auditor.schedule.window import Window
from auditor.store.leases import Lease
from auditor.store.store import Store
from tests.auditor.store.values import ROUND, seen

MONDAY = date(2026, 1, 5)
BEGINS = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
LENGTH = timedelta(seconds=120)
PLANNED = NightLine(
    community="云帆社区",
    night=MONDAY,
    begins=BEGINS,
    ends=BEGINS + timedelta(hours=7),
    state=NightState.PLANNED,
)
RUNNING = replace(
    PLANNED,
    state=NightState.RUNNING,
    started_at=BEGINS + timedelta(microseconds=7),
    owner="one",
    reason="原因",
    attempts=1,
)
ENDED_AT = BEGINS + timedelta(hours=1)


def held(store: Store, owner: str = "one") -> bool:
    seen_now = store.leases.of("云帆社区")
    return store.leases.take("云帆社区", seen_now, owner=owner, now=BEGINS, length=LENGTH)


def write(store: Store, *lines: NightLine, owner: str = "one") -> bool:
    return store.journal.write(lines, community="云帆社区", owner=owner)


def test_a_line_comes_back_whole_and_is_written_over(place: Path | str) -> None:
    with Store(place) as store:
        assert held(store)
        assert write(store, PLANNED)
        assert store.journal.night("云帆社区", MONDAY) == PLANNED
        assert write(store, RUNNING)
        assert store.journal.nights("云帆社区", BEGINS) == (RUNNING,)
        assert store.journal.communities() == ("云帆社区",)
        assert store.journal.night("云帆社区", MONDAY + timedelta(days=1)) is None


def test_only_the_holder_writes(place: Path | str) -> None:
    with Store(place) as store:
        assert not write(store, PLANNED)
        assert held(store)
        assert not write(store, PLANNED, owner="two")
        assert store.journal.nights("云帆社区", BEGINS) == ()


def test_the_lines_are_those_about_now_in_their_order(place: Path | str) -> None:
    far = [replace(PLANNED, night=MONDAY + timedelta(days=days)) for days in (9, 1, -3, -500)]
    with Store(place) as store:
        held(store)
        write(store, *far)
        found = store.journal.nights("云帆社区", BEGINS)
    assert [line.night.isoformat() for line in found] == ["2026-01-02", "2026-01-06"]


def test_a_round_writes_of_its_running_night_alone(place: Path | str) -> None:
    with Store(place) as store:
        held(store)
        write(store, PLANNED)
        store.journal.began("云帆社区", MONDAY, round_id="r")
        assert store.journal.night("云帆社区", MONDAY) == PLANNED
        write(store, RUNNING)
        store.journal.began("云帆社区", MONDAY, round_id="r")
        store.journal.finished(
            "云帆社区", MONDAY, ended_at=ENDED_AT, complete=False, blind="对照点"
        )
        assert store.journal.night("云帆社区", MONDAY) == replace(
            RUNNING,
            state=NightState.ENDED,
            round_id="r",
            ended_at=ENDED_AT,
            complete=False,
            blind="对照点",
        )


def test_how_far_a_round_is(place: Path | str) -> None:
    with Store(place) as store:
        store.begin_round(ROUND)
        assert store.journal.round_end(ROUND.id) is None
        assert store.journal.round_end("none") is None
        for row in (-1, 0, 1, 1, 2):
            store.keep(ROUND.id, seen(row))
        store.flush()
        assert store.journal.visited(ROUND.id) == 2


def test_how_often_a_round_sat_down(place: Path | str) -> None:
    with Store(place) as store:
        assert store.journal.sittings(ROUND.id) == 0
        store.begin_round(ROUND)
        assert store.journal.sittings(ROUND.id) == 1
        store.visits.note_gap(ROUND.id, Gap(stopped_at=BEGINS, resumed_at=ENDED_AT))
        assert (store.journal.sittings(ROUND.id), store.journal.sittings("")) == (2, 0)


def test_a_lease_is_taken_renewed_taken_over_and_given_back(place: Path | str) -> None:
    later = BEGINS + timedelta(minutes=1)
    with Store(place) as store:
        leases = store.leases
        assert leases.of("云帆社区") is None
        assert held(store)
        assert not leases.take("云帆社区", None, owner="two", now=BEGINS, length=LENGTH)
        first = leases.of("云帆社区")
        assert first == Lease(owner="one", beat=1, heartbeat_at=BEGINS, until=BEGINS + LENGTH)
        assert leases.renew("云帆社区", owner="one", now=later, length=LENGTH)
        assert not leases.take("云帆社区", first, owner="two", now=later, length=LENGTH)
        assert not leases.renew("云帆社区", owner="two", now=later, length=LENGTH)
        second = leases.of("云帆社区")
        assert second == Lease(owner="one", beat=2, heartbeat_at=later, until=later + LENGTH)
        assert leases.take("云帆社区", second, owner="two", now=later, length=LENGTH)
        assert not leases.renew("云帆社区", owner="one", now=later, length=LENGTH)
        assert not leases.release("云帆社区", owner="one", now=later)
        assert leases.release("云帆社区", owner="two", now=later)
        freed = leases.of("云帆社区")
        assert freed == Lease(owner="", beat=3, heartbeat_at=later, until=later)
        assert freed.is_free


@dataclass
class Noted:
    """A round is a line in a file; two of one night would be two."""

    file: Path
    store: Store

    def run_night(self, line: NightLine) -> int:
        with self.file.open("a", encoding="ascii") as file:
            file.write(f"{line.night}\n")
        self.store.journal.finished(
            line.community, line.night, ended_at=line.begins, complete=True, blind=""
        )
        return 0

    def alive(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


_NIGHTS = 12


def _serve(place: Path | str, file: Path, owner: str, barrier: Barrier) -> None:
    """Twelve nights, each contended for anew: the lease is free when a night begins."""
    now = [BEGINS]
    with Store(place) as store:
        holding = Holding(
            community="云帆社区",
            owner=owner,
            leases=store.leases,
            wall=lambda: now[0],
            steady=lambda: 0.0,
        )
        keeper = NightKeeper(
            community="云帆社区",
            window=Window.parse("22:00-05:00", "Asia/Shanghai"),
            journal=store.journal,
            holding=holding,
            runner=Noted(file, store),
            wall=lambda: now[0],
        )
        for number in range(_NIGHTS):
            now[0] = BEGINS + timedelta(days=number)
            barrier.wait(60)
            keeper.work()
            holding.release()


def test_two_services_run_every_night_once(place: Path | str, tmp_path: Path) -> None:
    with Store(place):
        pass
    file = tmp_path / "runs"
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    other = context.Process(target=_serve, args=(place, file, "two", barrier))
    other.start()
    _serve(place, file, "one", barrier)
    other.join(60)
    assert other.exitcode == 0
    runs = Counter(file.read_text(encoding="ascii").split())
    nights = [(MONDAY + timedelta(days=number)).isoformat() for number in range(_NIGHTS)]
    assert runs == dict.fromkeys(nights, 1)
