"""Manifests in the store: made in the transaction that ends a round, and what they speak of."""

import itertools
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from auditor.errors import EvidenceError, StoreError
from auditor.evidence_chain import (
    REPORT,
    Item,
    StoredRow,
    observation_item,
    observation_line,
    packed_manifest,
)
from auditor.model import Report
from auditor.store.tables import EVIDENCE, OBSERVATIONS, REPORTS

__all__ = [
    "EvidenceShelf",
    "KeptEvidence",
    "keep_evidence",
    "mark_pictures_pruned",
    "mark_pruned",
]

# A report of 100,000 cameras with their findings is 1.3 GB of text.
_MAX_BYTES = 1 << 33
_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvidence:
    """A round's manifest as rendered; ``pruned`` when its observations went by policy."""

    head: str
    manifest: bytes
    pruned: bool
    pictures_pruned: bool


@dataclass(frozen=True, slots=True)
class EvidenceShelf:
    """Reads what is kept of a round's evidence."""

    reading: Callable[[], AbstractContextManager[Connection]]

    def of(self, round_id: str) -> KeptEvidence:
        """The manifest; EvidenceError for a round that ended before there were any."""
        columns = (EVIDENCE.c.head, EVIDENCE.c.body, EVIDENCE.c.pruned, EVIDENCE.c.pictures_pruned)
        query = select(*columns).where(EVIDENCE.c.round_id == round_id)
        with self.reading() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            raise EvidenceError(
                f"round {round_id} has no manifest: it was made by an earlier version, "
                "so nothing can be said about its evidence"
            )
        head, body, pruned, pictures = found
        return KeptEvidence(
            head=head,
            manifest=_unpacked(body, "manifest"),
            pruned=pruned,
            pictures_pruned=pictures,
        )

    def head(self, round_id: str) -> str | None:
        """The head of the manifest, None for a round that ended before there were any."""
        query = select(EVIDENCE.c.head).where(EVIDENCE.c.round_id == round_id)
        with self.reading() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
        return found

    def lines(self, round_id: str) -> Iterator[tuple[Item, bytes]]:
        """Each observation's name and hash, and its bytes, in the order of their making."""
        with self.reading() as connection:
            yield from _lines(connection, round_id)

    def report(self, round_id: str) -> bytes | None:
        """The bytes of the report as kept, None when there is none."""
        query = select(REPORTS.c.body).where(REPORTS.c.round_id == round_id)
        with self.reading() as connection:
            body = connection.execute(query).scalar_one_or_none()
        return None if body is None else _unpacked(body, "report")


def keep_evidence(connection: Connection, report: Report, sha256: str) -> str:
    """Keep the manifest of a round that ends and give its head.

    ``sha256`` is that of the report's text as kept.
    """
    round_id = report.provenance.round_id
    pictures = {
        camera.picture: camera.picture_sha256
        for camera in report.cameras
        if camera.picture and camera.picture_sha256
    }
    observations = (item for item, _ in _lines(connection, round_id))
    items = itertools.chain(observations, pictures.items(), ((REPORT, sha256),))
    head, body = packed_manifest(round_id, items)
    row = {
        "round_id": round_id,
        "head": head,
        "pruned": False,
        "body": body,
        "pictures_pruned": False,
    }
    connection.execute(insert(EVIDENCE), [row])
    return head


def mark_pruned(connection: Connection, rounds: list[str]) -> None:
    """Note that the observations of these rounds went by policy."""
    connection.execute(update(EVIDENCE).where(EVIDENCE.c.round_id.in_(rounds)).values(pruned=True))


def mark_pictures_pruned(connection: Connection, rounds: list[str]) -> None:
    """Note that the pictures of these rounds went by policy."""
    connection.execute(
        update(EVIDENCE).where(EVIDENCE.c.round_id.in_(rounds)).values(pictures_pruned=True)
    )


def _lines(connection: Connection, round_id: str) -> Iterator[tuple[Item, bytes]]:
    table = OBSERVATIONS.c
    columns = (table.id, table.row, table.probe, table.version, table.attempt, table.body)
    query = select(*columns).where(table.round_id == round_id).order_by(table.id)
    for found in connection.execute(query).yield_per(_ROWS):
        row: StoredRow = tuple(found)
        line = observation_line(row)
        yield observation_item(row, line), line


def _unpacked(body: bytes, what: str) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _MAX_BYTES)
    except zlib.error as error:
        raise StoreError(f"the {what} in the store was damaged or changed") from error
