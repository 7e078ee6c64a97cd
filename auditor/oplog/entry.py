"""One line of the operation log.  Pure.

The line is JSON in ASCII with sorted keys, so an entry has exactly one line, and no byte of it
can be changed unseen.  Linking entries is left to `auditor.oplog.chain`, the file to
`auditor.oplog.file`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints, TypeAdapter, ValidationError

from probes.redact import redact_uri

__all__ = ["NOTHING", "Entry", "Operation", "entry_line", "read_entry", "seal"]

NOTHING = ""
_WORD = 200
_DETAILS = 20

_Hash = Annotated[str, StringConstraints(pattern="^(?:[0-9a-f]{64})?$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What was done: ``who`` (an account), ``verb`` (what was used), ``subject`` (a round, say).

    Texts are cut at 200 characters and lose the passwords of addresses; a detail may be any
    pair of short texts, and after 20 no more are kept.
    """

    at: datetime
    who: str
    verb: str
    subject: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An operation in its place: ``previous`` is the hash of the entry before, none at first.

    ``torn`` is the hash of a line before it that was never finished (the machine stopped).
    """

    number: int
    at: AwareDatetime
    who: str
    verb: str
    subject: str
    details: dict[str, str]
    previous: _Hash
    torn: _Hash
    sha256: _Hash


_ADAPTER = TypeAdapter(Entry)


def seal(operation: Operation, *, number: int, previous: str, torn: str = NOTHING) -> Entry:
    """The entry of ``operation`` in its place."""
    details = tuple(operation.details.items())[:_DETAILS]
    bare = Entry(
        number=number,
        at=operation.at,
        who=_short(operation.who),
        verb=_short(operation.verb),
        subject=_short(operation.subject),
        details={_short(name): _short(value) for name, value in details},
        previous=previous,
        torn=torn,
        sha256=NOTHING,
    )
    return replace(bare, sha256=_hash(bare))


def entry_line(entry: Entry) -> bytes:
    """The entry's only line, with its line break."""
    values = asdict(entry) | {"at": entry.at.isoformat()}
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def read_entry(line: bytes) -> Entry | None:
    """The entry of a line with its line break; None when it is not exactly an entry's line."""
    try:
        entry = _ADAPTER.validate_python(json.loads(line))
    except (ValidationError, ValueError, RecursionError):
        return None
    if entry_line(entry) != line or entry.sha256 != _hash(replace(entry, sha256=NOTHING)):
        return None
    return entry


def _hash(bare: Entry) -> str:
    return hashlib.sha256(entry_line(bare)).hexdigest()


def _short(text: str) -> str:
    return redact_uri(text[: 2 * _WORD])[:_WORD]
