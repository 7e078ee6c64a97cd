"""What a route asks before it answers: a role, and of a form its token and its origin."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from auditor.web.desk import Desk
from auditor.web.hosts import same_origin
from auditor.web.roles import Role
from auditor.web.signed import Signed

__all__ = [
    "AsOperator",
    "At",
    "Form",
    "Who",
    "desk_of",
    "early_token",
    "maybe_signed",
    "needs",
    "posted",
    "source_of",
]

_FIELDS = 20
_FIELD_BYTES = 8 * 1024


def desk_of(request: Request) -> Desk:
    """What the pages share."""
    desk: Desk = request.app.state.desk
    return desk


At = Annotated[Desk, Depends(desk_of)]


def maybe_signed(request: Request) -> Signed | None:
    """Who asks, as the gate found; None on the pages that are public."""
    found: Signed | None = request.state.signed
    return found


def signed_of(request: Request) -> Signed:
    """Who asks; the gate lets nobody else through, and this is the second lock."""
    found = maybe_signed(request)
    if found is None:
        raise HTTPException(401, "请先登录。")
    return found


Who = Annotated[Signed, Depends(signed_of)]


def needs(role: Role) -> Callable[[Signed], None]:
    """A dependency that refuses everybody whose role does not include ``role``."""

    def check(signed: Who) -> None:
        if not signed.role.may(role):
            raise HTTPException(403, "您的角色不能进行此操作。")

    return check


AsOperator = Depends(needs(Role.OPERATE))


async def posted(request: Request, desk: At) -> Mapping[str, str]:
    """The fields of a form that came from our page in this session; 403 for any other."""
    if request.method != "POST":
        return {}
    if not same_origin(request.headers.get("origin"), _own_origin(request, desk)):
        raise HTTPException(403, "表单不是由本页面提交的。")
    form = await request.form(max_files=0, max_fields=_FIELDS, max_part_size=_FIELD_BYTES)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if not hmac.compare_digest(fields.get("csrf", "").encode(), _expected(request, desk)):
        raise HTTPException(403, "表单已失效，请返回上一页刷新后再提交。")
    return fields


Form = Annotated[Mapping[str, str], Depends(posted)]


def early_token(desk: Desk, cookie: str) -> str:
    """The form token of somebody who has not signed in, bound to a cookie of the browser."""
    return hmac.new(desk.secret, cookie.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def source_of(request: Request) -> str:
    """The address that the request came from; headers of proxies are not believed."""
    return request.client.host if request.client else "unknown"


def _own_origin(request: Request, desk: Desk) -> str:
    """As browsers see it: behind a proxy that has TLS, this server cannot know by itself."""
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return desk.public_url or here


def _expected(request: Request, desk: Desk) -> bytes:
    """A session's own token; before, that of the cookie, which an empty one never fits."""
    signed = maybe_signed(request)
    if signed is not None:
        return signed.session.csrf.encode()
    cookie = request.cookies.get("auditor_form", "")
    return early_token(desk, cookie).encode() if cookie else b"\0"
