"""Bytes that rounds share, kept once by their SHA-256; what they mean is left to others."""

import hashlib
import zlib
from collections.abc import Mapping

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from auditor.errors import StoreError
from auditor.store.tables import CONTENTS, ROUND_CONTENTS

__all__ = ["keep_contents", "read_contents", "read_kinds"]

_MAX_BYTES = 1 << 30


def keep_contents(connection: Connection, round_id: str, parts: Mapping[str, bytes]) -> None:
    """Keep each part unless it is there; StoreError when one is too large."""
    for kind, body in parts.items():
        if len(body) > _MAX_BYTES:
            raise StoreError(f"the round's {kind} are larger than 1 GB; they cannot be kept")
        sha256 = hashlib.sha256(body).hexdigest()
        known = select(CONTENTS.c.sha256).where(CONTENTS.c.sha256 == sha256)
        if connection.execute(known).scalar_one_or_none() is None:
            packed = {"sha256": sha256, "size": len(body), "body": zlib.compress(body)}
            connection.execute(insert(CONTENTS), [packed])
        row = {"round_id": round_id, "kind": kind, "sha256": sha256}
        connection.execute(insert(ROUND_CONTENTS), [row])


def read_contents(connection: Connection, round_id: str) -> Mapping[str, bytes]:
    """The parts of a round by kind; StoreError when one is not what was kept."""
    query = (
        select(ROUND_CONTENTS.c.kind, CONTENTS.c.sha256, CONTENTS.c.body)
        .join(CONTENTS, CONTENTS.c.sha256 == ROUND_CONTENTS.c.sha256)
        .where(ROUND_CONTENTS.c.round_id == round_id)
    )
    return {kind: _unpacked(sha256, body) for kind, sha256, body in connection.execute(query)}


def read_kinds(connection: Connection, round_id: str) -> frozenset[str]:
    """Which parts a round has."""
    query = select(ROUND_CONTENTS.c.kind).where(ROUND_CONTENTS.c.round_id == round_id)
    return frozenset(connection.execute(query).scalars())


def _unpacked(sha256: str, packed: bytes) -> bytes:
    try:
        body = zlib.decompressobj().decompress(packed, _MAX_BYTES)
    except zlib.error:
        body = b""
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoreError("what the round was judged by was changed in the store")
    return body
