"""Latest verdicts by community, the list of rounds, and one round."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.web.access import At
from auditor.web.camera_list import part_of
from auditor.web.pages.found import Round
from auditor.web.progress import read_progress
from auditor.web.show import page

__all__ = ["routes"]


def routes() -> APIRouter:
    """The pages that everybody who signed in may look at."""
    router = APIRouter()
    router.add_api_route("/", _home, methods=["GET"])
    router.add_api_route("/rounds", _rounds, methods=["GET"])
    router.add_api_route("/rounds/{round_id}", _round, methods=["GET"])
    return router


def _home(request: Request, desk: At, number: int = 1) -> Response:
    part = part_of(desk.shelf.latest(), number)
    return page(
        request,
        "home",
        part=part,
        summaries=desk.shelf.summaries(part.items),
        progress=read_progress(desk.shelf.folder, desk.clock()),
    )


def _rounds(request: Request, desk: At, community: str = "", number: int = 1) -> Response:
    part = desk.shelf.rounds_on(community or None, number)
    heads = desk.shelf.heads(part.items)
    rows = [(kept, heads.get(kept.id)) for kept in part.items]
    return page(request, "rounds", community=community, part=part, rows=rows)


def _round(request: Request, desk: At, kept: Round) -> Response:
    shelf = desk.shelf
    return page(request, "round", kept=kept, head=shelf.head(kept), before=shelf.before(kept))
