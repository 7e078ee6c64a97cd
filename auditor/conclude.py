"""From what was measured to the report: judged, counted, explained.

The same for a round that has just ended and for one that is judged again from the store, so
that the two can only differ where their inputs do.  Probing and storing are left to others.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from auditor.criteria import Criteria
from auditor.exclusions import JudgedExclusion, judge_exclusions, member_texts
from auditor.history.build import report_history
from auditor.history.model import Past
from auditor.judge import judge_round
from auditor.judged import JudgedRound
from auditor.model import Chosen, Provenance, Report, Sample
from auditor.notes import notes
from auditor.observed import CameraEvidence, Observed
from auditor.picture_view import EarlierPictures
from auditor.profile import Profile
from auditor.receiver import doubt, receiver_notes
from auditor.registry.exclusions import ExclusionsFile
from auditor.registry.key_locations import Plan
from auditor.registry.registry import Registry
from auditor.report import Built, PictureFinder, build_report
from auditor.schedule.night_findings import night_alarms
from auditor.schedule.nights import Nights
from auditor.told import cut_note, told_choice, told_deadline
from auditor.waivers import expiry_alarms, waive
from auditor.waivers_file import WaiversFile

__all__ = ["Case", "conclude"]

_MANY = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """What a round is judged by beside its observations.

    ``frame`` is what record rules see, prepared when the round began: it depends on boundaries
    and lists that may be others by now.  ``earlier`` are the pictures of the round before.
    ``sample`` is who is probed where not all are, ``chosen`` who an ad-hoc round is about,
    ``nights`` what is known of nights where a service keeps them.  ``past`` are the nights before;
    None for a round that began before they were kept.
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
    chosen: Chosen | None = None
    nights: Nights | None = None
    past: Past | None = None


def conclude(
    case: Case,
    observed: Observed,
    provenance: Provenance,
    picture_of: PictureFinder,
) -> Built:
    """Judge and count what was observed; it is read camera by camera and not held."""
    ours = observed.ours
    data_from = date.fromisoformat(provenance.divisions_as_of)
    began = provenance.started_at
    excused = _excused(case, began)
    doubted = doubt(ours, data_from=data_from)
    judged, cut = _told(case, _judged(case, observed, doubted), provenance.cut_at)
    built = build_report(
        judged=_with_lists(case, judged, excused, began),
        profile=case.profile,
        provenance=provenance,
        community=case.community or "（未填社区）",
        notes=notes(
            case.registry,
            case.plan,
            complete=provenance.complete,
            cut=cut,
            receiver=receiver_notes(ours, data_from=data_from),
            further_classes=case.profile.denominators.further_classes,
            unread_exclusions=len(case.exclusions.errors) if case.exclusions else 0,
            gaps=provenance.gaps,
        ),
        alarms=expiry_alarms(case.waivers, began),
        exclusions=tuple(item.listed for item in excused),
        picture_of=picture_of,
        sample=case.sample,
        chosen=case.chosen,
    )
    return _with_nights(_with_history(built, case), case.nights, doubted)


def _with_history(built: Built, case: Case) -> Built:
    """A round over a part of the cameras is no night among others."""
    if case.past is None or case.sample is not None or case.chosen is not None:
        return built
    history = report_history(case.past, built.report)
    return replace(built, report=replace(built.report, history=history))


def _with_nights(built: Built, nights: Nights | None, doubted: str) -> Built:
    """The night's own faults are known only when its report is made."""
    report = built.report
    blind = doubted or _silence(report)
    if nights is None:
        return replace(built, blind=blind)
    told = night_alarms(
        nights,
        ended_at=report.provenance.ended_at,
        complete=report.provenance.complete,
        blind=blind,
    )
    return replace(built, report=replace(report, alarms=(*report.alarms, *told)), blind=blind)


def _silence(report: Report) -> str:
    """Many cameras and not one answer: more likely a cable of ours than all of theirs.

    A round that was ended early has not asked them all to the end.
    """
    asked = [one for one in report.cameras if one.tries]
    is_whole = report.provenance.complete
    if not is_whole or len(asked) < _MANY or any(one.answered for one in asked):
        return ""
    return f"所测 {len(asked)} 路摄像机无一应答，须先排除检测机和网络自身的原因"


def _judged(case: Case, observed: Observed, doubted: str) -> JudgedRound:
    return judge_round(
        frame=case.frame,
        evidence=CameraEvidence(case.registry.cameras, observed),
        locations=case.plan.locations,
        row_errors=case.registry.errors,
        criteria=case.criteria,
        tries=case.tries,
        doubt=doubted,
        terms=case.profile.picture_terms,
        earlier=case.earlier,
    )


def _told(case: Case, judged: JudgedRound, cut_at: datetime | None) -> tuple[JudgedRound, str]:
    """Who was not probed is told why; with the note on a deadline that cut the round."""
    cut = ""
    if cut_at is not None:
        cut = cut_note(judged, cut_at, tries=case.tries, among=case.chosen)
        judged = told_deadline(judged, tries=case.tries)
    return told_choice(judged, case.sample, case.chosen), cut


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
