"""A round's manifest: the hash of each observation, picture and the report, chained to one head.

Each link hashes the one before, the item's name and the item's own hash, so the head stands for
all items in their order.  Where items lie is left to `auditor.store` and `auditor.evidence_items`.
"""

import hashlib
import itertools
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter, ValidationError

from auditor.errors import EvidenceError

__all__ = [
    "MANIFEST",
    "REPORT",
    "SCHEMA",
    "Checked",
    "Fault",
    "FaultKind",
    "Item",
    "ItemKind",
    "Manifest",
    "StoredRow",
    "chained",
    "compare",
    "kind_of",
    "manifest_of",
    "observation_item",
    "observation_line",
    "packed_manifest",
    "read_manifest",
    "render_manifest",
]

SCHEMA = "auditor-evidence/1"
REPORT = "report.json"
MANIFEST = "manifest.json"
_OBSERVATION = "observation "
_PACKED_AT_ONCE = 1_000

_Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Item = tuple[str, _Sha256]
"""An item's name and its SHA-256 as hexadecimal digits."""
StoredRow = tuple[int, int, str, int, int, str]
"""An observation as stored: id, registry row, probe, probe version, try, body."""


class ItemKind(StrEnum):
    """What an item is."""

    OBSERVATION = "observation"
    PICTURE = "picture"
    REPORT = "report"


class FaultKind(StrEnum):
    """What is wrong with an item."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The items of a round in their order, and the head of their chain."""

    schema: str
    round_id: str
    head: _Sha256
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An item that is not as the manifest says."""

    kind: FaultKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a round's items; ``removed`` went by policy, which is no fault."""

    round_id: str
    head: str
    intact: bool
    observations: int
    pictures: int
    removed: tuple[str, ...]
    faults: tuple[Fault, ...]


def observation_line(row: StoredRow) -> bytes:
    """The bytes of a stored observation that are hashed, one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def observation_item(row: StoredRow, line: bytes) -> Item:
    """Name and hash of a stored observation; ``line`` are its bytes."""
    id_, target, probe, _, attempt, _ = row
    name = f"{_OBSERVATION}{id_} (row {target}, {probe[:40]}, try {attempt})"
    return name, hashlib.sha256(line).hexdigest()


def manifest_of(round_id: str, items: Iterable[Item]) -> Manifest:
    """The manifest of these items."""
    kept = tuple(items)
    return Manifest(schema=SCHEMA, round_id=round_id, head=chained(round_id, kept), items=kept)


def packed_manifest(round_id: str, items: Iterable[Item]) -> tuple[str, bytes]:
    """The head of these items' chain and their manifest as rendered, compressed.

    The items of a large round are not held: the head stands before them, so their lines are
    packed until it is known.
    """
    link, packed, left = _first_link(round_id), [], iter(items)
    while some := list(itertools.islice(left, _PACKED_AT_ONCE)):
        for item in some:
            link = _next_link(link, item)
        packed.append(zlib.compress(_lines(some).encode("utf-8", "replace"), 1))
    packer = zlib.compressobj()
    pieces = _manifest_pieces(_opening(SCHEMA, round_id, link.hex()), map(zlib.decompress, packed))
    return link.hex(), b"".join((*map(packer.compress, pieces), packer.flush()))


def chained(round_id: str, items: Iterable[Item]) -> str:
    """The head of the chain: it begins with the schema and the round."""
    link = _first_link(round_id)
    for item in items:
        link = _next_link(link, item)
    return link.hex()


def _first_link(round_id: str) -> bytes:
    return hashlib.sha256(f"{SCHEMA}\n{round_id}".encode("utf-8", "replace")).digest()


def _next_link(link: bytes, item: Item) -> bytes:
    name, sha256 = item
    named = hashlib.sha256(name.encode("utf-8", "replace")).digest()
    return hashlib.sha256(link + named + sha256.encode("ascii", "replace")).digest()


def kind_of(name: str) -> ItemKind:
    """What the item of this name is."""
    if name == REPORT:
        return ItemKind.REPORT
    return ItemKind.OBSERVATION if name.startswith(_OBSERVATION) else ItemKind.PICTURE


def render_manifest(manifest: Manifest) -> bytes:
    """UTF-8 JSON, one item a line, the same bytes for the same manifest."""
    opening = _opening(manifest.schema, manifest.round_id, manifest.head)
    lines = _lines(manifest.items).encode("utf-8", "replace")
    return b"".join(_manifest_pieces(opening, (lines,)))


def _opening(schema: str, round_id: str, head: str) -> bytes:
    start = {"schema": schema, "round_id": round_id, "head": head}
    text = json.dumps(start, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{text},\n "items": [\n'.encode("utf-8", "replace")


def _manifest_pieces(opening: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """``parts`` are lines of items, some at a time."""
    yield opening
    between = b""
    for part in parts:
        yield between + part
        between = b",\n"
    yield b"\n ]\n}\n"


def _lines(items: Iterable[Item]) -> str:
    return ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in items)


def read_manifest(text: bytes) -> Manifest:
    """The manifest again; EvidenceError when the bytes are none that this version knows."""
    try:
        manifest = TypeAdapter(Manifest).validate_json(text)
    except ValidationError as error:
        raise EvidenceError("the manifest cannot be read: it is cut or changed") from error
    if manifest.schema != SCHEMA:
        raise EvidenceError(f"a manifest of {manifest.schema[:40]!r}, not {SCHEMA}; update auditor")
    if len(dict(manifest.items)) < len(manifest.items):
        raise EvidenceError("the manifest names an item twice: it was changed")
    return manifest


def compare(
    manifest: Manifest,
    found: Iterable[Item],
    *,
    removed: frozenset[ItemKind] = frozenset(),
    heads: tuple[str, ...] = (),
) -> Checked:
    """Hold what is there against the manifest.

    Items of the ``removed`` kinds may be gone.  ``heads`` are other records of the head, all of
    which must be the chain's.
    """
    expected = dict(manifest.items)
    faults: list[Fault] = []
    if {manifest.head, *heads} != {chained(manifest.round_id, manifest.items)}:
        faults.append(Fault(kind=FaultKind.CHANGED, name=MANIFEST))
    seen: dict[str, None] = {}
    for name, sha256 in found:
        if name not in expected or name in seen:
            faults.append(Fault(kind=FaultKind.ADDED, name=name))
        elif expected[name] != sha256:
            faults.append(Fault(kind=FaultKind.CHANGED, name=name))
        seen[name] = None
    gone = [name for name in expected if name not in seen]
    policy = tuple(name for name in gone if kind_of(name) in removed)
    missing = (name for name in gone if kind_of(name) not in removed)
    faults += [Fault(kind=FaultKind.MISSING, name=name) for name in missing]
    kinds = [kind_of(name) for name in expected]
    return Checked(
        round_id=manifest.round_id,
        head=manifest.head,
        intact=not faults,
        observations=kinds.count(ItemKind.OBSERVATION),
        pictures=kinds.count(ItemKind.PICTURE),
        removed=policy,
        faults=tuple(faults),
    )
