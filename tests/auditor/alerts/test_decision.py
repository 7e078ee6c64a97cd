"""Alerts follow from change and from missed nights, and never from what nobody knows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.alerts.decision import decide, round_faults, saw_all
from auditor.alerts.model import Alert, AlertKind, NightFault, NightFaultKind
from auditor.alerts.settings import Alerts
from auditor.model import CameraState, RateVerdict, Report, Sample
from tests.auditor.alerts.values import cameras, night
from tests.auditor.render import builders

DAY = date(2026, 1, 5)
OK, OFF, BLOCKED = CameraState.PICTURE_OK, CameraState.OFFLINE, CameraState.PROBE_BLOCKED
MEETS, MISSES, OPEN = RateVerdict.MEETS, RateVerdict.MISSES, RateVerdict.INCONCLUSIVE
BLIND = ("检测机自检或对照点未通过：系统时钟在检测期间被调整；本轮不作坏结论，只计好结论。",)


def rated(round_id: str, verdict: RateVerdict, **counts: int) -> Report:
    return night(round_id, results=(builders.indicator_result(verdict, **counts),))


def told(before: Report | None, tonight: Report | None, *faults: NightFault) -> tuple[Alert, ...]:
    return decide(before, tonight, faults, Alerts())


def test_nothing_changed_tells_nothing() -> None:
    assert told(rated("a", MISSES), rated("b", MISSES)) == ()


def test_the_first_night_tells_nothing() -> None:
    assert told(None, rated("a", MISSES)) == ()


def test_a_changed_verdict_is_told_with_its_figures() -> None:
    assert told(rated("a", MEETS), rated("b", MISSES, met=18, unknown=1)) == (
        Alert(
            kind=AlertKind.VERDICT,
            key="verdict:health_rate:misses",
            text="摄像机完好率：达标 → 不达标（18/20，未知 1，阈值 95%）",
        ),
    )


def test_a_verdict_by_another_scheme_says_so() -> None:
    tonight = rated("b", MISSES)
    other = replace(tonight, provenance=replace(tonight.provenance, profile="shandong-basic"))
    (alert,) = told(rated("a", MEETS), other)
    assert alert.text.endswith("（19/20，阈值 95%；评价方案已更换）")


def test_a_recovery_is_told() -> None:
    (alert,) = told(rated("a", MISSES), rated("b", MEETS))
    assert (alert.kind, alert.key) == (AlertKind.RECOVERED, "verdict:health_rate:meets")


@pytest.mark.parametrize(
    ("met", "unknown", "expected"),
    [(18, 0, ["drop:health_rate"]), (18, 1, []), (19, 0, []), (17, 1, ["drop:health_rate"])],
)
def test_a_drop_is_told_only_if_it_is_proved(met: int, unknown: int, expected: list[str]) -> None:
    before = rated("a", MISSES, met=19)
    assert [
        one.key for one in told(before, rated("b", MISSES, met=met, unknown=unknown))
    ] == expected


@given(st.integers(1, 500), st.data())
def test_what_is_unknown_is_never_a_drop(of: int, data: st.DataObject) -> None:
    was = data.draw(st.integers(0, of))
    unknown = data.draw(st.integers(0, of))
    met = data.draw(st.integers(max(0, was - unknown), of - unknown))
    tonight = rated("b", MISSES, of=of, met=met, unknown=unknown)
    assert told(rated("a", MISSES, of=of, met=was), tonight) == ()


def test_a_recorder_that_fails_as_a_whole_is_told_without_its_address() -> None:
    before = night("a", cameras=cameras(OK, OK, OK, OK, host="127.0.5.5"))
    tonight = night("b", cameras=cameras(OFF, OFF, OFF, OFF, host="127.0.5.5"))
    alerts = told(before, tonight)
    assert [alert.text for alert in alerts] == [
        "新增故障 4 路摄像机未正常出图（第 1、2、3、4 行）",
        "同一地址（录像机）的 4 路摄像机未正常出图（第 1、2、3、4 行）",
    ]
    assert "127.0" not in repr(alerts)


@pytest.mark.parametrize("state", [BLOCKED, CameraState.NOT_PROBED])
def test_cameras_that_could_not_be_tested_are_no_new_faults(state: CameraState) -> None:
    before = night("a", cameras=cameras(OK, OK, OK, OK))
    assert told(before, night("b", cameras=cameras(state, state, state, state))) == ()


def test_two_new_faults_are_below_the_limit() -> None:
    before = night("a", cameras=cameras(OK, OK, OK))
    assert told(before, night("b", cameras=cameras(OFF, OFF, OK))) == ()


def test_a_missed_night_needs_no_round() -> None:
    missed = NightFault(
        kind=NightFaultKind.MISSED, night=DAY, detail="服务未运行 rtsp://a:b@10.0.0.1/x"
    )
    assert told(rated("a", MEETS), None, missed) == (
        Alert(
            kind=AlertKind.MISSED,
            key="night:missed:2026-01-05",
            text="2026-01-05 本夜未巡检：服务未运行 （地址略）",
        ),
    )


@pytest.mark.parametrize("kind", list(NightFaultKind))
def test_each_fault_of_a_night_is_told(kind: NightFaultKind) -> None:
    (alert,) = told(None, None, NightFault(kind=kind, night=DAY))
    assert (alert.kind.value, alert.key) == (kind.value, f"night:{kind.value}:2026-01-05")
    assert alert.text.startswith("2026-01-05 本夜")


def test_a_round_knows_that_it_was_cut_short_or_blind() -> None:
    whole = rated("a", MEETS)
    cut = replace(whole, provenance=replace(whole.provenance, complete=False))
    blind = replace(whole, notes=BLIND)
    kinds = [[fault.kind.value for fault in round_faults(one, DAY)] for one in (whole, cut, blind)]
    assert kinds == [[], ["partial"], ["blind"]]
    assert [saw_all(one) for one in (whole, cut, blind)] == [True, False, False]


def test_a_blind_night_tells_that_and_no_undecided_verdicts() -> None:
    blind = replace(rated("b", OPEN, met=0, unknown=20), notes=BLIND)
    alerts = told(rated("a", MEETS), blind, *round_faults(blind, DAY))
    assert [alert.kind for alert in alerts] == [AlertKind.BLIND]


def test_a_sample_says_nothing_of_all() -> None:
    sample = Sample(rows=(1,), population=20, seed="s", method="m")
    assert told(rated("a", MEETS), replace(rated("b", MISSES), sample=sample)) == ()
