"""Style and script of the pages: our own files, public, and no others."""

from pathlib import Path

from fastapi import APIRouter, HTTPException
from starlette.responses import FileResponse, Response

__all__ = ["FILES", "routes"]

FILES = {"web.css": "text/css", "live.js": "text/javascript", "icon.svg": "image/svg+xml"}
_FOLDER = Path(__file__).parent.parent / "static"


def routes() -> APIRouter:
    """Public: the sign-in page needs the style."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/static/{name}", _file, methods=["GET"])
    return router


def _file(name: str) -> Response:
    if name not in FILES:
        raise HTTPException(404, "没有这个文件。")
    headers = {"Cache-Control": "public, max-age=3600"}
    return FileResponse(_FOLDER / name, media_type=FILES[name], headers=headers)
