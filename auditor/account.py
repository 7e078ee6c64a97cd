"""What a report tells of how a camera was measured: a few words instead of all evidence.  Pure.

Made while the camera is judged, so that its observations need not be held any longer.
"""

from datetime import timedelta

from auditor.evidence import is_sub_stream, main_description, own
from auditor.judged import Account, BestPicture, SeenCamera
from auditor.model import CameraState
from probes.observation import Observation

__all__ = ["LADDER", "account_of"]

LADDER = (
    "resolve",
    "connect",
    "options",
    "describe",
    "setup",
    "play",
    "first_packet",
    "first_key_frame",
    "first_picture",
    "second_picture",
)
"""The steps of a stream, in the order in which they are taken."""


def account_of(seen: SeenCamera) -> Account:
    """The account of one camera whose state is known."""
    best = seen.best
    frame = best.frame if best else None
    codec, size = _format(seen)
    return Account(
        observed=bool(seen.evidence.observations),
        tries=len({one.attempt for one in own(seen.evidence)}),
        furthest_step=_furthest(seen.evidence.observations),
        first_frame_ms=_milliseconds(frame.first_picture) if frame else None,
        codec=codec,
        size=size,
        picture_try=best.observation.attempt if best else None,
        picture_sha256=frame.picture_sha256 if frame else None,
        picture_taken_at=best.observation.started_at if best else None,
        defects=tuple(finding.rule for finding in best.defects) if best else (),
        picture_stream=_picture_stream(best),
        exchange=_exchange(seen),
    )


def _exchange(seen: SeenCamera) -> tuple[str, ...]:
    """The last that was said before a failure; only of cameras that failed."""
    if seen.state not in (CameraState.OFFLINE, CameraState.ONLINE_NO_STREAM):
        return ()
    said = (one.exchange for one in reversed(seen.evidence.observations) if one.exchange)
    return next(said, ())


def _picture_stream(best: BestPicture | None) -> str:
    if best is None:
        return ""
    return "sub" if is_sub_stream(best.observation) else "main"


def _format(seen: SeenCamera) -> tuple[str, str]:
    """Codec and size of the main stream: measured, or declared where it was not played."""
    best = seen.best
    if best is None:
        return "", ""
    if not is_sub_stream(best.observation):
        return best.frame.codec or "", _size(best.frame.width_px, best.frame.height_px)
    told = main_description(seen.evidence)
    if told is None:
        return "", ""
    declared = told.declared
    return told.codec or "", _size(declared.width_px, declared.height_px) if declared else ""


def _size(width_px: int | None, height_px: int | None) -> str:
    return f"{width_px}x{height_px}" if width_px else ""


def _furthest(observations: tuple[Observation[object], ...]) -> str:
    """The rung of the stream's ladder that the best try reached; empty without any."""
    reached = {
        step.name for seen in observations if seen.probe != "onvif_device" for step in seen.steps
    }
    return next((rung for rung in reversed(LADDER) if rung in reached), "")


def _milliseconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span / timedelta(milliseconds=1))
