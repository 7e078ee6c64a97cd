"""A report as JSON text, made piece by piece: the whole of it never lies in the memory.

A hundred thousand cameras are a gigabyte of text, and as many dictionaries before.  Only the
large tuples are walked; what is in them is written by a thousand elements at a time.
"""

import hashlib
import itertools
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from auditor.model import CameraResult, IndicatorResult, Rate, Report

__all__ = ["PackedReport", "packed", "report_pieces"]

_ELEMENTS = 1_000
_WALKED = (Report, IndicatorResult, Rate)


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


def report_pieces(report: Report) -> Iterator[bytes]:
    """UTF-8, the same for the same report; half of a surrogate pair becomes "?"."""
    for text in _value(report, Report):
        yield text.encode("utf-8", "replace")


def _value(value: object, kind: object) -> Iterator[str]:
    if is_dataclass(value) and type(value) in _WALKED:
        return _members(value)
    if isinstance(value, tuple) and get_origin(kind) is tuple:
        element, *rest = get_args(kind)
        if rest == [...]:
            return _elements(value, element)
    return iter((_text(value, kind),))


def _members(value: Any) -> Iterator[str]:
    walked: Any = type(value)
    kinds = _kinds(walked)
    before = "{"
    for one in fields(value):
        yield f"{before}{json.dumps(one.name)}: "
        yield from _value(getattr(value, one.name), kinds[one.name])
        before = ", "
    yield "}"


def _elements(values: Iterable[object], kind: object) -> Iterator[str]:
    if kind is CameraResult:
        values = map(_without_credential, values)
    left, before = iter(values), "["
    while some := tuple(itertools.islice(left, 1 if kind in _WALKED else _ELEMENTS)):
        yield before
        if kind in _WALKED:
            yield from _value(some[0], kind)
        else:
            yield _text(some, tuple[kind, ...])[1:-1]  # type: ignore[valid-type]  # a type at run time
        before = ", "
    yield "]" if before == ", " else "[]"


def _text(value: object, kind: object) -> str:
    return json.dumps(_adapter(kind).dump_python(value, mode="json"), ensure_ascii=False)


def _without_credential(result: object) -> object:
    """A registry column meant for names now and then holds the password itself."""
    if not isinstance(result, CameraResult):
        return result
    return replace(result, camera=replace(result.camera, credential=""))


@cache
def _adapter(kind: Any) -> TypeAdapter[object]:
    return TypeAdapter(kind)


@cache
def _kinds(walked: Any) -> dict[str, object]:
    return get_type_hints(walked)
