"""A round's evidence where it was made: the store and the pictures beside the report.

What pruning removed is noted in the store and is no fault.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from auditor.errors import EvidenceError
from auditor.evidence_chain import (
    MANIFEST,
    REPORT,
    Checked,
    Item,
    ItemKind,
    compare,
    read_manifest,
)
from auditor.render.thumbnails import ROUND_ID, is_picture_name
from auditor.store.store import Store

__all__ = ["check_kept", "kept_pictures", "removed_kinds", "round_beside"]

_PICTURES = "pictures"
_RESULT = "result.json"


def check_kept(store: Store, round_id: str, reports: Path, *, noted: str | None = None) -> Checked:
    """Hold store and pictures against the manifest; ``noted`` is a head written down elsewhere."""
    if not reports.is_dir():
        raise EvidenceError(f"{reports}: no such folder; name it with --reports")
    kept = store.evidence.of(round_id)
    manifest = read_manifest(kept.manifest)
    if manifest.round_id != round_id:
        raise EvidenceError(f"the manifest of round {round_id} is another round's: it was changed")
    beside = _head_beside(reports, round_id)
    heads = tuple(head for head in (kept.head, beside, noted) if head is not None)
    removed = removed_kinds(store, round_id)
    return compare(manifest, _items(store, round_id, reports), removed=removed, heads=heads)


def removed_kinds(store: Store, round_id: str) -> frozenset[ItemKind]:
    """What went by policy, as the store notes it."""
    kept = store.evidence.of(round_id)
    told = ((ItemKind.OBSERVATION, kept.pruned), (ItemKind.PICTURE, kept.pictures_pruned))
    return frozenset(kind for kind, pruned in told if pruned)


def kept_pictures(reports: Path, round_id: str) -> Iterator[tuple[str, Path]]:
    """Whatever lies in the round's picture folder, by the name it has in a manifest."""
    folder = _folder(reports, round_id)
    if ROUND_ID.fullmatch(round_id) and folder.is_dir():
        for path in sorted(folder.iterdir()):
            yield f"{_PICTURES}/{round_id}/{path.name}", path


def _items(store: Store, round_id: str, reports: Path) -> Iterator[Item]:
    for item, _ in store.evidence.lines(round_id):
        yield item
    for name, path in kept_pictures(reports, round_id):
        yield name, _sha256(path) if is_picture_name(name) else ""
    report = store.evidence.report(round_id)
    if report is not None:
        yield REPORT, hashlib.sha256(report).hexdigest()


def _sha256(path: Path) -> str:
    """Of a file itself: what is a link, or no file, has none and so is not what was kept."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read ({error.strerror})") from error


def _folder(reports: Path, round_id: str) -> Path:
    return reports / _PICTURES / round_id


def _head_beside(reports: Path, round_id: str) -> str | None:
    """The head in the manifest beside the report; an empty one when that cannot be read."""
    try:
        text = (reports / MANIFEST).read_bytes()
    except OSError:
        return None
    try:
        manifest = read_manifest(text)
    except EvidenceError:
        return "" if round_beside(reports) == round_id else None
    return manifest.head if manifest.round_id == round_id else None


def round_beside(reports: Path) -> str | None:
    """Whose report lies in the folder, None when that cannot be said."""
    try:
        provenance = json.loads((reports / _RESULT).read_bytes())["provenance"]
        return str(provenance["round_id"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
