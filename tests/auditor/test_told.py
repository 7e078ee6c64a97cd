"""Why a camera was not probed: a deadline, a choice; and how much the deadline left undone."""

from dataclasses import replace
from datetime import UTC, datetime

from auditor.examples import camera, evidence, failed, pictured
from auditor.judge import judge_camera
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import CameraState, Chosen
from auditor.records import Camera
from auditor.told import cut_note, told_choice, told_deadline
from probes.failure import FailureKind
from probes.observation import Observation

TRIES = 3
CUT_AT = datetime(2026, 1, 5, 21, tzinfo=UTC)


def judged(*seen: Observation[object], of: Camera) -> JudgedCamera:
    return judge_camera(evidence(*seen, of=of), tries=TRIES, record_findings={})


CUT = JudgedRound(
    cameras=(
        judged(pictured(), of=camera(row=1)),
        judged(of=camera(row=2)),
        judged(failed(FailureKind.NOT_FOUND), of=camera(row=3)),
        judged(of=replace(camera(row=4), stream_uri=None, onvif_uri=None)),
    ),
    locations=(),
)


def reasons(told: JudgedRound) -> list[str]:
    return [one.reason for one in told.cameras]


def test_who_was_not_reached_is_told_of_the_deadline_and_stays_unknown() -> None:
    told = told_deadline(CUT, tries=TRIES)
    good, _, short, without = reasons(CUT)
    assert reasons(told) == [good, "截止时间已到，本轮未测", f"截止时间已到：{short}", without]
    assert [one.state for one in told.cameras] == [one.state for one in CUT.cameras]
    assert [one.state.is_conclusive for one in told.cameras] == [True, False, False, False]


def test_the_note_counts_what_is_missing() -> None:
    assert cut_note(CUT, CUT_AT, tries=TRIES, among=None) == (
        "截止时间（北京时间 2026-01-06 05:00）已到，本轮结果不完整：4 路中 1 路未测、"
        "1 路尝试次数不足，按“未检测”计，不作好坏结论。"
    )


def test_of_an_ad_hoc_round_only_the_chosen_are_missing() -> None:
    chosen = Chosen(selectors=("row:1",), rows=(1,), before=(None,))
    note = cut_note(CUT, CUT_AT, tries=TRIES, among=chosen)
    assert "1 路中 0 路未测、0 路尝试次数不足" in note


def test_who_was_not_chosen_is_told_so() -> None:
    chosen = Chosen(selectors=("row:3",), rows=(3,), before=(CameraState.OFFLINE,))
    good, _, short, _ = reasons(CUT)
    told = told_choice(CUT, None, chosen)
    assert reasons(told) == [good, "未选入本次复测", short, "未选入本次复测"]


def test_a_whole_round_is_told_nothing() -> None:
    assert told_choice(CUT, None, None) == CUT
