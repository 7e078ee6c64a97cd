"""Judging: records, observations and pictures become findings, cameras become states.

Pure: the same registry and the same stored observations give the same answer at any time.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from auditor.criteria import Criteria
from auditor.discovery import observation_rules, picture_rules
from auditor.evidence import pictures
from auditor.judged import BestPicture, JudgedCamera, JudgedRound
from auditor.model import Evidence, Finding, Verdict
from auditor.record_judge import judge_frame
from auditor.records import Camera, DeviceStatus, KeyLocation, RowError
from auditor.rule import Judgement, RuleMeta
from auditor.state import SILENT_ROUND, answered, camera_state, is_silent
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame

__all__ = ["best_picture", "judge_camera", "judge_records", "judge_round"]


def judge_records(frame: pl.DataFrame, criteria: Criteria) -> tuple[Finding, ...]:
    """Every finding of every record rule over the prepared frame, by row and rule."""
    return tuple(judge_frame(frame, criteria).findings())


def judge_round(
    *,
    frame: pl.DataFrame,
    evidence: Iterable[Evidence],
    locations: tuple[KeyLocation, ...],
    row_errors: tuple[RowError, ...],
    criteria: Criteria,
    tries: int,
    doubt: str = "",
) -> JudgedRound:
    """Judge everything; cameras that were taken down (拆除) are not registered.

    ``doubt`` (Chinese) is why this round condemns no camera; empty when it may.
    """
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in judge_records(frame, criteria):
        by_row[finding.row].append(finding)
    registered = [i for i in evidence if i.camera.status is not DeviceStatus.REMOVED]
    doubt = doubt or (SILENT_ROUND if is_silent(registered) else "")
    cameras = tuple(
        judge_camera(item, tries=tries, record_findings=by_row, doubt=doubt) for item in registered
    )
    return JudgedRound(cameras=cameras, locations=locations, row_errors=row_errors)


def judge_camera(
    evidence: Evidence,
    *,
    tries: int,
    record_findings: Mapping[int, list[Finding]],
    doubt: str = "",
) -> JudgedCamera:
    """State, best picture and all findings of one camera."""
    best = best_picture(evidence)
    result = camera_state(evidence, best, tries=tries, doubt=doubt)
    seen = JudgedCamera(
        evidence=evidence,
        state=result.state,
        reason=result.reason,
        answered=answered(evidence),
        best=best,
        findings=(),
    )
    judged = (
        _finding(rule.meta, evidence.camera, rule.judge(seen)) for rule in observation_rules()
    )
    findings = (
        *record_findings.get(evidence.camera.row, ()),
        *(finding for finding in judged if finding is not None),
        *_defects(seen),
    )
    return dataclasses.replace(seen, findings=tuple(findings))


def _defects(seen: JudgedCamera) -> Iterable[Finding]:
    """The best picture's; unknown while too few tries have confirmed them."""
    found = seen.best.defects if seen.best else ()
    if seen.state.is_conclusive:
        return found
    return (dataclasses.replace(finding, verdict=Verdict.UNKNOWN) for finding in found)


def best_picture(evidence: Evidence) -> BestPicture | None:
    """The picture with the fewest defects; of equals the latest.  One good try suffices."""
    candidates = [
        _assess(evidence.camera, observation, frame) for observation, frame in pictures(evidence)
    ]
    if not candidates:
        return None
    return min(reversed(candidates), key=lambda c: (c.is_substitute, len(c.defects)))


def _assess(camera: Camera, observation: Observation[object], frame: RtspFrame) -> BestPicture:
    failed = [
        (rule, judgement)
        for rule in picture_rules()
        if (judgement := rule.judge(frame)).verdict is Verdict.FAIL
    ]
    is_substitute = any(rule.substitute for rule, _ in failed)
    # What stands in for a picture is no picture whose focus or motion could be judged.
    told = [pair for pair in failed if pair[0].substitute or not is_substitute]
    findings = (_finding(rule.meta, camera, judgement) for rule, judgement in told)
    return BestPicture(
        observation=observation,
        frame=frame,
        defects=tuple(finding for finding in findings if finding is not None),
        is_substitute=is_substitute,
    )


def _finding(meta: RuleMeta, camera: Camera, judgement: Judgement) -> Finding | None:
    """A finding for what did not pass and could be asked; None otherwise."""
    if judgement.verdict not in (Verdict.FAIL, Verdict.UNKNOWN):
        return None
    return Finding(
        row=camera.row,
        device_code=camera.device_code.strip(),
        rule=meta.id,
        severity=meta.severity,
        verdict=judgement.verdict,
        field=meta.field,
        value=judgement.value,
        message=judgement.message,
        suggestion=meta.remediation,
    )
