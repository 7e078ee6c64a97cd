"""Observations and reports as JSON and back: equal after the journey, but for what is left out.

Left out are a picture's bytes and strips, and the name of a camera's credential: a registry
column meant for names now and then holds the password itself.
"""

import zlib
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from auditor.errors import StoreError
from auditor.model import CameraResult, Finding, IndicatorResult, Rate, Report
from auditor.store.report_reading import read_report, unpacked
from auditor.store.report_text import packed, report_pieces
from auditor.unread import why_unread
from probes.catalog import all_probes
from probes.observation import Observation

__all__ = ["decode", "encode", "pack_report", "report_bytes", "unpack_report"]


@cache
def _adapter(probe: str) -> TypeAdapter[Observation[object]]:
    """The adapter for a probe's payload type; StoreError for a probe that is not known."""
    for candidate in all_probes():
        if candidate.name == probe:
            return TypeAdapter(Observation[candidate.payload_type])  # type: ignore[name-defined]  # a type chosen at run time
    raise StoreError(f"the store holds observations of the unknown probe {probe!r}")


def encode(observation: Observation[object]) -> str:
    """JSON text without the picture, which is a file known by its hash."""
    return (
        _adapter(observation.probe).dump_json(observation, exclude={"picture", "strips"}).decode()
    )


def decode(probe: str, body: str) -> Observation[object]:
    """The observation again; StoreError when the text is none of this version's.

    A field that this version does not know is refused, too: judged without it, the answer could
    be another one than the night's.
    """
    try:
        return _adapter(probe).validate_json(body, extra="forbid")
    except ValidationError as error:
        raise StoreError(why_unread(f"an observation of {probe} in the store", error)) from error


def report_bytes(report: Report) -> bytes:
    """The report as JSON, the same for the same report; see `auditor.store.report_text`."""
    return b"".join(report_pieces(report))


def pack_report(report: Report) -> bytes:
    """The same, compressed."""
    return packed(report).body


def unpack_report(body: bytes, *, lean: bool = False) -> Report:
    """The report again; StoreError when the bytes are none of this version's.

    With ``lean`` without what no comparison of two rounds needs: the members of its rates, why a
    camera is in its state and what was said to it, and what is advised.
    """
    try:
        return read_report(unpacked(body), _lean if lean else _as_it_is)
    except (zlib.error, ValueError) as error:
        raise StoreError(why_unread("a report in the store", _fault(body) or error)) from error


def _fault(body: bytes) -> Exception | None:
    """What is wrong with the whole text, told by the place in it."""
    try:
        _reports().validate_json(b"".join(unpacked(body)), extra="forbid")
    except (zlib.error, ValidationError) as error:
        return error
    return None


def _as_it_is(part: object) -> object:
    return part


def _lean(part: object) -> object:
    match part:
        case IndicatorResult():
            return replace(part, rate=replace(part.rate, members=()))
        case Rate():
            return replace(part, members=())
        case CameraResult():
            return replace(part, reason="", exchange=())
        case Finding():
            return replace(part, suggestion="", waiver="")
        case _:
            return part


@cache
def _reports() -> TypeAdapter[Report]:
    return TypeAdapter(Report)
