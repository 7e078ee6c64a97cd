"""The gate before every page: host, method, size, session, and the headers of every answer.

Whatever is not named as public needs a session, also a page that does not exist.  Roles and
form tokens are checked by the routes (`auditor.web.access`).
"""

import asyncio
import traceback
from collections.abc import Mapping
from pathlib import PurePath

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auditor.errors import AuditorError
from auditor.web.desk import Desk
from auditor.web.hosts import is_expected
from auditor.web.signed import signed_in

__all__ = ["LIVE", "Gate", "log_fault"]

LIVE = "/progress/events"
_LARGEST = 64 * 1024
_HEAD_BYTES = 16 * 1024
_BODY_S = 10
_PUBLIC = ("/login", "/static/")
_METHODS = frozenset({"GET", "HEAD", "POST"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SIGNED_OUT = (
    '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>请先登录</title>'
    '<link rel="stylesheet" href="/static/web.css"><main><h1>操作未执行</h1>'
    '<p>登录已过期。<a href="/login">请重新登录</a>，再提交一次。</p></main></html>'
)
# same-origin and not no-referrer: with the latter a browser calls the origin of a form "null".
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Gate:
    """ASGI: lets a request through to the pages, or answers it."""

    def __init__(self, pages: ASGIApp, desk: Desk) -> None:
        self.pages = pages
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the server's own messages pass."""
        if scope["type"] == "lifespan":
            await self.pages(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, self._with_headers(send))

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer: ASGIApp = self._refusal(scope) or self.pages
        except AuditorError as error:
            log_fault(error)
            answer = PlainTextResponse("服务暂不可用，原因见服务日志。", 503)
        try:
            await answer(scope, _patient(receive), send)
        except Exception as error:  # noqa: BLE001 - the framework has answered; a text could quote
            log_fault(error)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not is_expected(headers.get("host", ""), self.desk.hosts):
            return PlainTextResponse("此地址未登记，请用启动时给出的地址访问。", 421)
        if scope["method"] not in _METHODS:
            return PlainTextResponse("不支持的请求方式。", 405)
        return _too_long(scope) or _too_large(headers) or self._unsigned(scope, headers)

    def _unsigned(self, scope: Scope, headers: Headers) -> Response | None:
        """Who is signed in is told to the pages; who is not goes to the sign-in page."""
        path = scope["path"]
        cookies = cookie_parser(headers.get("cookie", ""))
        signed = signed_in(self.desk, cookies, used=path != LIVE)
        scope.setdefault("state", {})["signed"] = signed
        if signed is not None or path == _PUBLIC[0] or path.startswith(_PUBLIC[1]):
            return None
        if scope["method"] == "GET" and not path.startswith("/api/") and path != LIVE:
            return RedirectResponse("/login", 303)
        if _is_form(headers):
            return HTMLResponse(_SIGNED_OUT, 401)
        return PlainTextResponse("请先登录。", 401)

    def _with_headers(self, send: Send) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self.desk.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return sender


def _is_form(headers: Headers) -> bool:
    """What a browser sends from a page of ours that stayed open for too long."""
    return headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def _too_long(scope: Scope) -> Response | None:
    """The server limits only a head that comes in pieces."""
    path = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if path + sum(len(name) + len(value) for name, value in scope["headers"]) > _HEAD_BYTES:
        return PlainTextResponse("请求头过长。", 431)
    return None


def _too_large(headers: Headers) -> Response | None:
    """A body says its length and is short: forms are all that is sent here."""
    if "transfer-encoding" in headers:
        return PlainTextResponse("请求须注明长度。", 411)
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length[:20]) > _LARGEST:
        return PlainTextResponse("请求过大。", 413)
    return None


def _patient(receive: Receive) -> Receive:
    """A body that does not come in time is taken for a client that went away."""
    whole = False

    async def receiver() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(_BODY_S):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return receiver


def log_fault(error: Exception) -> None:
    """Type and place; the message only where it is one of ours."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{PurePath(last.filename).name}:{last.lineno}"
    told = str(error) if isinstance(error, AuditorError) else type(error).__name__
    structlog.get_logger().error("page failed", fault=told, place=place)
