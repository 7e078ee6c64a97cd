"""What is wrong with a night, and how a report tells it."""

from datetime import date, timedelta

import pytest

from auditor.schedule.night_findings import KINDS, night_alarms, night_findings
from auditor.schedule.nights import FIRST, NightLine, Nights, NightState
from tests.auditor.schedule.test_nights import DAY, MONDAY, at, line

TIMELY = {
    "state": NightState.ENDED,
    "started_at": at(MONDAY, 22, 1),
    "ended_at": at(MONDAY + DAY, 1),
    "complete": True,
}


def ended(**changes: object) -> NightLine:
    return line(MONDAY, **(TIMELY | changes))  # type: ignore[arg-type]  # any field may change


def test_ids_are_one_family_in_their_order() -> None:
    assert [kind.id for kind in KINDS] == [f"NIGHT-0{number}" for number in range(1, 7)]


def test_a_timely_whole_night_has_no_finding() -> None:
    assert night_findings(ended()) == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"started_at": at(MONDAY, 22, 15)}, []),
        ({"started_at": at(MONDAY, 22, 16)}, [("NIGHT-02", "计划开始后 16 分钟才开始")]),
        ({"started_at": at(MONDAY, 23), "reason": FIRST}, []),
        (
            {"started_at": at(MONDAY, 23), "reason": "时钟"},
            [("NIGHT-02", "计划开始后 60 分钟才开始，时钟")],
        ),
        ({"ended_at": at(MONDAY + DAY, 5)}, []),
        ({"ended_at": at(MONDAY + DAY, 5, 30)}, [("NIGHT-03", "窗口结束后 30 分钟才结束")]),
        ({"complete": False}, [("NIGHT-04", "检测被提前终止，有摄像机未测到")]),
        (
            {"complete": False, "ended_at": at(MONDAY + DAY, 9)},
            [("NIGHT-04", "检测被提前终止，有摄像机未测到")],
        ),
        ({"blind": "对照点"}, [("NIGHT-05", "对照点")]),
        (
            {"blind": "对照点", "complete": False},
            [("NIGHT-05", "对照点"), ("NIGHT-04", "检测被提前终止，有摄像机未测到")],
        ),
    ],
)
def test_what_is_wrong_with_a_night_that_ended(
    changes: dict[str, object], found: list[tuple[str, str]]
) -> None:
    told = night_findings(ended(**changes))
    assert [(one.kind.id, one.message) for one in told] == found


@pytest.mark.parametrize(
    ("state", "attempts", "found"),
    [
        (NightState.PLANNED, 0, []),
        (NightState.RUNNING, 1, []),
        (NightState.INTERRUPTED, 1, []),
        (NightState.FAILED, 2, []),
        (NightState.FAILED, 3, ["NIGHT-06"]),
        (NightState.MISSED, 0, ["NIGHT-01"]),
    ],
)
def test_only_what_is_final_is_told(state: NightState, attempts: int, found: list[str]) -> None:
    told = night_findings(line(MONDAY, state, attempts=attempts, reason="断电"))
    assert [one.kind.id for one in told] == found


def alarms(nights: Nights, **changes: object) -> tuple[str, ...]:
    values = {"ended_at": at(MONDAY + DAY, 1), "complete": True, "blind": ""} | changes
    return night_alarms(nights, **values)  # type: ignore[arg-type]  # as above


def missed(day: date, reason: str = "断电") -> NightLine:
    return line(day, NightState.MISSED, reason=reason)


def test_a_report_tells_missed_nights_of_one_cause_in_one_line() -> None:
    week = tuple(missed(MONDAY + days * DAY) for days in range(7))
    (told,) = alarms(Nights(earlier=week))
    assert told == (
        "NIGHT-01 漏检一夜（2026-01-05 至 2026-01-11 共 7 夜）：断电。"
        "查明服务为何未运行（systemctl status、系统日志），必要时手动补检：auditor run。"
    )


def test_another_cause_is_another_line() -> None:
    two = (missed(MONDAY), missed(MONDAY + DAY, "停机"))
    assert [one.partition("。")[0] for one in alarms(Nights(earlier=two))] == [
        "NIGHT-01 漏检一夜（2026-01-05）：断电",
        "NIGHT-01 漏检一夜（2026-01-06）：停机",
    ]


def test_a_report_tells_of_its_own_night_as_it_ended() -> None:
    own = line(MONDAY, NightState.RUNNING, started_at=at(MONDAY, 22))
    late = alarms(Nights(own=own), ended_at=own.ends + timedelta(hours=1), blind="自检未能完成")
    assert [one.split("（")[0] for one in late] == ["NIGHT-05 检测机看不见", "NIGHT-03 超出窗口"]
    assert alarms(Nights(own=own)) == ()
