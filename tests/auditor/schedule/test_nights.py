"""What is to be done at a moment: from lines, window and time alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.schedule.nights import (
    BEHIND,
    FIRST,
    MAX_ATTEMPTS,
    Decision,
    NightLine,
    NightState,
    decide,
    unreported,
)
from auditor.schedule.window import Window

SHANGHAI = Window.parse("22:00-05:00", "Asia/Shanghai")
BERLIN = Window.parse("01:00-04:00", "Europe/Berlin")
MONDAY = date(2026, 1, 5)
DAY = timedelta(days=1)
DOWN_SINCE = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
DOWN = "巡检服务自 2026-01-05 12:00 起未运行"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """By the clocks of Shanghai."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI.zone)
    return local.astimezone(UTC)


def line(day: date, state: NightState = NightState.PLANNED, **changes: object) -> NightLine:
    night = SHANGHAI.night(day)
    values: dict[str, object] = {
        "community": "云帆社区",
        "night": day,
        "begins": night.begins,
        "ends": night.ends,
        "state": state,
    }
    return NightLine(**(values | changes))  # type: ignore[arg-type]  # any field may change


def decided(now: datetime, *lines: NightLine, down: bool = False) -> Decision:
    return decide(
        lines,
        SHANGHAI,
        community="云帆社区",
        now=now,
        down_since=DOWN_SINCE if down else None,
        was_down=down,
    )


ENDED = line(MONDAY, NightState.ENDED, complete=True)


def test_a_new_service_plans_the_next_night_and_misses_none() -> None:
    assert decided(at(MONDAY, 12)) == Decision(lines=(line(MONDAY),), run=None)


def test_a_service_that_is_new_within_the_window_begins_at_once() -> None:
    tonight = line(MONDAY, reason=FIRST)
    assert decided(at(MONDAY + DAY, 0, 30)) == Decision(
        lines=(tonight, line(MONDAY + DAY)), run=tonight
    )


@pytest.mark.parametrize(
    ("now", "is_run"),
    [
        (at(MONDAY, 22) - timedelta(seconds=1), False),
        (at(MONDAY, 22), True),
        (at(MONDAY + DAY, 5) - timedelta(seconds=1), True),
        (at(MONDAY + DAY, 5), False),
    ],
)
def test_a_planned_night_begins_within_its_window_alone(now: datetime, *, is_run: bool) -> None:
    assert (decided(now, line(MONDAY)).run is not None) is is_run


def test_nothing_is_written_twice() -> None:
    assert decided(at(MONDAY, 21), line(MONDAY)) == Decision(lines=(), run=None)
    lines = (ENDED, line(MONDAY + DAY))
    assert decided(at(MONDAY, 23), *lines) == Decision(lines=(), run=None)


def test_three_nights_without_a_service_are_three_missed_and_one_run() -> None:
    now = at(MONDAY + 4 * DAY, 2)
    tonight = line(MONDAY + 3 * DAY, reason=DOWN)
    missed = [line(MONDAY + days * DAY, NightState.MISSED, reason=DOWN) for days in range(3)]
    assert decided(now, line(MONDAY), down=True) == Decision(
        lines=(*missed, tonight, line(MONDAY + 4 * DAY)), run=tonight
    )


def test_a_service_that_lived_through_a_missed_night_says_so() -> None:
    missed = line(MONDAY, NightState.MISSED, reason=BEHIND)
    assert decided(at(MONDAY + DAY, 9), line(MONDAY)).lines[0] == missed


def test_two_years_of_silence_are_one_year_of_lines() -> None:
    found = decided(at(MONDAY + 800 * DAY, 12), ENDED, down=True)
    assert len(found.lines) == 366 + 1
    assert found.run is None


def test_a_clock_that_is_set_back_repeats_no_night() -> None:
    lines = (ENDED, line(MONDAY + DAY))
    for minutes in range(0, 24 * 60, 7):
        assert decided(at(MONDAY, 0) + timedelta(minutes=minutes), *lines).run is None


def test_the_lines_of_a_clock_that_ran_ahead_hide_no_night() -> None:
    ahead = line(MONDAY + 20 * DAY, NightState.ENDED, complete=True)
    assert decided(at(MONDAY, 22), line(MONDAY), ahead).run == line(MONDAY)


def test_a_night_to_come_follows_the_window_of_now() -> None:
    earlier = replace(line(MONDAY), begins=at(MONDAY, 20))
    assert decided(at(MONDAY, 12), earlier).lines == (line(MONDAY),)


def test_a_night_that_has_begun_keeps_the_window_that_was_promised() -> None:
    promised = replace(line(MONDAY), ends=at(MONDAY + DAY, 7))
    begun = decided(at(MONDAY + DAY, 6), promised).run
    assert begun == replace(promised, reason=BEHIND)


@pytest.mark.parametrize("state", [NightState.RUNNING, NightState.INTERRUPTED])
def test_an_unfinished_night_goes_on_while_its_window_lasts(state: NightState) -> None:
    cut = line(MONDAY, state, round_id="r", attempts=1)
    assert decided(at(MONDAY + DAY, 4), cut).run == cut
    over = decided(at(MONDAY + DAY, 6), cut)
    assert over.run is None
    assert over.lines[0] == replace(
        cut,
        state=NightState.FAILED,
        ended_at=at(MONDAY + DAY, 6),
        attempts=MAX_ATTEMPTS,
        reason="检测中断后未能在窗口内续完；已测结果留在数据库中",
    )


