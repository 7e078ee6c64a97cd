"""The files of the last report, by a list of names; unmasked ones for those who may see that."""

import functools
import json
from pathlib import Path, PurePath

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import FileResponse, Response

from auditor.evidence_chain import MANIFEST
from auditor.render.table_files import TABLE_FILES
from auditor.web.access import At, Who, source_of
from auditor.web.files import mark_of
from auditor.web.roles import Role
from auditor.web.shelf import plain_file
from auditor.web.show import page

__all__ = ["ALLOWED", "routes"]

_RESULT = "result.json"
_ENDINGS = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}
ALLOWED = {
    **{name: _ENDINGS[PurePath(name).suffix] for name in TABLE_FILES},
    _RESULT: "application/json",
    MANIFEST: "application/json",
    "index.html": "text/html",
}
"""Every name that is handed out, and its kind; a round replaces all of them together."""


def routes() -> APIRouter:
    """The list and the files."""
    router = APIRouter()
    router.add_api_route("/downloads", _list, methods=["GET"])
    router.add_api_route("/downloads/{name}", _file, methods=["GET"])
    return router


def _list(request: Request, desk: At, who: Who) -> Response:
    folder = desk.shelf.folder
    _check_role(who, folder)
    found = [(path.name, path.stat()) for name in ALLOWED if (path := _find(folder, name))]
    sizes = [(name, state.st_size) for name, state in found]
    return page(request, "downloads", files=sizes, is_masked=_is_masked(folder))


def _file(request: Request, desk: At, who: Who, name: str) -> Response:
    """Handed out to be kept, never shown as a page of this server."""
    _check_role(who, desk.shelf.folder)
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


def _check_role(who: Who, folder: Path) -> None:
    if not who.role.may(Role.OPERATE) and not _is_masked(folder):
        raise HTTPException(403, "报告未遮蔽，您的角色不能进行此操作。")


def _is_masked(folder: Path) -> bool:
    """What the result says of itself; one that says nothing is taken for whole."""
    path = plain_file(folder, _RESULT)
    try:
        return path is not None and _says_masked(path, mark_of(path))
    except (OSError, ValueError, KeyError, TypeError):
        return False


@functools.lru_cache(maxsize=1)
def _says_masked(path: Path, mark: tuple[int, int, int]) -> bool:
    """Of a large community it is tens of megabytes: read once, until the file is another."""
    del mark
    return json.loads(path.read_bytes())["masked"] is True
