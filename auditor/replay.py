"""A stored round judged again, without touching a camera.

By its own profile the answer is that of the night, bit for bit, as long as the rules and the
list of divisions are those of the night; by another profile it shows what would differ.
"""

from dataclasses import replace
from pathlib import Path

from auditor.case_bytes import unpack_case
from auditor.conclude import Case, conclude
from auditor.criteria import Criteria
from auditor.errors import StoreError
from auditor.model import Provenance, Report
from auditor.naming_files import load_naming
from auditor.observed import Observed
from auditor.profile import Profile
from auditor.report import PictureFinder
from auditor.store.store import Store
from probes.rtsp_frame import RtspFrame

__all__ = ["judge_again"]


def judge_again(store: Store, round_id: str, profile: Profile | None = None) -> Report:
    """The report of an ended round as it is judged now; None is the round's own profile."""
    parts = store.contents(round_id)
    if not parts:
        raise StoreError(
            f"what round {round_id} was judged by is not kept: an earlier version measured it"
        )
    case = unpack_case(parts)
    provenance = store.report(round_id).provenance
    if profile is not None:
        case, provenance = _by(profile, case), _named(profile, provenance)
    observed = store.observed(round_id)
    return conclude(case, observed, provenance, _kept_pictures(observed)).report


def _by(profile: Profile, case: Case) -> Case:
    return replace(case, profile=profile, criteria=_criteria(profile, case))


def _criteria(profile: Profile, case: Case) -> Criteria:
    """Names follow the scheme, unless the night's configuration chose another form of names."""
    theirs = case.criteria.naming
    follows = theirs == load_naming(case.profile.naming)
    naming = load_naming(profile.naming) if follows else theirs
    return replace(case.criteria, edition=profile.edition, naming=naming)


def _named(profile: Profile, provenance: Provenance) -> Provenance:
    edition = profile.edition.title
    return replace(
        provenance,
        profile=profile.id,
        profile_title=profile.title,
        edition=edition,
        policy_version=profile.policy_version,
    )


def _kept_pictures(observed: Observed) -> PictureFinder:
    """Every picture with a hash was kept by the night, under a name made of row and try."""
    kept = {
        (int(seen.target), seen.attempt)
        for camera in observed.cameras()
        for seen in camera
        if isinstance(seen.payload, RtspFrame) and seen.payload.picture_sha256
    }
    return lambda row, attempt: Path() if (row, attempt) in kept else None
