"""The examples of observation and picture rules hold when a whole camera is judged."""

import pytest

from auditor.discovery import observation_rules, picture_rules
from auditor.examples import confirmed, evidence, pictured
from auditor.judge import judge_camera
from auditor.model import Evidence, Finding, Verdict
from probes.rtsp_frame import RtspFrame

TRIES = 3


def seen(item: Evidence) -> dict[str, Finding]:
    judged = judge_camera(item, tries=TRIES, record_findings={})
    return {finding.rule: finding for finding in judged.findings}


def shown(frame: RtspFrame) -> dict[str, Finding]:
    tries = (pictured(frame, attempt=n) for n in range(1, TRIES + 1))
    return seen(evidence(*tries, confirmed()))


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
    ("rule", "frame"), [(rule.meta.id, f) for rule in picture_rules() for f in rule.passing]
)
def test_a_passing_picture_gives_no_finding(rule: str, frame: RtspFrame) -> None:
    assert rule not in shown(frame)


@pytest.mark.parametrize(
    ("rule", "frame"), [(rule.meta.id, f) for rule in picture_rules() for f in rule.failing]
)
def test_a_failing_picture_gives_that_finding_alone(rule: str, frame: RtspFrame) -> None:
    findings = shown(frame)
    assert list(findings) == [rule]
    assert findings[rule].verdict is Verdict.FAIL


@pytest.mark.parametrize("rule", picture_rules(), ids=lambda rule: rule.meta.id)
def test_without_numbers_a_picture_rule_accuses_nobody(rule: object) -> None:
    judge = rule.judge  # type: ignore[attr-defined]  # parametrize loses the type
    assert judge(RtspFrame(uri="rtsp://127.0.0.1:15554/main")).verdict is Verdict.PASS
