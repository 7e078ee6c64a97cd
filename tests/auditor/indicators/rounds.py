"""Judged rounds of a few cameras, one state each."""

from auditor.examples import (
    camera,
    confirmed,
    evidence,
    failed,
    frame,
    key_location,
    metrics,
    pictured,
)
from auditor.judge import judge_camera
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Finding
from auditor.records import Camera, KeyLocation, RowError
from probes.failure import FailureKind
from probes.observation import Observation

GATE = key_location(number=1)
TRIES = (1, 2, 3)
BLACK = frame(metrics(dark_share=1.0, luma_mean=1.0))
BLURRED = frame(metrics(laplacian_variance=3.0))

GOOD: tuple[Observation[object], ...] = (pictured(),)
BLURRY = tuple(pictured(BLURRED, attempt=n) for n in TRIES)
DARK = (*(pictured(BLACK, attempt=n) for n in TRIES), confirmed())
DEAD = (
    *(failed(FailureKind.CONNECTION_REFUSED, attempt=n) for n in TRIES),
    confirmed(FailureKind.CONNECTION_REFUSED),
)
MUTE = (
    *(failed(FailureKind.NOT_FOUND, attempt=n, answered=True) for n in TRIES),
    confirmed(FailureKind.NOT_FOUND, answered=True),
)
LOCKED = (failed(FailureKind.AUTHENTICATION_REJECTED, answered=True),)
UNSEEN: tuple[Observation[object], ...] = ()


def seen(
    observations: tuple[Observation[object], ...],
    of: Camera,
    *,
    records: tuple[Finding, ...] = (),
) -> JudgedCamera:
    """One judged camera."""
    item = evidence(*observations, of=of)
    return judge_camera(item, tries=len(TRIES), record_findings={of.row: list(records)})


def every_state() -> tuple[JudgedCamera, ...]:
    """Rows 1-7, all at the gate: good, blurred, black, dead, mute, locked, unseen."""
    kinds = (GOOD, BLURRY, DARK, DEAD, MUTE, LOCKED, UNSEEN)
    return tuple(seen(kind, camera(row=row)) for row, kind in enumerate(kinds, start=1))


def judged_round(
    *cameras: JudgedCamera,
    locations: tuple[KeyLocation, ...] = (GATE,),
    row_errors: tuple[RowError, ...] = (),
) -> JudgedRound:
    """A round of them."""
    return JudgedRound(cameras=cameras, locations=locations, row_errors=row_errors)
