"""From what was measured to the report: judged, counted, explained.

The same for a round that has just ended and for one that is judged again from the store, so
that the two can only differ where their inputs do.  Probing and storing are left to others.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from auditor.criteria import Criteria
from auditor.exclusions import JudgedExclusion, judge_exclusions, member_texts
from auditor.judge import judge_round
from auditor.judged import JudgedRound
from auditor.model import CameraState, Evidence, Provenance, Sample
from auditor.notes import notes
from auditor.picture_view import EarlierPictures
from auditor.profile import Profile
from auditor.receiver import doubt, receiver_notes
from auditor.registry.exclusions import ExclusionsFile
from auditor.registry.key_locations import Plan
from auditor.registry.registry import Registry
from auditor.report import Built, PictureFinder, build_report
from auditor.waivers import expiry_alarms, waive
from auditor.waivers_file import WaiversFile
from probes.observation import Observation

__all__ = ["Case", "conclude"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """What a round is judged by beside its observations.

    ``frame`` is what record rules see, prepared when the round began: it depends on boundaries
    and lists that may be others by now.  ``earlier`` are the pictures of the round before.
    ``sample`` is who is probed where not all are.
    """

    registry: Registry
    frame: pl.DataFrame
    plan: Plan
    community: str
    profile: Profile
    criteria: Criteria
    tries: int
    earlier: EarlierPictures = field(default_factory=dict)
    exclusions: ExclusionsFile | None = None
    waivers: WaiversFile | None = None
    sample: Sample | None = None


def conclude(
    case: Case,
    observations: Sequence[Observation[object]],
    provenance: Provenance,
    picture_of: PictureFinder,
) -> Built:
    """Judge and count; ``observations`` are the round's, in the order of their making."""
    ours = tuple(seen for seen in observations if int(seen.target) <= 0)
    data_from = date.fromisoformat(provenance.divisions_as_of)
    began = provenance.started_at
    excused = _excused(case, began)
    judged = _told(_judged(case, observations, doubt(ours, data_from=data_from)), case.sample)
    return build_report(
        judged=_with_lists(case, judged, excused, began),
        profile=case.profile,
        provenance=provenance,
        community=case.community or "（未填社区）",
        notes=notes(
            case.registry,
            case.plan,
            complete=provenance.complete,
            receiver=receiver_notes(ours, data_from=data_from),
            further_classes=case.profile.denominators.further_classes,
            unread_exclusions=len(case.exclusions.errors) if case.exclusions else 0,
            gaps=provenance.gaps,
        ),
        alarms=expiry_alarms(case.waivers, began),
        exclusions=tuple(item.listed for item in excused),
        picture_of=picture_of,
        sample=case.sample,
    )


def _judged(case: Case, observations: Sequence[Observation[object]], doubted: str) -> JudgedRound:
    return judge_round(
        frame=case.frame,
        evidence=_evidence(case.registry, observations),
        locations=case.plan.locations,
        row_errors=case.registry.errors,
        criteria=case.criteria,
        tries=case.tries,
        doubt=doubted,
        terms=case.profile.picture_terms,
        earlier=case.earlier,
    )


def _told(judged: JudgedRound, sample: Sample | None) -> JudgedRound:
    """Who was not drawn is told so: no fault of the camera or its record kept it unprobed."""
    if sample is None:
        return judged
    drawn = frozenset(sample.rows)
    cameras = tuple(
        camera
        if camera.camera.row in drawn or camera.state is not CameraState.NOT_PROBED
        else replace(camera, reason="抽样检测：本路未抽中，本轮不检测")
        for camera in judged.cameras
    )
    return replace(judged, cameras=cameras)


def _excused(case: Case, began: datetime) -> tuple[JudgedExclusion, ...]:
    """The rows of the exclusions file, judged at the beginning of the round."""
    if case.exclusions is None:
        return ()
    return judge_exclusions(
        case.exclusions.rows,
        case.registry.cameras,
        at=began,
        max_days=case.profile.exclusions.max_days,
    )


def _with_lists(
    case: Case, judged: JudgedRound, excused: tuple[JudgedExclusion, ...], began: datetime
) -> JudgedRound:
    """What the operator's lists and the profile say of the round; no measured state changes."""
    told = replace(
        judged,
        exclusions=member_texts(excused),
        public_by=case.profile.denominators.public_cameras,
    )
    return waive(told, case.waivers, began)


def _evidence(
    registry: Registry, observations: Sequence[Observation[object]]
) -> tuple[Evidence, ...]:
    seen: dict[int, list[Observation[object]]] = defaultdict(list)
    for observation in observations:
        seen[int(observation.target)].append(observation)
    return tuple(
        Evidence(camera=camera, observations=tuple(seen.get(camera.row, ())))
        for camera in registry.cameras
    )
