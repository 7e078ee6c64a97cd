"""What those who may operate do: ask for a re-probe, add a waiver.  Logged before it is done."""

import datetime as dt
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from auditor.errors import ConfigError
from auditor.model import Verdict
from auditor.render.figures import SHANGHAI
from auditor.web.access import At, Form, Who, source_of
from auditor.web.pages.found import Camera, Round
from auditor.web.reprobes import REPROBABLE, Taken
from auditor.web.show import page
from auditor.web.waive import add_waiver

__all__ = ["routes"]

_LONGEST_DAYS = 3 * 366


def routes() -> APIRouter:
    """The pages of those who may operate."""
    router = APIRouter()
    camera = "/rounds/{round_id}/cameras/{row}"
    router.add_api_route("/reprobes", _list, methods=["GET"])
    router.add_api_route(f"{camera}/reprobe", _reprobe, methods=["POST"])
    router.add_api_route(f"{camera}/waive", _waive, methods=["POST"])
    return router


def _list(request: Request, desk: At) -> Response:
    return page(request, "reprobes", requests=desk.reprobes.all()[:100])


def _reprobe(
    request: Request, desk: At, who: Who, form: Form, kept: Round, result: Camera
) -> Response:
    del form  # its token was checked
    code, now = result.camera.device_code, desk.clock()
    if not REPROBABLE.fullmatch(code) or _doubled(desk, kept, code):
        raise HTTPException(HTTPStatus.CONFLICT, "设备编码缺失、重复或不是数字，不能单独复测。")
    user = who.session.user
    desk.journal.note(now, who=user, source=source_of(request), verb="web re-probe", subject=code)
    taken = desk.reprobes.ask(device_code=code, community=kept.community, who=user, now=now)
    if taken is Taken.TOO_MANY:
        raise HTTPException(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"每小时最多复测 {desk.reprobes.per_hour} 次，请稍后再试。",
        )
    if taken is Taken.ALREADY:
        raise HTTPException(HTTPStatus.CONFLICT, "这台摄像机已在复测队列中。")
    return RedirectResponse("/reprobes", HTTPStatus.SEE_OTHER)


def _waive(
    request: Request, desk: At, who: Who, form: Form, kept: Round, result: Camera
) -> Response:
    rule, code, now = form.get("rule", ""), result.camera.device_code, desk.clock()
    report = desk.shelf.report(kept.id)
    failing = {
        one.rule
        for one in report.findings
        if one.row == result.camera.row and one.verdict is Verdict.FAIL
    }
    if rule not in failing or not code or _doubled(desk, kept, code):
        raise HTTPException(HTTPStatus.CONFLICT, "这台摄像机没有可豁免的此项问题。")
    if not desk.config.files.waivers:
        raise HTTPException(HTTPStatus.CONFLICT, "配置中没有豁免文件（[files] waivers）。")
    expires = _day(form.get("expires", ""), now)
    details = {"code": code, "until": expires.isoformat(), "owner": form.get("owner", "")}
    log = {"who": who.session.user, "source": source_of(request), "subject": rule}
    desk.journal.note(now, verb="web waive", **log, **details)
    try:
        add_waiver(
            Path(desk.config.files.waivers),
            rule=rule,
            device_code=code,
            reason=form.get("reason", ""),
            owner=form.get("owner", ""),
            expires=expires,
        )
    except ConfigError as error:
        desk.journal.note(now, verb="web waive refused", **log, code=code)
        raise HTTPException(HTTPStatus.CONFLICT, str(error)) from error
    target = f"/rounds/{kept.id}/cameras/{result.camera.row}?told=waived"
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


def _doubled(desk: At, kept: Round, code: str) -> bool:
    """Whether another camera of the round has the same code: both would be meant."""
    cameras = desk.shelf.report(kept.id).cameras
    return sum(one.camera.device_code == code for one in cameras) > 1


def _day(text: str, now: dt.datetime) -> dt.date:
    """The last day of a waiver, as Beijing counts days; not in the past and not for ever."""
    today = now.astimezone(SHANGHAI).date()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not today <= day <= today + dt.timedelta(days=_LONGEST_DAYS):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "到期日应为今天起三年内的日期。")
    return day
