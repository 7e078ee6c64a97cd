"""The files of the last report, by a list of names; for those who may see them unmasked."""

import itertools
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import FileResponse, Response

from auditor.evidence_chain import MANIFEST
from auditor.web.access import At, Who, source_of
from auditor.web.shelf import plain_file
from auditor.web.show import page

__all__ = ["ALLOWED", "routes"]

_TABLES = ("cameras", "findings", "rates", "exclusions", "locations", "key_locations", "changes")
_ENDINGS = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}
ALLOWED = {
    **{f"{name}{end}": kind for name, (end, kind) in itertools.product(_TABLES, _ENDINGS.items())},
    "report.xlsx": _ENDINGS[".xlsx"],
    "result.json": "application/json",
    MANIFEST: "application/json",
    "index.html": "text/html",
}
"""Every name that is handed out, and its kind."""


def routes() -> APIRouter:
    """The pages of those who may operate."""
    router = APIRouter()
    router.add_api_route("/downloads", _list, methods=["GET"])
    router.add_api_route("/downloads/{name}", _file, methods=["GET"])
    return router


def _list(request: Request, desk: At) -> Response:
    files = [
        (path.name, path.stat()) for name in ALLOWED if (path := _find(desk.shelf.folder, name))
    ]
    return page(request, "downloads", files=[(name, found.st_size) for name, found in files])


def _file(request: Request, desk: At, who: Who, name: str) -> Response:
    """Handed out to be kept, never shown as a page of this server."""
    path = _find(desk.shelf.folder, name)
    if path is None:
        raise HTTPException(404, "没有这个文件。")
    desk.journal.note(
        desk.clock(),
        who=who.session.user,
        source=source_of(request),
        verb="web download",
        subject=name,
    )
    return FileResponse(path, media_type=ALLOWED[name], filename=name)


def _find(folder: Path, name: str) -> Path | None:
    return plain_file(folder, name) if name in ALLOWED else None
