"""A large value as JSON text, made piece by piece: the whole of it never lies in the memory.  Pure.

A report of a hundred thousand cameras is a gigabyte of text, and as many dictionaries before.
Its large tuples are walked; what is in them is written by a thousand elements at a time.  What
stands in a document is left to who asks for it.
"""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from auditor.history.model import History
from auditor.model import IndicatorResult, Rate, Report

__all__ = ["JsonForm", "Member", "as_plain", "members_of"]

_ELEMENTS = 1_000
_OBJECT, _ARRAY = ("{", "}"), ("[", "]")
_WALKED = (Report, IndicatorResult, Rate, History)

Member = tuple[Any, Any]
"""A value and its type; what has the type of a tuple may be any iterable."""


def as_plain(elements: Sequence[object], kind: Any) -> list[Any]:
    """Elements of one type as JSON knows them."""
    plain: list[Any] = _adapter(kind).dump_python(list(elements), mode="json")
    return plain


def members_of(value: Any) -> dict[str, Member]:
    """The fields of a dataclass's value by name."""
    walked: Any = type(value)
    kinds = _kinds(walked)
    return {one.name: (getattr(value, one.name), kinds[one.name]) for one in fields(value)}


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonForm:
    """How a document is laid out: as `json.dumps` does with the same options.

    ``plain`` makes the elements of a tuple into JSON values.
    """

    indent: int | None = None
    sort_keys: bool = False
    plain: Callable[[Sequence[Any], Any], list[Any]] = as_plain

    def pieces(self, members: Mapping[str, Member]) -> Iterator[str]:
        """The text of one object."""
        return self._object(members, depth=0)

    def _object(self, members: Mapping[str, Member], *, depth: int) -> Iterator[str]:
        before, between, after = self._around(_OBJECT, depth)
        for name, (value, kind) in sorted(members.items()) if self.sort_keys else members.items():
            yield f"{before}{json.dumps(name)}: "
            yield from self._value(value, kind, depth=depth + 1)
            before = between
        yield after

    def _value(self, value: Any, kind: Any, *, depth: int) -> Iterator[str]:
        if type(value) in _WALKED:
            return self._object(members_of(value), depth=depth)
        element, *rest = get_args(kind) if get_origin(kind) is tuple else (None,)
        if rest == [...]:
            return self._array(value, element, depth=depth)
        return iter((self._text(self.plain([value], kind)[0], depth),))

    def _array(self, values: Iterable[Any], kind: Any, *, depth: int) -> Iterator[str]:
        before, between, after = self._around(_ARRAY, depth)
        left = iter(values)
        is_walked = kind in _WALKED
        while some := list(itertools.islice(left, 1 if is_walked else _ELEMENTS)):
            yield before
            if is_walked:
                yield from self._value(some[0], kind, depth=depth + 1)
            else:
                yield self._inner(self.plain(some, kind), depth)
            before = between
        yield after if before == between else "[]"

    def _around(self, brackets: tuple[str, str], depth: int) -> tuple[str, str, str]:
        """What stands before the first, between two, and after the last."""
        opening, closing = brackets
        if self.indent is None:
            return opening, ", ", closing
        outer = "\n" + " " * self.indent * depth
        inner = outer + " " * self.indent
        return f"{opening}{inner}", f",{inner}", f"{outer}{closing}"

    def _inner(self, elements: list[Any], depth: int) -> str:
        """A list's text without what stands around its elements."""
        before, _, after = self._around(_ARRAY, depth)
        return self._text(elements, depth)[len(before) : -len(after)]

    def _text(self, value: object, depth: int) -> str:
        text = json.dumps(value, ensure_ascii=False, indent=self.indent, sort_keys=self.sort_keys)
        # A line break inside of a text is written as an escape, so these are the layout's own.
        return text if self.indent is None else text.replace("\n", "\n" + " " * self.indent * depth)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(list[kind])


@cache
def _kinds(walked: Any) -> dict[str, object]:
    return get_type_hints(walked)
