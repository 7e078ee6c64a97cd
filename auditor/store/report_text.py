"""A report as the text that is kept and hashed: one line of JSON, compressed as it is made."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor.json_pieces import JsonForm, as_plain, members_of
from auditor.model import CameraResult, Report

__all__ = ["PackedReport", "packed", "report_hash", "report_pieces"]


@dataclass(frozen=True, slots=True)
class PackedReport:
    """The compressed text, and the hash of the text before."""

    body: bytes
    sha256: str


def packed(report: Report) -> PackedReport:
    """The text compressed as it is made."""
    packer, digest = zlib.compressobj(), hashlib.sha256()
    body = bytearray()
    for piece in report_pieces(report):
        digest.update(piece)
        body += packer.compress(piece)
    body += packer.flush()
    return PackedReport(bytes(body), digest.hexdigest())


def report_hash(report: Report) -> str:
    """That of the text, of which no more than a piece is held."""
    digest = hashlib.sha256()
    for piece in report_pieces(report):
        digest.update(piece)
    return digest.hexdigest()


def report_pieces(report: Report) -> Iterator[bytes]:
    """UTF-8, the same for the same report; half of a surrogate pair becomes "?"."""
    for text in JsonForm(plain=_plain).pieces(members_of(report)):
        yield text.encode("utf-8", "replace")


def _plain(elements: Sequence[Any], kind: Any) -> list[Any]:
    """A registry column meant for names now and then holds the password itself."""
    if kind is CameraResult:
        elements = [replace(one, camera=replace(one.camera, credential="")) for one in elements]
    return as_plain(elements, kind)
