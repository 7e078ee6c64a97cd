"""Why a camera was not probed, where it was no fault of the camera or of its record.  Pure.

Somebody did not draw it or choose it, or the deadline came before.  Reasons are Chinese.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import CameraState, Chosen, Sample
from auditor.schedule.plan import is_probeable

__all__ = ["cut_note", "told_choice", "told_deadline"]

_BEIJING = timedelta(hours=8)


def told_choice(judged: JudgedRound, sample: Sample | None, chosen: Chosen | None) -> JudgedRound:
    """Who was not drawn, or not chosen, is told so."""
    if sample is not None:
        judged = _others(judged, sample.rows, "抽样检测：本路未抽中，本轮不检测")
    if chosen is not None:
        judged = _others(judged, chosen.rows, "未选入本次复测")
    return judged


def told_deadline(judged: JudgedRound, *, tries: int) -> JudgedRound:
    """The rest of a round that its deadline cut."""

    def told(camera: JudgedCamera) -> JudgedCamera:
        if _is_unreached(camera):
            return replace(camera, reason="截止时间已到，本轮未测")
        if _is_short(camera, tries):
            return replace(camera, reason=f"截止时间已到：{camera.reason}")
        return camera

    return _each(judged, told)


def cut_note(judged: JudgedRound, cut_at: datetime, *, tries: int, among: Chosen | None) -> str:
    """How much of the round is missing; ``among`` are the only cameras that it was about."""
    rows = None if among is None else frozenset(among.rows)
    asked = [one for one in judged.cameras if rows is None or one.camera.row in rows]
    beijing = (cut_at + _BEIJING).replace(tzinfo=None)
    return (
        f"截止时间（北京时间 {beijing:%Y-%m-%d %H:%M}）已到，本轮结果不完整：{len(asked)} 路中 "
        f"{sum(map(_is_unreached, asked))} 路未测、"
        f"{sum(_is_short(one, tries) for one in asked)} 路尝试次数不足，按“未检测”计，不作好坏结论。"
    )


def _others(judged: JudgedRound, rows: tuple[int, ...], reason: str) -> JudgedRound:
    members = frozenset(rows)

    def told(camera: JudgedCamera) -> JudgedCamera:
        is_other = camera.camera.row not in members and not camera.state.is_conclusive
        return replace(camera, reason=reason) if is_other else camera

    return _each(judged, told)


def _each(judged: JudgedRound, change: Callable[[JudgedCamera], JudgedCamera]) -> JudgedRound:
    return replace(judged, cameras=tuple(map(change, judged.cameras)))


def _is_unreached(camera: JudgedCamera) -> bool:
    """Nothing was asked of a camera that could have been asked."""
    return not camera.account.observed and is_probeable(camera.camera)


def _is_short(camera: JudgedCamera, tries: int) -> bool:
    """Fewer tries than a verdict needs; who was blocked needed no other."""
    return camera.state is CameraState.NOT_PROBED and 0 < camera.account.tries < tries
