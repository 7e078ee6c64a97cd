"""Pictures of earlier rounds: how much of the disk they take, and their removal by policy.

Only folders ``pictures/<round>`` of rounds that the store knows are ever removed; a link is
neither followed nor removed, and whatever else lies there is not ours.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.errors import ReportError
from auditor.evidence_kept import round_beside
from auditor.render.thumbnails import ROUND_ID
from auditor.store.store import Store

__all__ = ["PicturesPruned", "prune_pictures"]

_PICTURES = "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesPruned:
    """What was removed, or would be, and what the remaining pictures take of the disk."""

    rounds: int
    files: int
    bytes: int
    left_bytes: int


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    files: int
    bytes: int


def prune_pictures(
    store: Store, reports: Path, before: datetime, *, dry_run: bool
) -> PicturesPruned:
    """Remove the pictures of rounds that began earlier.

    Those of each community's latest round, and of the report that lies in the folder, stay.
    """
    pictures = reports / _PICTURES
    if not reports.is_dir() or pictures.is_symlink():
        why = (
            "is a link; name the folder that it leads to" if reports.is_dir() else "no such folder"
        )
        raise ReportError(f"{pictures if reports.is_dir() else reports}: {why}")
    try:
        folders = {path.name: _measured(path) for path in _round_folders(pictures)}
        old = set(store.old_rounds(before)) - {round_beside(reports)}
        gone = [one for name, one in folders.items() if name in old]
        if not dry_run and gone:
            # Noted first: what is removed must never look as if it were missing.
            store.mark_pictures_pruned(one.path.name for one in gone)
            _remove(one.path for one in gone)
    except OSError as error:
        raise ReportError(
            f"cannot remove old pictures: {error.filename or pictures}: {error.strerror}; "
            f"check the permissions of {pictures}"
        ) from error
    removed = sum(one.bytes for one in gone)
    return PicturesPruned(
        rounds=len(gone),
        files=sum(one.files for one in gone),
        bytes=removed,
        left_bytes=sum(one.bytes for one in folders.values()) - removed,
    )


def _round_folders(pictures: Path) -> Iterator[Path]:
    if not pictures.is_dir():
        return
    for path in sorted(pictures.iterdir()):
        if ROUND_ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            yield path


def _measured(folder: Path) -> _Folder:
    with os.scandir(folder) as entries:
        sizes = [one.stat(follow_symlinks=False).st_size for one in entries]
    return _Folder(folder, len(sizes), sum(sizes))


def _remove(folders: Iterable[Path]) -> None:
    for path in folders:
        shutil.rmtree(path)
