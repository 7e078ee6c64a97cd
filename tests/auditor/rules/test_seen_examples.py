"""The examples of observation and picture rules hold when a whole camera is judged."""

import pytest

from auditor.daypart import Daypart
from auditor.discovery import observation_rules, picture_rules
from auditor.examples import view
from auditor.judge import judge_camera, judge_picture
from auditor.model import Evidence, Finding, Verdict
from auditor.picture_view import PictureView
from auditor.rule import PictureRule
from probes.picture.frame import FrameMetrics
from probes.rtsp_frame import RtspFrame

TRIES = 3


def seen(item: Evidence) -> dict[str, Finding]:
    judged = judge_camera(item, tries=TRIES, record_findings={})
    return {finding.rule: finding for finding in judged.findings}


@pytest.mark.parametrize(
    ("rule", "item"), [(rule.meta.id, e) for rule in observation_rules() for e in rule.passing]
)
def test_passing_evidence_gives_no_finding(rule: str, item: Evidence) -> None:
    assert rule not in seen(item)


@pytest.mark.parametrize(
    ("rule", "item"), [(rule.meta.id, e) for rule in observation_rules() for e in rule.failing]
)
def test_failing_evidence_gives_a_finding(rule: str, item: Evidence) -> None:
    assert seen(item)[rule].message


@pytest.mark.parametrize(
    ("rule", "shown"), [(rule.meta.id, v) for rule in picture_rules() for v in rule.passing]
)
def test_a_passing_picture_gives_no_finding(rule: str, shown: PictureView) -> None:
    assert rule not in [told.meta.id for told, _ in judge_picture(shown)]


@pytest.mark.parametrize(
    ("rule", "shown"), [(rule.meta.id, v) for rule in picture_rules() for v in rule.failing]
)
def test_a_failing_picture_gives_that_finding_alone(rule: str, shown: PictureView) -> None:
    [(told, judgement)] = judge_picture(shown)
    assert told.meta.id == rule
    assert judgement.verdict in (Verdict.FAIL, Verdict.UNKNOWN)
    assert judgement.value
    assert judgement.message


@pytest.mark.parametrize("rule", picture_rules(), ids=lambda rule: rule.meta.id)
def test_without_numbers_a_picture_rule_accuses_nobody(rule: PictureRule) -> None:
    unseen = view(of=RtspFrame(uri="rtsp://127.0.0.1:15554/main"), same=(2, 3), sources=3)
    assert rule.judge(unseen).verdict is Verdict.PASS


OLD = FrameMetrics(
    luma_mean=0.0,
    luma_std=0.0,
    saturation_mean=0.0,
    laplacian_variance=0.0,
    dominant_color_share=0.0,
    dominant_color=(0, 0, 0),
    dark_share=0.0,
    flat_gray_bottom_share=0.0,
)


@pytest.mark.parametrize("part", Daypart)
def test_a_picture_stored_without_the_later_numbers_accuses_nobody(part: Daypart) -> None:
    assert judge_picture(view(OLD, daypart=part, placeholders=("0" * 16,))) == ()
