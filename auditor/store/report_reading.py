"""A kept report read piece by piece: neither its text nor its dictionaries lie in the memory whole.

The members of the outermost object are taken one after the other, and the elements of its
arrays some at a time; each piece is checked as it would be in the whole.  Why a text cannot be
read is left to `auditor.store.codec`, which then looks at all of it.
"""

import codecs
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from auditor.errors import StoreError
from auditor.model import Report

__all__ = ["MAX_REPORT_BYTES", "read_report", "unpacked"]

# A report of 100,000 cameras with their findings is 1.3 GB of text.
MAX_REPORT_BYTES = 1 << 33
_PIECE = 1 << 20
_ELEMENTS = 1_000
_JSON = json.JSONDecoder()
_BLANKS = " \t\r\n"

Part = Callable[[Any], Any]


def unpacked(body: bytes) -> Iterator[bytes]:
    """The text before it was compressed; zlib.error when it is damaged, StoreError when too long."""
    packer, left, length = zlib.decompressobj(), body, 0
    while not packer.eof:
        piece = packer.decompress(left, _PIECE)
        left, length = packer.unconsumed_tail, length + len(piece)
        if length > MAX_REPORT_BYTES:
            raise StoreError("a report in the store is longer than 8 GB and is not read")
        if not piece and not left:
            raise zlib.error("the text is cut")
        yield piece


def read_report(pieces: Iterable[bytes], part: Part = lambda one: one) -> Report:
    """The report; ``part`` is given each element of its arrays and may leave some of it out.

    ValueError (`pydantic.ValidationError` is one) when the text is none of this version's.
    """
    text = _Text(codecs.iterdecode(pieces, "utf-8"))
    arrays: dict[str, Any] = {}
    rest: list[str] = []
    text.take("{")
    while text.next() != "}":
        name = text.value()
        text.take(":")
        kind = _elements_of(json.loads(name))
        if kind is not None and text.next() == "[":
            rest.append(f"{name}:[]")
            arrays[json.loads(name)] = tuple(map(part, _elements(text, kind)))
        else:
            rest.append(f"{name}:{text.value()}")
        if text.next() == ",":
            text.take(",")
    text.take("}")
    if text.next():
        raise ValueError("something follows the report")
    whole: Report = _adapter(Report).validate_json(f"{{{','.join(rest)}}}", extra="forbid")
    return replace(whole, **arrays)


@dataclass(slots=True)
class _Text:
    """A text of which only the part that is being read is held."""

    source: Iterator[str]
    _held: str = field(default="", init=False)
    _at: int = field(default=0, init=False)

    def next(self) -> str:
        """The next character that is no blank, not taken; empty at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._held) or not self._more():
                return self._held[self._at : self._at + 1]

    def take(self, wanted: str) -> None:
        """Go on behind this character."""
        if self.next() != wanted:
            raise ValueError(f"{wanted} is missing")
        self._at += 1

    def value(self) -> str:
        """The next value as written."""
        self.next()
        while (end := self._end()) is None:
            if not self._more():
                raise ValueError("the text is cut")
        start, self._at = self._at, end
        return self._held[start:end]

    def _end(self) -> int | None:
        """Where the value that begins here ends; None while that cannot be said."""
        try:
            _, end = _JSON.raw_decode(self._held, self._at)
        except json.JSONDecodeError:
            return None
        return end if end < len(self._held) else None

    def _more(self) -> bool:
        """Hold twice as much as is left, so that a long value is not looked at too often."""
        left = self._held[self._at :]
        found, length = [left], 0
        for piece in self.source:
            found.append(piece)
            length += len(piece)
            if length > len(left):
                break
        self._held, self._at = "".join(found), 0
        return length > 0


def _elements(text: _Text, kind: Any) -> Iterator[Any]:
    """The elements of an array, checked some at a time."""
    text.take("[")
    held: list[str] = []
    length = 0
    while text.next() != "]":
        held.append(text.value())
        length += len(held[-1])
        if text.next() == ",":
            text.take(",")
        if len(held) == _ELEMENTS or length > _PIECE:
            yield from _checked(held, kind)
            held, length = [], 0
    text.take("]")
    yield from _checked(held, kind)


def _checked(elements: list[str], kind: Any) -> list[Any]:
    checked: list[Any] = _adapter(list[kind]).validate_json(
        f"[{','.join(elements)}]", extra="forbid"
    )
    return checked


@cache
def _elements_of(name: str) -> Any:
    """The type of the elements of a report's array; None for any other member."""
    kind = get_type_hints(Report).get(name)
    element, *rest = get_args(kind) if get_origin(kind) is tuple else (None,)
    return element if rest == [...] else None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
