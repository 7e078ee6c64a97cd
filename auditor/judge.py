"""Judging: records, observations and pictures become findings, cameras become states.

Pure: the same registry and the same stored observations give the same answer at any time.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from auditor.account import account_of
from auditor.criteria import Criteria
from auditor.discovery import observation_rules, picture_rules
from auditor.evidence import pictures
from auditor.judged import BestPicture, JudgedCamera, JudgedRound, SeenCamera
from auditor.model import Evidence, Finding, Verdict
from auditor.picture_limits import PictureTerms, picture_terms
from auditor.picture_twins import Twins, find_twins
from auditor.picture_view import EarlierPictures, PictureView, RoundPictures
from auditor.record_judge import judge_frame
from auditor.records import Camera, DeviceStatus, KeyLocation, RowError
from auditor.rule import Judgement, PictureRule, RuleMeta
from auditor.state import SILENT_ROUND, answered, camera_state, is_silent
from probes.observation import Observation

__all__ = [
    "best_picture",
    "judge_camera",
    "judge_picture",
    "judge_records",
    "judge_round",
    "see_camera",
]

_ALONE = RoundPictures()
_STANDARD = picture_terms({})


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
    terms: PictureTerms = _STANDARD,
    earlier: EarlierPictures | None = None,
) -> JudgedRound:
    """Judge everything; cameras that were taken down (拆除) are not registered.

    ``evidence`` is gone through twice and not held.

    ``doubt`` (Chinese) is why this round condemns no camera; empty when it may.  ``earlier`` are
    the pictures of the round before, where there was one.
    """
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in judge_records(frame, criteria):
        by_row[finding.row].append(finding)
    silent, twins = _surveyed(_registered(evidence))
    doubt = doubt or (SILENT_ROUND if silent else "")
    shown = RoundPictures(terms=terms, twins=twins, earlier=earlier or {})
    cameras = tuple(
        judge_camera(item, tries=tries, record_findings=by_row, doubt=doubt, pictures_of=shown)
        for item in _registered(evidence)
    )
    return JudgedRound(cameras=cameras, locations=locations, row_errors=row_errors)


def _registered(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    return (item for item in evidence if item.camera.status is not DeviceStatus.REMOVED)


def _surveyed(evidence: Iterable[Evidence]) -> tuple[bool, Twins]:
    """What only all cameras together tell: whether all were silent, and who showed the same."""
    silent: list[bool] = []

    def heard() -> Iterator[Evidence]:
        for item in evidence:
            if item.observations:
                silent.append(is_silent((item,)))
            yield item

    twins = find_twins(heard())
    return bool(silent) and all(silent), twins


def judge_camera(
    evidence: Evidence,
    *,
    tries: int,
    record_findings: Mapping[int, list[Finding]],
    doubt: str = "",
    pictures_of: RoundPictures = _ALONE,
) -> JudgedCamera:
    """State, account and all findings of one camera."""
    seen = see_camera(evidence, tries=tries, doubt=doubt, pictures_of=pictures_of)
    judged = (
        _finding(rule.meta, evidence.camera, rule.judge(seen)) for rule in observation_rules()
    )
    findings = (
        *record_findings.get(evidence.camera.row, ()),
        *(finding for finding in judged if finding is not None),
        *_defects(seen),
    )
    return JudgedCamera(
        camera=seen.camera,
        state=seen.state,
        reason=seen.reason,
        answered=seen.answered,
        gives_picture=seen.gives_picture,
        findings=findings,
        account=account_of(seen),
    )


def see_camera(
    evidence: Evidence, *, tries: int, doubt: str = "", pictures_of: RoundPictures = _ALONE
) -> SeenCamera:
    """State and best picture of one camera: what observation rules are given."""
    best = best_picture(evidence, pictures_of)
    result = camera_state(evidence, best, tries=tries, doubt=doubt)
    return SeenCamera(
        evidence=evidence,
        state=result.state,
        reason=result.reason,
        answered=answered(evidence),
        best=best,
    )


def _defects(seen: SeenCamera) -> Iterable[Finding]:
    """The best picture's; unknown while too few tries have confirmed them."""
    found = (*seen.best.defects, *seen.best.doubts) if seen.best else ()
    if seen.state.is_conclusive:
        return found
    return (dataclasses.replace(finding, verdict=Verdict.UNKNOWN) for finding in found)


def best_picture(evidence: Evidence, pictures_of: RoundPictures = _ALONE) -> BestPicture | None:
    """The picture with the fewest defects; of equals the latest.  One good try suffices.

    Without ``pictures_of`` it is judged by the standard limits and compared with no other.
    """
    candidates = [
        _assess(evidence.camera, observation, pictures_of.view(evidence.camera, observation, frame))
        for observation, frame in pictures(evidence)
    ]
    if not candidates:
        return None
    return min(reversed(candidates), key=lambda c: (c.is_substitute, len(c.defects)))


def judge_picture(view: PictureView) -> tuple[tuple[PictureRule, Judgement], ...]:
    """The cause of what is wrong with a picture; without one, what is doubtful about it.

    One cause: what stands in for a picture has no focus that could be judged, and a covered
    lens is dark and blurred as well.
    """
    by_rank = sorted(picture_rules(), key=lambda rule: rule.rank)
    told = tuple((rule, rule.judge(view)) for rule in by_rank)
    for verdict in (Verdict.FAIL, Verdict.UNKNOWN):
        found = tuple(pair for pair in told if pair[1].verdict is verdict)
        if found:
            return found[:1]
    return ()


def _assess(camera: Camera, observation: Observation[object], view: PictureView) -> BestPicture:
    told = judge_picture(view)
    findings = tuple(
        finding
        for rule, judgement in told
        if (finding := _finding(rule.meta, camera, judgement)) is not None
    )
    return BestPicture(
        observation=observation,
        frame=view.frame,
        defects=tuple(f for f in findings if f.verdict is Verdict.FAIL),
        doubts=tuple(f for f in findings if f.verdict is Verdict.UNKNOWN),
        is_substitute=any(
            rule.substitute for rule, judgement in told if judgement.verdict is Verdict.FAIL
        ),
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
