"""The pages put together: which routes ask for which role, and how a fault is told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from auditor.errors import AuditorError
from auditor.web.access import needs, posted
from auditor.web.desk import Desk
from auditor.web.gate import log_fault
from auditor.web.pages import (
    actions,
    administration,
    cameras,
    downloads,
    figures,
    findings,
    live,
    sign_in,
    static,
    verdicts,
)
from auditor.web.roles import Role
from auditor.web.runner import Runner
from auditor.web.show import page

__all__ = ["pages"]

_VIEW = (verdicts, cameras, findings, live, downloads)
_OPERATE = (actions,)
_ADMINISTER = (administration,)
_DESCRIPTION = "The figures of indicator 4: integers with numerator, denominator and unknown."


def pages(desk: Desk, runner: Runner | None = None) -> FastAPI:
    """Every page; the gate (`auditor.web.gate`) stands before them."""
    app = FastAPI(
        title="auditor",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_running(runner),
    )
    app.state.desk = desk
    app.include_router(static.routes())
    app.include_router(sign_in.routes(), dependencies=[Depends(posted)])
    app.include_router(figures.routes(), dependencies=[Depends(needs(Role.VIEW))])
    for modules, role in (
        (_VIEW, Role.VIEW),
        (_OPERATE, Role.OPERATE),
        (_ADMINISTER, Role.ADMINISTER),
    ):
        checks = [Depends(needs(role)), Depends(posted)]
        for module in modules:
            app.include_router(module.routes(), dependencies=checks, include_in_schema=False)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(AuditorError, _told)
    return app


def _running(
    runner: Runner | None,
) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    """The queue of re-probes is worked on while the server runs."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if runner is None:
            yield
            return
        task = asyncio.create_task(runner.run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    return lifespan


def _told(request: Request, error: Exception) -> Response:
    """A fault as a page, or as JSON to a program."""
    status, text = _fault(error)
    if request.url.path.startswith(figures.PREFIX):
        return JSONResponse({"detail": text}, status)
    return page(request, "fault", status, text=text)


def _fault(error: Exception) -> tuple[HTTPStatus, str]:
    match error:
        case HTTPException():
            status = HTTPStatus(error.status_code)
            return status, "没有这个页面。" if error.detail == "Not Found" else str(error.detail)
        case RequestValidationError():
            return HTTPStatus.UNPROCESSABLE_ENTITY, "地址中的参数不正确。"
        case _:
            log_fault(error)
            return HTTPStatus.SERVICE_UNAVAILABLE, "暂不可用，原因见服务日志。"
