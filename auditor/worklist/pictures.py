"""The pictures of a work list: small copies of the round's evidence, a bounded number of them.

Only a file that is still the one which the round recorded is copied.  Reads files; which camera
has a picture is left to `auditor.worklist.notice`, their place in the letter to
`auditor.render.notice_docx`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from auditor.render.thumbnails import is_picture_name, small_jpeg
from auditor.worklist.notice import Notice

__all__ = ["MOST_BYTES", "MOST_PICTURES", "NO_PICTURES", "Pictures", "notice_pictures"]

MOST_PICTURES = 100
MOST_BYTES = 3_000_000
"""Of a letter's pictures together, so that it can be sent by mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """JPEG by the picture's name; ``left_out`` for want of room, ``lost`` gone or altered."""

    shown: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    left_out: int = 0
    lost: int = 0


NO_PICTURES = Pictures()


def notice_pictures(notice: Notice, reports: Path) -> Pictures:
    """The pictures of a notice in the order of its items, as many as there is room for."""
    shown: dict[str, bytes] = {}
    lost = left_out = size = 0
    for one in (item.picture for item in notice.items if item.picture):
        if len(shown) == MOST_PICTURES or size >= MOST_BYTES:
            left_out += 1
            continue
        small = _small(reports, one.name, one.sha256)
        if small is None:
            lost += 1
        elif size + len(small) > MOST_BYTES:
            left_out += 1
        else:
            shown[one.name] = small
            size += len(small)
    return Pictures(shown=shown, left_out=left_out, lost=lost)


def _small(reports: Path, name: str, sha256: str) -> bytes | None:
    """None for a file that is not there, or not as it was."""
    if not is_picture_name(name):
        return None
    try:
        picture = (reports / name).read_bytes()
    except OSError:
        return None
    return small_jpeg(picture) if hashlib.sha256(picture).hexdigest() == sha256 else None
