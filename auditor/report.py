"""A judged round becomes a `Report`: every figure that a rendering prints is made here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.aggregate import class_rates, judge_rate, total_rate
from auditor.discovery import all_indicators
from auditor.indicator import Indicator
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import (
    CameraResult,
    Chosen,
    IndicatorResult,
    ListedExclusion,
    Provenance,
    Rate,
    Report,
    Sample,
)
from auditor.profile import Profile
from auditor.profile_standard import loosened, policy_lines
from auditor.sampled import judge_sampled

__all__ = ["Built", "PictureFinder", "build_report"]

_SELECTORS = 5
_SELECTOR = 60

PictureFinder = Callable[[int, int], Path | None]
"""The file of a picture by row and try; None when it is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The report and its pictures: relative file name to the file that is to be moved there.

    ``blind`` (Chinese) says why the round could condemn no camera; empty when it could.
    Its text tells little: asyncio makes one of a task's result when it ends, to throw it away,
    and a large report's would be a gigabyte.
    """

    report: Report = field(repr=False)
    pictures: Mapping[str, Path] = field(repr=False)
    blind: str = ""


def _no_picture(_row: int, _attempt: int) -> None:
    """A round that is judged again from the store has no pictures."""


def build_report(
    *,
    judged: JudgedRound,
    profile: Profile,
    provenance: Provenance,
    community: str,
    notes: tuple[str, ...] = (),
    alarms: tuple[str, ...] = (),
    exclusions: tuple[ListedExclusion, ...] = (),
    picture_of: PictureFinder = _no_picture,
    sample: Sample | None = None,
    chosen: Chosen | None = None,
) -> Built:
    """Count, compare and collect; ``picture_of`` is asked once for each best picture.

    Of ``chosen`` cameras nothing is counted: a part says nothing of the community.
    """
    counted = chosen is None
    files = _best_pictures(judged, picture_of)
    names = {row: _picture_name(provenance.round_id, row) for row in files}
    report = Report(
        community=community,
        level=profile.level,
        provenance=provenance,
        results=_totals(judged, profile, sample) if counted else (),
        by_class=_by_class(judged, profile, sample) if counted else (),
        beside=_beside(judged, sample) if counted else (),
        cameras=tuple(_camera(camera, names.get(camera.camera.row)) for camera in judged.cameras),
        key_locations=judged.locations,
        findings=judged.findings,
        row_errors=judged.row_errors,
        notes=(*_sample_notes(sample), *_chosen_notes(chosen), *notes),
        alarms=alarms,
        policy=policy_lines(profile),
        exclusions=exclusions,
        judging=profile.policy,
        sample=sample,
        chosen=chosen,
    )
    return Built(report=report, pictures={names[row]: file for row, file in files.items()})


def _best_pictures(judged: JudgedRound, picture_of: PictureFinder) -> dict[int, Path]:
    """The best picture's file of each row that has one."""
    tries = {c.camera.row: c.account.picture_try for c in judged.cameras}
    files = {row: picture_of(row, attempt) for row, attempt in tries.items() if attempt is not None}
    return {row: file for row, file in files.items() if file is not None}


def _sample_notes(sample: Sample | None) -> tuple[str, ...]:
    if sample is None:
        return ()
    return (
        (
            f"抽样检测：{sample.population} 路中抽取 {len(sample.rows)} 路，种子 {sample.seed}。"
            "联网率、完好率、出图率为样本数据，按置信区间判定。"
        ),
        "抽样检测不能推断各关键位置是否实有画面：实证覆盖率不计算、不判定。",
    )


def _chosen_notes(chosen: Chosen | None) -> tuple[str, ...]:
    if chosen is None:
        return ()
    by = "、".join(text[:_SELECTOR] for text in chosen.selectors[:_SELECTORS])
    more = "等" if chosen.selectors[_SELECTORS:] else ""
    return (
        (
            f"指定摄像机复测：按 {by}{more} 选定 {len(chosen.rows)} 路。本结果只说明所选摄像机，"
            "不计算、不判定任何比率，不替代当晚的检测结果。"
        ),
    )


def _totals(
    judged: JudgedRound, profile: Profile, sample: Sample | None
) -> tuple[IndicatorResult, ...]:
    return tuple(
        _judged(indicator, total_rate(indicator, judged), profile, sample)
        for indicator in all_indicators()
        if not indicator.beside
    )


def _judged(
    indicator: Indicator, rate: Rate, profile: Profile, sample: Sample | None
) -> IndicatorResult:
    threshold = profile.thresholds.get(rate.indicator)
    standard = loosened(profile).get(rate.indicator)
    if sample is not None and indicator.probed:
        return judge_sampled(rate, sample, threshold, profile.policy, standard=standard)
    return judge_rate(rate, threshold, profile.policy, standard=standard)


def _by_class(
    judged: JudgedRound, profile: Profile, sample: Sample | None
) -> tuple[IndicatorResult, ...]:
    return tuple(
        _judged(indicator, rate, profile, sample)
        for indicator in all_indicators()
        if indicator.by_class and not indicator.beside
        for rate in class_rates(indicator, judged)
    )


def _beside(judged: JudgedRound, sample: Sample | None) -> tuple[Rate, ...]:
    """Without a picture of every camera nothing is said of a location."""
    return tuple(
        total_rate(i, judged)
        for i in all_indicators()
        if i.beside and (sample is None or not i.probed)
    )


def _camera(judged: JudgedCamera, picture: str | None) -> CameraResult:
    told = judged.account
    return CameraResult(
        camera=judged.camera,
        state=judged.state,
        reason=judged.reason,
        answered=judged.answered,
        tries=told.tries,
        furthest_step=told.furthest_step,
        first_frame_ms=told.first_frame_ms,
        codec=told.codec,
        size=told.size,
        picture=picture,
        picture_sha256=told.picture_sha256,
        picture_taken_at=told.picture_taken_at,
        defects=told.defects,
        picture_stream=told.picture_stream,
        exchange=told.exchange,
    )


def _picture_name(round_id: str, row: int) -> str:
    """Rows are numbers of ours: nothing of the registry's text reaches a file name."""
    return f"pictures/{round_id}/row-{row:06d}.jpg"
