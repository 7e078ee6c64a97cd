"""The whole report as one JSON document, for programs and for the archive.

Every value of the report is in it, and the id of each finding, but one: the name of a camera's credential, since a registry
column meant for names now and then holds the password itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.finding_ids import finding_ids
from auditor.json_pieces import JsonForm, as_plain, members_of
from auditor.model import CameraResult, Finding, Report

__all__ = ["SCHEMA", "json_pieces", "render_json"]

SCHEMA = "auditor-result/1"


@dataclass(frozen=True, slots=True)
class _Named:
    """A finding with its id."""

    id: str
    finding: Finding


def render_json(
    report: Report, ids: Sequence[str] | None = None, *, is_masked: bool = False
) -> bytes:
    """The whole document; see `json_pieces`."""
    return b"".join(json_pieces(report, ids, is_masked=is_masked))


def json_pieces(
    report: Report, ids: Sequence[str] | None = None, *, is_masked: bool = False
) -> Iterator[bytes]:
    """Yield UTF-8, indented, keys sorted; the same report always gives the same bytes.

    Times are ISO 8601 with offset.  A lone surrogate, which UTF-8 cannot hold, is written as
    its JSON escape.  ``ids`` are the findings' where the report is a masked one, which
    ``is_masked`` then says.
    """
    names = finding_ids(report) if ids is None else ids
    document = {
        "schema": (SCHEMA, str),
        "masked": (is_masked, bool),
        **members_of(report),
        "findings": (_named(names, report.findings), tuple[_Named, ...]),
    }
    for text in JsonForm(indent=2, sort_keys=True, plain=_plain).pieces(document):
        yield text.encode("utf-8", "backslashreplace")
    yield b"\n"


def _named(names: Iterable[str], findings: Iterable[Finding]) -> Iterator[_Named]:
    return (_Named(name, finding) for name, finding in zip(names, findings, strict=True))


def _plain(elements: Sequence[Any], kind: Any) -> list[Any]:
    values = as_plain(elements, kind)
    if kind is CameraResult:
        for value in values:
            del value["camera"]["credential"]
    return [_flat(value) for value in values] if kind is _Named else values


def _flat(named: dict[str, Any]) -> dict[str, Any]:
    return {"id": named["id"], **named["finding"]}
