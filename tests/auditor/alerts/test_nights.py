"""What the service tells of nights."""

from datetime import timedelta

from auditor.alerts.model import NightFault, NightFaultKind
from auditor.alerts.nights import _KINDS, night_faults
from auditor.schedule.night_findings import KINDS
from auditor.schedule.nights import NightState
from tests.auditor.schedule.test_nights import DAY, DOWN, MONDAY, at, line


def test_every_finding_about_a_night_can_be_told() -> None:
    assert set(_KINDS) == {kind.id for kind in KINDS}


def test_missed_nights_of_one_reason_are_one_fault() -> None:
    missed = [line(MONDAY + n * DAY, NightState.MISSED, reason=DOWN) for n in range(3)]
    other = line(MONDAY + 3 * DAY, NightState.MISSED, reason="x")
    assert night_faults((*missed, other)) == (
        NightFault(
            kind=NightFaultKind.MISSED,
            night=MONDAY + 2 * DAY,
            detail=f"自 2026-01-05 起共 3 夜；{DOWN}",
        ),
        NightFault(kind=NightFaultKind.MISSED, night=MONDAY + 3 * DAY, detail="x"),
    )


def test_a_late_and_overlong_night_has_both_faults() -> None:
    ended = line(
        MONDAY,
        NightState.ENDED,
        started_at=at(MONDAY, 23),
        ended_at=at(MONDAY + DAY, 5) + timedelta(minutes=9),
        complete=True,
    )
    assert [(one.kind, one.detail) for one in night_faults((ended,))] == [
        (NightFaultKind.OVERRUN, "窗口结束后 9 分钟才结束"),
        (NightFaultKind.LATE, "计划开始后 60 分钟才开始"),
    ]


def test_a_night_in_order_has_none() -> None:
    ended = line(MONDAY, NightState.ENDED, started_at=at(MONDAY, 22), complete=True)
    assert night_faults((ended,)) == ()
