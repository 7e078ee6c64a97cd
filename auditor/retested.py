"""What an ad-hoc round found of the chosen cameras: before and now.  Pure."""

from dataclasses import dataclass

from auditor.model import CameraState, Report

__all__ = ["Retest", "retests"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retest:
    """One chosen camera; ``before`` is None where nothing was known, ``reason`` Chinese."""

    row: int
    device_code: str
    name: str
    before: CameraState | None
    now: CameraState
    reason: str


def retests(report: Report) -> tuple[Retest, ...]:
    """The chosen cameras of an ad-hoc round in the order of their rows; none of another round."""
    if report.chosen is None:
        return ()
    before = dict(zip(report.chosen.rows, report.chosen.before, strict=True))
    return tuple(
        Retest(
            row=one.camera.row,
            device_code=one.camera.device_code,
            name=one.camera.name,
            before=before[one.camera.row],
            now=one.state,
            reason=one.reason,
        )
        for one in report.cameras
        if one.camera.row in before
    )
