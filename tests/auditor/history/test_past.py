"""Which round speaks for a night, and what a report knows of the nights before it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.answers import RateVerdict
from auditor.history.build import history_of, report_history
from auditor.history.model import (
    CameraTrend,
    History,
    Night,
    Past,
    RateChange,
    RatePoint,
    RateTrend,
)
from auditor.history.past import (
    EndedRound,
    NightStates,
    chosen,
    night_of,
)
from tests.auditor.history.nights import new_round, night_report, past
from tests.auditor.render import builders


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2026-01-05T22:00:00+08:00", date(2026, 1, 5)),
        ("2026-01-06T05:00:00+08:00", date(2026, 1, 5)),
        ("2026-01-06T11:59:59+08:00", date(2026, 1, 5)),
        ("2026-01-06T12:00:00+08:00", date(2026, 1, 6)),
        ("2026-01-05T14:00:00+00:00", date(2026, 1, 5)),
    ],
)
def test_a_night_runs_from_noon_to_noon(moment: str, night: date) -> None:
    assert night_of(datetime.fromisoformat(moment)) == night


def ended(name: str, hour: int, *, complete: bool = True, day: int = 5) -> EndedRound:
    at = datetime(2026, 1, day, 13, tzinfo=UTC) + timedelta(hours=hour)
    return EndedRound(id=name, started_at=at, complete=complete)


def test_a_complete_round_speaks_for_its_night_and_of_those_the_latest() -> None:
    rounds = [ended("c", 3, complete=False), ended("a", 1), ended("b", 2)]
    assert [one.id for one in chosen(rounds, nights=5).values()] == ["b"]
    assert [one.id for one in chosen(rounds[:1], nights=5).values()] == ["c"]


def test_only_the_last_nights_are_chosen() -> None:
    rounds = [ended(str(day), 1, day=day) for day in (5, 7, 8)]
    last = chosen(rounds, nights=2)
    assert [one.id for one in last.values()] == ["7", "8"]
    until = chosen(rounds, nights=3, until=date(2026, 1, 7))
    assert [one.id for one in until.values()] == ["5", "7"]
    assert chosen([], nights=3) == {}


def test_a_report_tells_gaps_changes_and_faults() -> None:
    tonight = night_report(3, "xoo")
    told = report_history(past("oox", "", "xo-"), tonight)

    def point(of: int, met: int, unknown: int) -> RatePoint:
        return RatePoint(
            version=1,
            of=of,
            met=met,
            unknown=unknown,
            excluded=0,
            threshold=95,
            verdict=RateVerdict.MEETS,
        )

    days = [date(2026, 1, day) for day in (5, 6, 7, 8)]
    assert told == History(
        nights=tuple(
            Night(
                night=day,
                round_id=None if index == 1 else new_round(index).id,
                complete=None if index == 1 else True,
            )
            for index, day in enumerate(days)
        ),
        rates=(
            RateTrend(
                indicator="health_rate",
                scope="all",
                title="摄像机完好率",
                points=(point(3, 2, 0), None, point(3, 1, 1), point(3, 2, 0)),
                change=RateChange(
                    since=days[2], of=0, met=1, unknown=-1, verdict_before=RateVerdict.MEETS
                ),
            ),
        ),
        cameras=(
            trend(1, "o.xx", known=3, changes=1, failing_nights=2, failing_since=days[2]),
            trend(2, "o.oo", known=3),
            trend(3, "x.-o", known=2, changes=1),
        ),
        flapping=(),
    )


def trend(row: int, states: str, **changes: object) -> CameraTrend:
    values: dict[str, object] = {
        "known": 0,
        "changes": 0,
        "flapping": False,
        "failing_nights": 0,
        "failing_since": None,
    }
    return CameraTrend(row=row, device_code=f"code-{row}", states=states, **(values | changes))  # type: ignore[arg-type]  # any field may change


def test_flapping_cameras_are_named() -> None:
    told = report_history(past("oo", "xo", "oo"), night_report(3, "xo"))
    assert told.flapping == (1,)
    assert [one.states for one in told.cameras] == ["oxox", "oooo"]


def test_a_round_speaks_for_its_own_night_whatever_was_before() -> None:
    told = report_history(past("o", "x"), night_report(1, "o"))
    assert [one.states for one in told.cameras] == ["oo"]
    assert [one.round_id for one in told.nights] == [new_round(0).id, new_round(1).id]


def test_a_first_night_has_no_change() -> None:
    told = report_history(Past(), night_report(0, "o"))
    assert (len(told.nights), told.rates[0].change, told.cameras[0].states) == (1, None, "o")


def test_a_rate_that_is_counted_in_another_way_is_not_compared() -> None:
    newer = builders.indicator_result(version=2)
    told = report_history(past("o"), night_report(1, "o", results=(newer,)))
    assert told.rates[0].change is None
    assert [one is not None for one in told.rates[0].points] == [True, True]


def test_a_code_that_is_not_one_camera_s_alone_is_not_followed() -> None:
    states = NightStates(
        rows=(1, 2, 3, 4),
        codes=("x", "x", "", "y"),
        letters="oxoo",
        first_frame_ms=(None, None, None, 8),
    )
    assert states.by_code() == {"y": "o"}


def test_a_camera_that_left_the_register_is_told_no_longer() -> None:
    told = history_of(past("oo", "o"), {}, ((1, "code-1"), (2, "code-2")))
    assert [one.device_code for one in told.cameras] == ["code-1"]
    assert history_of(Past(), {}, ()).nights == ()
