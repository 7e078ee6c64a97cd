"""What the path of a page names, found or 404."""

from typing import Annotated

from fastapi import Depends, HTTPException

from auditor.model import CameraResult, Report
from auditor.store.store import KeptRound
from auditor.web.access import At

__all__ = ["Camera", "Round", "camera_of", "round_of"]


def round_of(round_id: str, desk: At) -> KeptRound:
    """An ended round by its id."""
    kept = desk.shelf.round(round_id)
    if kept is None:
        raise HTTPException(404, "没有这一轮检测，或检测尚未结束。")
    return kept


Round = Annotated[KeptRound, Depends(round_of)]


def camera_of(kept: Round, row: int, desk: At) -> CameraResult:
    """A camera of that round by its row."""
    report: Report = desk.shelf.report(kept.id)
    found = next((one for one in report.cameras if one.camera.row == row), None)
    if found is None:
        raise HTTPException(404, "这一轮没有这台摄像机。")
    return found


Camera = Annotated[CameraResult, Depends(camera_of)]
