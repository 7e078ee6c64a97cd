"""The list of a round's cameras, one camera over the rounds, and its pictures."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import FileResponse, Response

from auditor.model import CameraResult, CameraState
from auditor.records import LocationClass
from auditor.web.access import At, Who
from auditor.web.camera_list import Narrowed, narrowed, part_of
from auditor.web.masking import is_whole, told, told_camera, told_finding
from auditor.web.pages.found import Camera, Round
from auditor.web.reprobes import REPROBABLE
from auditor.web.roles import Role
from auditor.web.show import own, page

__all__ = ["read_state", "routes", "searched"]

T = TypeVar("T", bound=StrEnum)

_ROUNDS = 30
_TEXT = 100

Text = Annotated[str, Query(max_length=_TEXT)]


def routes() -> APIRouter:
    """The pages that everybody who signed in may look at."""
    router = APIRouter()
    router.add_api_route("/rounds/{round_id}/cameras", _cameras, methods=["GET"])
    router.add_api_route("/rounds/{round_id}/cameras/{row}", _camera, methods=["GET"])
    router.add_api_route("/pictures/{round_id}/{name}", _picture, methods=["GET"])
    return router


def read_state(kind: type[T], text: str) -> T | None:
    """An item by its value, None for an empty text; 400 for a word that there is not."""
    try:
        return kind(text) if text else None
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "没有这一筛选项。") from error


def searched(role: Role, one: CameraResult) -> str:
    """What a search looks at: nothing that would tell by its hits what is masked."""
    camera = one.camera
    shown = f"{camera.name}\n{camera.device_code}\n{camera.key_location_id}\n{one.reason}"
    return f"{shown}\n{camera.host}" if is_whole(role) else told(role, shown)


def _cameras(
    request: Request,
    desk: At,
    who: Who,
    kept: Round,
    *,
    state: Text = "",
    kind: Text = "",
    text: Text = "",
    number: int = 1,
) -> Response:
    wanted = Narrowed(
        state=read_state(CameraState, state),
        kind=read_state(LocationClass, kind),
        text=text.strip(),
    )
    report = desk.shelf.report(kept.id)
    found = narrowed(report, wanted, lambda one: searched(who.role, one))
    return page(
        request,
        "cameras",
        kept=kept,
        part=part_of(found, number),
        every=len(report.cameras),
        wanted=wanted,
        kinds=tuple(LocationClass),
        is_there=desk.shelf.is_there,
    )


def _camera(request: Request, desk: At, who: Who, kept: Round, result: Camera) -> Response:
    report = desk.shelf.report(kept.id)
    camera = result.camera
    found = [one for one in report.findings if one.row == camera.row]
    ids = desk.shelf.ids(kept.id)
    findings = [told_finding(who.role, one) for one in found]
    return page(
        request,
        "camera",
        kept=kept,
        result=told_camera(who.role, result),
        findings=[(one, own(ids[each])) for one, each in zip(findings, found, strict=True)],
        place=next((p for p in report.key_locations if p.id == camera.key_location_id), None),
        history=desk.shelf.history(kept, camera.device_code, _ROUNDS),
        reprobable=REPROBABLE.fullmatch(camera.device_code) is not None,
        waivable=sorted({one.rule for one in findings if one.verdict == "fail"}),
        can_waive=desk.config.files.waivers.endswith(".toml"),
        today=desk.clock(),
        is_there=desk.shelf.is_there,
        told=request.query_params.get("told", ""),
    )


def _picture(desk: At, round_id: str, name: str) -> Response:
    """The name's form admits no way out of the folder, and links are not followed."""
    file = desk.shelf.picture(round_id, name)
    if file is None:
        raise HTTPException(404, "没有这幅画面。")
    return FileResponse(file, media_type="image/jpeg")
