"""A round's findings, each with what became of it since the round before."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from auditor.discovery import record_rules
from auditor.web.access import At, Who
from auditor.web.camera_list import Part, part_of
from auditor.web.finding_states import FindingState, StatedFinding, counts, stated_findings
from auditor.web.masking import told_finding
from auditor.web.pages.cameras import read_state
from auditor.web.pages.found import Round
from auditor.web.roles import Role
from auditor.web.show import own, page

__all__ = ["routes"]

Word = Annotated[str, Query(max_length=30)]


def routes() -> APIRouter:
    """The pages that everybody who signed in may look at."""
    router = APIRouter()
    router.add_api_route("/rounds/{round_id}/findings", _findings, methods=["GET"])
    return router


def _findings(
    request: Request,
    desk: At,
    who: Who,
    kept: Round,
    *,
    state: Word = "",
    rule: Word = "",
    number: int = 1,
) -> Response:
    wanted = read_state(FindingState, state)
    report, before = desk.shelf.report(kept.id), desk.shelf.before(kept)
    earlier = None if before is None else desk.shelf.report(before.id)
    ids = dict(desk.shelf.ids(before.id)) if before else {}
    ids |= desk.shelf.ids(kept.id)
    rules = frozenset(one.meta.id for one in record_rules())
    every = stated_findings(report, earlier, rules)
    name = rule.strip().upper()
    found = [
        one
        for one in every
        if wanted in (None, one.state)
        and name in ("", one.finding.rule.upper(), ids[one.finding].upper())
    ]
    part = part_of(found, number)
    shown = tuple((_told(who.role, one), own(ids[one.finding])) for one in part.items)
    return page(
        request,
        "findings",
        kept=kept,
        before=before,
        rows={one.camera.row for one in report.cameras},
        part=Part(items=shown, number=part.number, pages=part.pages, total=part.total),
        counts=counts(every),
        wanted=wanted,
        rule=rule.strip(),
    )


def _told(role: Role, one: StatedFinding) -> StatedFinding:
    return replace(one, finding=told_finding(role, one.finding))
