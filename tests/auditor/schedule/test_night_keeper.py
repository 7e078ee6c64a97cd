"""Nights as they come: a real store and journal, clocks of the test, invented rounds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from auditor.model import Gap
from auditor.schedule.night_findings import night_findings
from auditor.schedule.nights import NightLine, NightState
from auditor.schedule.window import Window
from auditor.store.store import Store
from tests.auditor.schedule.keeping import COMMUNITY, HOURS, Clock, Rounds, Told, keeper, live
from tests.auditor.schedule.test_nights import DAY, MONDAY, SHANGHAI, at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "auditor.sqlite") as opened:
        yield opened


def journal(store: Store, clock: Clock) -> list[tuple[str, str, list[str]]]:
    """Night, state and findings of each line."""
    return [
        (line.night.isoformat(), line.state.value, [one.kind.id for one in night_findings(line)])
        for line in store.journal.nights(COMMUNITY, clock.now)
    ]


def line_of(store: Store, day: date) -> NightLine:
    found = store.journal.night(COMMUNITY, day)
    assert found is not None
    return found


def test_three_nights_and_a_missed_one(store: Store) -> None:
    """Monday runs, the service is down on Tuesday, comes back on Wednesday and runs that night."""
    clock, told = Clock(at(MONDAY, 12)), Told()
    first, rounds = keeper(store, clock, SHANGHAI, told=told)
    live(first, clock, 24 * HOURS)
    assert rounds.asked == [("2026-01-05", "")]
    first.holding.release()
    clock.go(timedelta(hours=22))  # Wednesday, about ten o'clock
    second, later = keeper(store, clock, SHANGHAI, owner="two", told=told)
    live(second, clock, 24 * HOURS)
    assert later.asked == [("2026-01-07", "")]
    assert journal(store, clock) == [
        ("2026-01-05", "ended", []),
        ("2026-01-06", "missed", ["NIGHT-01"]),
        ("2026-01-07", "ended", []),
        ("2026-01-08", "planned", []),
    ]
    missed = line_of(store, MONDAY + DAY)
    assert missed.reason == "巡检服务自 2026-01-06 12:00 起未运行"
    assert told.nights == [
        ("2026-01-05", "ended", "", "20260105"),
        ("2026-01-06", "missed", "20260105", ""),
        ("2026-01-07", "ended", "20260105", "20260107"),
    ]


def test_a_week_without_a_service_within_a_window_is_six_missed_nights_and_one_run(
    store: Store,
) -> None:
    clock = Clock(at(MONDAY, 12))
    first, _ = keeper(store, clock, SHANGHAI)
    live(first, clock, HOURS)
    first.holding.release()
    clock.go(timedelta(days=6, hours=13))  # the night of Sunday, about two o'clock
    second, rounds = keeper(store, clock, SHANGHAI, owner="two")
    live(second, clock, 6 * HOURS)
    assert rounds.asked == [("2026-01-11", "")]
    states = [(night, state) for night, state, _ in journal(store, clock)]
    assert states == [
        *((f"2026-01-{day:02}", "missed") for day in range(5, 11)),
        ("2026-01-11", "ended"),
        ("2026-01-12", "planned"),
    ]
    assert [one.kind.id for one in night_findings(line_of(store, date(2026, 1, 11)))] == [
        "NIGHT-02"
    ]


@pytest.mark.parametrize("hour", [21, 22, 23])
def test_a_clock_that_is_set_back_an_hour_runs_no_night_twice(store: Store, hour: int) -> None:
    clock = Clock(at(MONDAY, 20))
    kept, rounds = keeper(store, clock, SHANGHAI)
    rounds.lasting = timedelta(minutes=20)
    live(kept, clock, timedelta(hours=hour - 20, minutes=30))
    clock.now -= HOURS
    live(kept, clock, 20 * HOURS)
    assert [night for night, _ in rounds.asked] == ["2026-01-05"]
    assert journal(store, clock) == [("2026-01-05", "ended", []), ("2026-01-06", "planned", [])]


def test_a_clock_that_jumps_into_the_window_begins_the_night_late(store: Store) -> None:
    clock = Clock(at(MONDAY, 20))
    kept, rounds = keeper(store, clock, SHANGHAI)
    live(kept, clock, HOURS)
    clock.now += 4 * HOURS
    live(kept, clock, HOURS)
    assert [night for night, _ in rounds.asked] == ["2026-01-05"]
    assert journal(store, clock)[0] == ("2026-01-05", "ended", ["NIGHT-02"])


def test_a_round_that_lasts_longer_than_the_window_is_told(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    kept, rounds = keeper(store, clock, SHANGHAI)
    rounds.lasting = 8 * HOURS
    live(kept, clock, 10 * HOURS)
    assert journal(store, clock)[0] == ("2026-01-05", "ended", ["NIGHT-03"])


class Killed(BaseException):
    """The process ends here; nothing after it is done."""


def killed(rounds: Rounds, _: NightLine) -> int | None:
    rounds.clock.go(HOURS)
    raise Killed


def test_a_service_that_is_killed_within_a_night_goes_on_with_its_round(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    first, rounds = keeper(store, clock, SHANGHAI)
    rounds.fate = killed
    with pytest.raises(Killed):
        live(first, clock, 24 * HOURS)
    second, later = keeper(store, clock, SHANGHAI, owner="two")
    second.beat()
    second.work()
    assert later.asked == []  # the lease is not yet seen to stand still
    live(second, clock, 5 * HOURS)
    assert later.asked == [("2026-01-05", "20260105T140000Z-000000")]
    line = line_of(store, MONDAY)
    assert (line.state, line.attempts, line.started_at) == (NightState.ENDED, 2, at(MONDAY, 22))
    assert [kept.complete for kept in store.rounds()] == [True]


def killed_again(store: Store, clock: Clock, times: int) -> None:
    """So many services, one after the other; each is killed with the round that it goes on with."""
    for number in range(times):
        kept, rounds = keeper(store, clock, SHANGHAI, owner=f"service {number}")
        rounds.fate = killed
        with pytest.raises(Killed):
            live(kept, clock, 24 * HOURS)


def test_a_night_whose_services_are_killed_ever_again_is_concluded_after_its_window(
    store: Store,
) -> None:
    clock = Clock(at(MONDAY, 21))
    killed_again(store, clock, 5)
    clock.go(4 * HOURS)
    last, rounds = keeper(store, clock, SHANGHAI, owner="last")
    live(last, clock, HOURS)
    assert rounds.asked == [("2026-01-05", "20260105T140000Z-000000")]
    assert line_of(store, MONDAY).state is NightState.ENDED


def test_a_conclusion_that_kills_its_service_is_tried_once_more_than_a_night(store: Store) -> None:
    """A night that cannot be concluded does not stand in the way of the next one."""
    clock = Clock(at(MONDAY, 21))
    killed_again(store, clock, 1)
    clock.go(8 * HOURS)
    killed_again(store, clock, 3)
    last, rounds = keeper(store, clock, SHANGHAI, owner="last")
    live(last, clock, HOURS)
    assert (rounds.asked, line_of(store, MONDAY).state) == ([], NightState.FAILED)


def test_a_round_that_ended_just_before_its_service_was_killed_is_not_run_again(
    store: Store,
) -> None:
    def ended_unnoted(rounds: Rounds, line: NightLine) -> int | None:
        round_id = store.journal.night(COMMUNITY, line.night)
        assert round_id is not None
        elsewhere = replace(line, community="another")
        rounds.end(elsewhere, round_id.round_id)
        raise Killed

    clock = Clock(at(MONDAY, 21))
    first, rounds = keeper(store, clock, SHANGHAI)
    rounds.fate = ended_unnoted
    with pytest.raises(Killed):
        live(first, clock, 24 * HOURS)
    second, later = keeper(store, clock, SHANGHAI, owner="two")
    live(second, clock, 5 * HOURS)
    assert later.asked == []


def test_a_service_that_is_stopped_in_order_is_followed_at_once(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    first, rounds = keeper(store, clock, SHANGHAI)

    def stopped(_: Rounds, __: NightLine) -> int | None:
        first.stop()
        return -15

    rounds.fate = stopped
    live(first, clock, 2 * HOURS)
    first.holding.release()
    line = line_of(store, MONDAY)
    assert (line.state, line.reason, line.attempts) == (
        NightState.INTERRUPTED,
        "巡检服务被停止",
        0,
    )
    second, later = keeper(store, clock, SHANGHAI, owner="two")
    second.beat()
    second.work()
    assert later.asked == [("2026-01-05", line.round_id)]


def test_a_round_that_crashes_is_taken_up_three_times_and_then_told(store: Store) -> None:
    clock, told = Clock(at(MONDAY, 21)), Told()
    kept, rounds = keeper(store, clock, SHANGHAI, told=told)
    rounds.fate = lambda _rounds, _line: 70
    live(kept, clock, 10 * HOURS)
    assert [night for night, _ in rounds.asked] == ["2026-01-05"] * 3
    assert journal(store, clock)[0] == ("2026-01-05", "failed", ["NIGHT-06"])
    assert line_of(store, MONDAY).reason == "检测进程异常退出（退出码 70），原因见服务日志"
    assert [state for _, state, _, _ in told.nights] == ["failed"]


def faulty(*, sits_down: bool) -> Callable[[Rounds, NightLine], int | None]:
    """Ends the first two tries with a fault of the store; the second, after it sat down or not."""

    def fate(rounds: Rounds, line: NightLine) -> int | None:
        if len(rounds.asked) > 2:
            return None
        if line.round_id and sits_down:
            now = rounds.clock.now
            rounds.store.visits.note_gap(line.round_id, Gap(stopped_at=now, resumed_at=now))
        return 2

    return fate


def test_a_round_that_a_fault_of_the_store_ended_is_gone_on_with(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    kept, rounds = keeper(store, clock, SHANGHAI)
    rounds.fate = faulty(sits_down=True)
    live(kept, clock, timedelta(minutes=63))
    line = line_of(store, MONDAY)
    assert (line.state, line.reason) == (
        NightState.FAILED,
        "检测中途因数据库、磁盘或报告目录的故障终止，原因见服务日志",
    )
    live(kept, clock, 5 * HOURS)
    assert rounds.asked == [("2026-01-05", ""), *[("2026-01-05", line.round_id)] * 2]
    assert line_of(store, MONDAY).state is NightState.ENDED


def test_a_fault_is_not_why_a_night_began_late(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    kept, rounds = keeper(store, clock, SHANGHAI)
    rounds.fate = lambda rounds, _line: 70 if len(rounds.asked) == 1 else None
    kept.beat()
    kept.work()
    clock.go(2 * HOURS)
    for state, span in ((NightState.FAILED, HOURS / 30), (NightState.ENDED, 3 * HOURS)):
        live(kept, clock, span)
        night = line_of(store, MONDAY)
        (late,) = night_findings(night)
        assert (night.state, late.message) == (state, "计划开始后 60 分钟才开始")


def test_a_round_that_may_not_be_gone_on_with_is_followed_by_another(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    kept, rounds = keeper(store, clock, SHANGHAI)
    rounds.fate = faulty(sits_down=False)
    live(kept, clock, 5 * HOURS)
    first = rounds.asked[1][1]
    assert rounds.asked == [("2026-01-05", ""), ("2026-01-05", first), ("2026-01-05", "")]
    assert line_of(store, MONDAY).state is NightState.ENDED


def test_a_lost_lease_ends_the_round_and_nothing_more_is_written(store: Store) -> None:
    clock = Clock(at(MONDAY, 22))
    first, rounds = keeper(store, clock, SHANGHAI)
    second, _ = keeper(store, clock, SHANGHAI, owner="two")

    def robbed(rounds: Rounds, _: NightLine) -> int | None:
        assert first.beat()
        clock.go(timedelta(minutes=10))
        second.beat()
        clock.go(timedelta(minutes=10))
        assert second.beat()
        assert not first.beat()
        return 3 if rounds.stops == 1 else 0

    rounds.fate = robbed
    first.beat()
    first.work()
    assert (rounds.pulls, rounds.stops) == (1, 1)
    assert line_of(store, MONDAY).state is NightState.RUNNING
    assert not first.is_due()
    assert second.is_due()


def test_a_hook_that_fails_costs_no_night(store: Store) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    clock = Clock(at(MONDAY, 21))
    kept, rounds = keeper(store, clock, SHANGHAI)
    kept.on_night_ended = broken
    live(kept, clock, 26 * HOURS)
    assert len(rounds.asked) == 2


def test_the_status_while_a_round_runs_and_after_it(store: Store) -> None:
    clock = Clock(at(MONDAY, 21))
    kept, rounds = keeper(store, clock, SHANGHAI)
    seen = []

    def looked(_: Rounds, __: NightLine) -> int | None:
        seen.append(kept.status())
        return None

    rounds.fate = looked
    live(kept, clock, 3 * HOURS)
    (running,) = seen
    assert running.running is not None
    assert (running.running.round_id, running.held) == ("20260105T140000Z-000000", True)
    after = kept.status()
    assert (after.running, after.next_start) == (None, at(MONDAY + DAY, 22))
    assert after.last is not None
    assert after.last.state is NightState.ENDED


@pytest.mark.parametrize(
    ("zone", "text", "month", "day"),
    [
        ("Europe/Berlin", "01:00-04:00", 3, 28),
        ("Europe/Berlin", "02:30-02:45", 3, 28),
        ("Europe/Berlin", "22:00-05:00", 10, 24),
        ("America/New_York", "01:30-05:00", 10, 31),
        ("Asia/Shanghai", "08:00-20:00", 10, 24),
    ],
)
def test_every_night_once_over_a_change_of_clocks(
    store: Store, zone: str, text: str, month: int, day: int
) -> None:
    window = Window.parse(text, zone)
    clock = Clock(window.night(date(2026, month, day)).begins - timedelta(minutes=30))
    kept, rounds = keeper(store, clock, window)
    rounds.lasting = timedelta(minutes=5)
    live(kept, clock, timedelta(days=2, hours=12))
    first = date(2026, month, day)
    assert rounds.asked == [((first + n * DAY).isoformat(), "") for n in range(3)]
    assert [found for _, _, found in journal(store, clock) if found] == []
