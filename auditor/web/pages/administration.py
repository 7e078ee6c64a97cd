"""Users and the operation log, for those who administer.

Users are added, and passwords set, on the machine: ``auditor web user``.
"""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from auditor.errors import ConfigError
from auditor.web.access import At, Form, Who, source_of
from auditor.web.roles import Role
from auditor.web.show import page
from auditor.web.users import User, Users, with_user, without_user

__all__ = ["routes"]


def routes() -> APIRouter:
    """The pages of those who administer."""
    router = APIRouter()
    router.add_api_route("/users", _users, methods=["GET"])
    router.add_api_route("/users/{name}/role", _role, methods=["POST"])
    router.add_api_route("/users/{name}/remove", _remove, methods=["POST"])
    router.add_api_route("/operations", _operations, methods=["GET"])
    return router


def _users(request: Request, desk: At) -> Response:
    return page(request, "users", users=desk.users.users(), roles=tuple(Role))


def _role(request: Request, desk: At, who: Who, form: Form, name: str) -> Response:
    user = _known(desk, name)
    try:
        role = Role(form.get("role", ""))
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "没有这一角色。") from error
    _note(request, desk, who, "web user role", name, role=role.value)
    changed = User(name=user.name, role=role, password=user.password)
    return _change(desk, lambda users: with_user(users, changed))


def _remove(request: Request, desk: At, who: Who, form: Form, name: str) -> Response:
    del form  # its token was checked
    _known(desk, name)
    _note(request, desk, who, "web user remove", name)
    return _change(desk, lambda users: without_user(users, name))


def _operations(request: Request, desk: At) -> Response:
    return page(
        request, "operations", entries=desk.journal.latest(), checked=desk.journal.checked()
    )


def _known(desk: At, name: str) -> User:
    user = desk.users.find(name)
    if user is None:
        raise HTTPException(404, "没有这位用户。")
    return user


def _note(request: Request, desk: At, who: Who, verb: str, subject: str, **details: str) -> None:
    desk.journal.note(
        desk.clock(),
        who=who.session.user,
        source=source_of(request),
        verb=verb,
        subject=subject,
        **details,
    )


def _change(desk: At, change: Callable[[Users], Users]) -> Response:
    try:
        desk.users.change(change)
    except ConfigError as error:
        raise HTTPException(HTTPStatus.CONFLICT, f"未作改动：{error}") from error
    return RedirectResponse("/users", HTTPStatus.SEE_OTHER)