CUT = line(MONDAY, NightState.INTERRUPTED, round_id="r", attempts=1, started_at=at(MONDAY, 22))


@pytest.mark.parametrize("state", [NightState.RUNNING, NightState.INTERRUPTED, NightState.FAILED])
def test_a_round_that_was_left_is_concluded_after_its_window(state: NightState) -> None:
    """Its deadline has passed, so it asks nobody; then comes what is due tonight."""
    left = replace(CUT, state=state)
    assert decided(at(MONDAY + DAY, 6), left).run == left
    both = decided(at(MONDAY + DAY, 22) - timedelta(seconds=1), left, line(MONDAY + DAY))
    assert both == Decision(lines=(), run=left)


def test_what_is_left_comes_before_tonight() -> None:
    left = replace(CUT, started_at=at(MONDAY + DAY, 4))
    tonight = line(MONDAY + DAY)
    assert decided(at(MONDAY + DAY, 22), left, tonight).run == left
    done = replace(left, state=NightState.ENDED, complete=False)
    assert decided(at(MONDAY + DAY, 22), done, tonight).run == tonight


@pytest.mark.parametrize(
    "left",
    [
        replace(CUT, round_id=""),
        replace(CUT, attempts=MAX_ATTEMPTS + 1),
        replace(CUT, started_at=at(MONDAY, 6)),
    ],
    ids=["no round", "tried too often", "a day old"],
)
def test_what_cannot_be_concluded_has_failed(left: NightLine) -> None:
    found = decided(at(MONDAY + DAY, 6), left)
    assert (found.run, found.lines[0].state) == (None, NightState.FAILED)


@pytest.mark.parametrize(
    ("attempts", "minutes", "is_run"),
    [(1, 4, False), (1, 5, True), (2, 9, False), (2, 10, True), (3, 60, False)],
)
def test_a_failed_round_is_tried_again_ever_later_and_three_times(
    attempts: int, minutes: int, *, is_run: bool
) -> None:
    failed = line(MONDAY, NightState.FAILED, attempts=attempts, ended_at=at(MONDAY, 22), reason="x")
    found = decided(at(MONDAY, 22, minutes) if minutes < 60 else at(MONDAY, 23), failed)
    assert (found.run is not None) is is_run


def test_a_clock_set_back_does_not_put_off_the_next_try() -> None:
    failed = line(MONDAY, NightState.FAILED, attempts=1, ended_at=at(MONDAY, 23, 30))
    assert decided(at(MONDAY, 22, 31), failed).run == failed


states = st.sampled_from(NightState)
days = st.integers(-6, 6)


@given(
    st.dictionaries(days, states, max_size=10),
    st.integers(-5 * 24 * 60, 5 * 24 * 60),
    st.booleans(),
)
def test_whatever_was_a_second_look_finds_nothing_new(
    known: dict[int, NightState],
    minutes: int,
    down: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    now = at(MONDAY, 0) + timedelta(minutes=minutes)
    lines = {MONDAY + n * DAY: line(MONDAY + n * DAY, state) for n, state in known.items()}
    first = decided(now, *lines.values(), down=down)
    lines |= {one.night: one for one in first.lines}
    again = decided(now, *lines.values())
    assert again.lines == ()
    assert again.run == first.run
    if first.run is not None:
        assert first.run.begins <= now < first.run.ends
        assert first.run.state not in (NightState.ENDED, NightState.MISSED)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 3), (date(2026, 3, 29), 2), (date(2026, 10, 25), 4)]
)
def test_a_change_of_clocks_loses_no_night_and_doubles_none(day: date, hours: int) -> None:
    begins, ends = BERLIN.night(day).begins, BERLIN.night(day).ends
    assert ends - begins == timedelta(hours=hours)
    known: dict[date, NightLine] = {}
    begun: list[tuple[date, datetime]] = []
    now = begins - 2 * DAY
    while now < ends + DAY:
        found = decide(
            tuple(known.values()),
            BERLIN,
            community="",
            now=now,
            down_since=None,
            was_down=False,
        )
        known |= {one.night: one for one in found.lines}
        if found.run is not None:
            begun.append((found.run.night, now))
            known[found.run.night] = replace(found.run, state=NightState.ENDED)
        now += timedelta(minutes=10)
    nights = [night for night, _ in begun]
    assert nights == [day - DAY, day, day + DAY][: len(nights)] or nights == [
        day + n * DAY for n in range(-2, len(nights) - 2)
    ]
    assert (day, begins) in begun
    assert NightState.MISSED not in {one.state for one in known.values()}


def test_nights_without_a_report_since_the_last_one_that_has_one() -> None:
    missed = line(MONDAY + DAY, NightState.MISSED, reason=DOWN)
    open_ = line(MONDAY + 2 * DAY)
    tonight = MONDAY + 3 * DAY
    lines = (line(MONDAY - DAY, NightState.MISSED), ENDED, missed, open_, line(tonight))
    assert unreported(lines, before=tonight, now=at(tonight, 22)) == (
        missed,
        replace(open_, state=NightState.MISSED, reason="巡检服务未运行"),
    )


def test_a_night_whose_window_lasts_is_not_yet_without_a_report() -> None:
    assert unreported((line(MONDAY),), before=MONDAY + DAY, now=at(MONDAY, 23)) == ()
