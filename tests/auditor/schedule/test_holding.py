"""Who holds the lease, by steady clocks alone."""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.schedule.holding import LEASE, Holding
from auditor.store.leases import Lease, Leases
from auditor.store.store import Store
from tests.auditor.schedule.keeping import COMMUNITY, HOURS, Clock
from tests.auditor.schedule.test_nights import MONDAY, at

SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(at(MONDAY, 12))


@pytest.fixture
def pair(tmp_path: Path, clock: Clock) -> Iterator[tuple[Holding, Holding]]:
    with Store(tmp_path / "auditor.sqlite") as store:
        one, two = (
            Holding(
                community=COMMUNITY,
                owner=owner,
                leases=store.leases,
                wall=clock.wall,
                steady=clock.steady,
            )
            for owner in ("one", "two")
        )
        yield one, two


def test_the_first_holds_and_the_second_stands_by(pair: tuple[Holding, Holding]) -> None:
    one, two = pair
    assert [one.beat(), two.beat(), one.beat()] == [True, False, True]
    assert [one.held, two.held] == [True, False]


def test_a_lease_that_stands_still_is_taken_over(
    pair: tuple[Holding, Holding], clock: Clock
) -> None:
    one, two = pair
    assert one.beat()
    assert not two.beat()
    clock.go(LEASE - SECOND)
    assert not two.beat()
    clock.go(SECOND)
    assert two.beat()
    assert not one.beat()


@dataclass(frozen=True, slots=True)
class Meeting(Leases):
    """Two that ask at the same time both find the lease as it was; one alone soon goes on."""

    at: threading.Barrier

    def of(self, community: str) -> Lease | None:
        found = super(Meeting, self).of(community)
        with contextlib.suppress(threading.BrokenBarrierError):
            self.at.wait(timeout=0.2)
        return found


def test_the_threads_of_one_service_do_not_stand_in_each_others_way(
    pair: tuple[Holding, Holding],
) -> None:
    """The one that wakes and the one that looks both beat when the service begins."""
    one, _ = pair
    leases = Meeting(one.leases.reading, one.leases.writing, threading.Barrier(2))
    both = replace(one, leases=leases)
    with ThreadPoolExecutor(2) as pool:
        beats = [pool.submit(both.beat) for _ in range(2)]
    assert ([beat.result() for beat in beats], both.held) == ([True, True], True)


def test_a_holder_that_beats_keeps_it_for_ever(pair: tuple[Holding, Holding], clock: Clock) -> None:
    one, two = pair
    for _ in range(20):
        assert one.beat()
        assert not two.beat()
        clock.go(LEASE - SECOND)


@pytest.mark.parametrize("jump", [-48 * HOURS, -HOURS, HOURS, 48 * HOURS])
def test_no_jump_of_the_clock_gives_a_lease_away(
    pair: tuple[Holding, Holding], clock: Clock, jump: timedelta
) -> None:
    one, two = pair
    assert one.beat()
    assert not two.beat()
    clock.now += jump
    clock.seconds += 1
    assert not two.beat()
    assert one.beat()


def test_what_was_given_back_is_taken_at_once(pair: tuple[Holding, Holding]) -> None:
    one, two = pair
    one.beat()
    one.release()
    assert two.beat()
    assert not one.held


def test_a_silence_is_remembered_until_it_is_told(
    pair: tuple[Holding, Holding], clock: Clock
) -> None:
    one, two = pair
    one.beat()
    assert (one.was_down, one.down_since) == (True, None)  # nobody was ever there
    one.told()
    clock.go(5 * HOURS)  # its database was away, but it was there
    one.beat()
    assert (one.was_down, one.down_since) == (False, None)
    since = clock.now
    one.release()
    clock.go(5 * HOURS)
    two.beat()
    clock.go(SECOND)
    two.beat()
    assert (two.was_down, two.down_since) == (True, since)
    two.told()
    two.release()
    one.beat()
    assert (one.was_down, one.down_since) == (False, None)
