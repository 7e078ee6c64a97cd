"""The figures as JSON below ``/api/v1``, described by an OpenAPI document.

Texts are masked as on the pages; no address and no position of a camera is given at all.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from auditor.model import CameraResult, CameraState, IndicatorResult, RateVerdict
from auditor.records import LocationClass
from auditor.render.conclusion import overall
from auditor.render.plain_text import visible
from auditor.store.store import KeptRound
from auditor.web.access import At, Who
from auditor.web.camera_list import Narrowed, narrowed, part_of
from auditor.web.masking import told
from auditor.web.pages.cameras import searched
from auditor.web.pages.found import Round
from auditor.web.roles import Role
from auditor.web.shelf import Summary

__all__ = ["PREFIX", "routes"]

PREFIX = "/api/v1"
_MOST = 200


class RateOut(BaseModel):
    """A rate in integers; ``threshold`` in whole percent, null where none is laid down."""

    indicator: str
    title: str
    scope: str = Field(description="all, or a class of key location")
    met: int = Field(description="numerator")
    of: int = Field(description="denominator")
    unknown: int = Field(description="of the denominator; neither good nor bad")
    excluded: int
    threshold: int | None
    verdict: RateVerdict


class RoundOut(BaseModel):
    """A round; ``ended_at`` and ``complete`` are null while it has not ended."""

    id: str
    community: str
    started_at: datetime
    ended_at: datetime | None
    complete: bool | None


class CommunityOut(BaseModel):
    """A community's latest ended round and its rates."""

    community: str
    level: str
    round: RoundOut
    overall: RateVerdict
    rates: list[RateOut]


class CameraOut(BaseModel):
    """A camera in a round; ``reason`` is Chinese."""

    row: int
    device_code: str
    name: str
    key_location_id: str
    state: CameraState
    reason: str
    answered: bool
    tries: int
    first_frame_ms: int | None
    defects: list[str]


class CamerasOut(BaseModel):
    """One page of a round's cameras."""

    total: int
    page: int
    pages: int
    cameras: list[CameraOut]


def routes() -> APIRouter:
    """What everybody who signed in may read."""
    router = APIRouter(prefix=PREFIX)
    router.add_api_route("/communities", _communities, methods=["GET"])
    router.add_api_route("/rounds", _rounds, methods=["GET"])
    router.add_api_route("/rounds/{round_id}/rates", _rates, methods=["GET"])
    router.add_api_route("/rounds/{round_id}/cameras", _cameras, methods=["GET"])
    router.add_api_route("/openapi.json", _document, methods=["GET"], include_in_schema=False)
    return router


def _communities(desk: At) -> list[CommunityOut]:
    """The latest ended round of each community."""
    return list(map(_community, desk.shelf.summaries(desk.shelf.latest())))


def _rounds(desk: At, community: Annotated[str, Query(max_length=1000)] = "") -> list[RoundOut]:
    """Every round, the latest first."""
    return [_round(kept) for kept in desk.shelf.rounds(community or None)]


def _rates(desk: At, kept: Round) -> list[RateOut]:
    """The rates of an ended round: of all, then by class of key location."""
    head = desk.shelf.head(kept)
    return [_rate(result) for result in (*head.results, *head.by_class)]


def _cameras(
    desk: At,
    who: Who,
    kept: Round,
    *,
    state: CameraState | None = None,
    kind: LocationClass | None = None,
    text: Annotated[str, Query(max_length=100)] = "",
    number: Annotated[int, Query(alias="page", ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=_MOST)] = 50,
) -> CamerasOut:
    """The cameras of an ended round, narrowed by state, class of key location and text."""
    wanted = Narrowed(state=state, kind=kind, text=text.strip())
    found = narrowed(desk.shelf.report(kept.id), wanted, lambda one: searched(who.role, one))
    part = part_of(found, number, size)
    return CamerasOut(
        total=part.total,
        page=part.number,
        pages=part.pages,
        cameras=[_camera(one, who.role) for one in part.items],
    )


def _document(request: Request) -> dict[str, Any]:
    """The description of the routes above."""
    document: dict[str, Any] = request.app.openapi()
    return document


def _community(summary: Summary) -> CommunityOut:
    return CommunityOut(
        community=visible(summary.round.community),
        level=summary.head.level,
        round=_round(summary.round),
        overall=overall(summary.head.results),
        rates=[_rate(result) for result in summary.head.results],
    )


def _round(kept: KeptRound) -> RoundOut:
    return RoundOut(
        id=kept.id,
        community=visible(kept.community),
        started_at=kept.started_at,
        ended_at=kept.ended_at,
        complete=kept.complete,
    )


def _rate(result: IndicatorResult) -> RateOut:
    rate = result.rate
    return RateOut(
        indicator=rate.indicator,
        title=rate.title,
        scope=rate.scope,
        met=rate.met,
        of=rate.of,
        unknown=rate.unknown,
        excluded=rate.excluded,
        threshold=result.threshold,
        verdict=result.verdict,
    )


def _camera(one: CameraResult, role: Role) -> CameraOut:
    def shown(text: str) -> str:
        return told(role, visible(text))

    camera = one.camera
    return CameraOut(
        row=camera.row,
        device_code=shown(camera.device_code),
        name=shown(camera.name),
        key_location_id=shown(camera.key_location_id),
        state=one.state,
        reason=shown(one.reason),
        answered=one.answered,
        tries=one.tries,
        first_frame_ms=one.first_frame_ms,
        defects=list(one.defects),
    )
