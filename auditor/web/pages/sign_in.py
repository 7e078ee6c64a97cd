"""Signing in and out.  The same answer, in the same time, whether or not a user exists."""

import secrets
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from auditor.web.access import At, Form, Who, early_token, source_of
from auditor.web.desk import Desk
from auditor.web.show import own, page
from auditor.web.signed import cookie_name

__all__ = ["routes"]

_FORM_COOKIE = "auditor_form"
_FORM_AGE_S = 3600
_NAME_AT_MOST = 40


def routes() -> APIRouter:
    """``/login`` is the one page that anybody may ask for."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/login", _form, methods=["GET"])
    router.add_api_route("/login", _sign_in, methods=["POST"])
    router.add_api_route("/logout", _sign_out, methods=["POST"])
    return router


def _form(request: Request, desk: At) -> Response:
    return _shown(request, desk, HTTPStatus.OK, "")


def _sign_in(request: Request, desk: At, form: Form) -> Response:
    name, source, now = form.get("name", ""), source_of(request), desk.clock()
    told = name[:_NAME_AT_MOST]
    if not desk.limit.take(told, source, now):
        fault = "尝试次数过多，请十五分钟后再试。"
        return _shown(request, desk, HTTPStatus.TOO_MANY_REQUESTS, fault)
    user = desk.users.find(name)
    right = desk.passwords.matches(user.password if user else None, form.get("password", ""))
    if user is None or not right:
        desk.journal.note(now, who=told, source=source, verb="web sign-in refused")
        return _shown(request, desk, HTTPStatus.UNAUTHORIZED, "用户名或口令不正确。")
    desk.limit.succeeded(told, source)
    desk.journal.note(now, who=user.name, source=source, verb="web sign-in", role=user.role)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    _set(answer, desk, cookie_name(desk), desk.sessions.begin(user.name, user.password, now))
    answer.delete_cookie(_FORM_COOKIE, path="/login")
    return answer


def _sign_out(request: Request, desk: At, who: Who, form: Form) -> Response:
    del form  # its token was checked
    desk.sessions.end(who.token)
    desk.journal.note(
        desk.clock(), who=who.session.user, source=source_of(request), verb="web sign-out"
    )
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(cookie_name(desk), secure=desk.secure, httponly=True, samesite="strict")
    return answer


def _shown(request: Request, desk: Desk, status: HTTPStatus, fault: str) -> Response:
    """The form, and the cookie that its token is bound to."""
    cookie = request.cookies.get(_FORM_COOKIE) or secrets.token_urlsafe(32)
    answer = page(request, "login", status, fault=fault, token=own(early_token(desk, cookie)))
    _set(answer, desk, _FORM_COOKIE, cookie, path="/login", max_age=_FORM_AGE_S)
    return answer


def _set(
    answer: Response,
    desk: Desk,
    name: str,
    value: str,
    *,
    path: str = "/",
    max_age: int | None = None,
) -> None:
    answer.set_cookie(
        name,
        value,
        path=path,
        max_age=max_age,
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )
