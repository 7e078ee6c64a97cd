"""The progress of a running round: a page, and a stream of events that keeps it up to date."""

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from auditor.render.plain_text import visible
from auditor.web.access import At, Who
from auditor.web.desk import Desk
from auditor.web.gate import LIVE
from auditor.web.progress import Progress, read_progress
from auditor.web.show import page
from auditor.web.signed import Signed
from auditor.web.words import PHASES, SO_FAR

__all__ = ["routes"]

_LOOK_S = 0.5
_BEAT = 30  # looks between two signs of life
_LOOKS = 1200  # then the browser asks anew, so that no stream outlives its session for long


def routes() -> APIRouter:
    """The pages that everybody who signed in may look at."""
    router = APIRouter()
    router.add_api_route("/progress", _page, methods=["GET"])
    router.add_api_route(LIVE, _events, methods=["GET"])
    return router


def _page(request: Request, desk: At) -> Response:
    progress = read_progress(desk.shelf.folder, desk.clock())
    return page(request, "progress", progress=_shown(progress), stream=LIVE)


async def _events(desk: At, who: Who) -> Response:
    return StreamingResponse(_stream(desk, who), media_type="text/event-stream")


async def _stream(desk: Desk, who: Signed) -> AsyncIterator[str]:
    """An event whenever something changed; it ends with the session and with the server."""
    last = None
    for look in range(_LOOKS):
        if desk.stopping() or not desk.sessions.find(who.token, desk.clock(), used=False):
            return
        found = await run_in_threadpool(read_progress, desk.shelf.folder, desk.clock())
        data = json.dumps(_shown(found), ensure_ascii=False)
        if data != last:
            yield f"data: {data}\n\n"
            last = data
        elif look % _BEAT == 0:
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_S)


def _shown(progress: Progress | None) -> dict[str, object] | None:
    """Words as they are shown; a state that nobody knows is left out."""
    if progress is None:
        return None
    return {
        "community": visible(progress.community),
        "pass": _pass(progress),
        "done": progress.done,
        "total": progress.total,
        "states": [
            [word, progress.states[state]]
            for state, word in SO_FAR.items()
            if state in progress.states
        ],
    }


def _pass(progress: Progress) -> str:
    """Which pass is under way, and what is done in it when it is not the pass itself."""
    told = f"第 {progress.attempt} / {progress.tries} 遍" if progress.attempt else ""
    phase = PHASES.get(progress.phase, "")
    return f"{told}（{phase}）" if told and phase else told or phase
