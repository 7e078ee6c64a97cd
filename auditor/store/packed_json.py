"""A value as compressed JSON in a column, and again as a value of its type."""

import json
import zlib
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from auditor.errors import StoreError

__all__ = ["packed_json", "unpacked_json"]

_MAX_BYTES = 1 << 30

T = TypeVar("T")


def packed_json(value: object) -> bytes:
    """UTF-8 without blanks; half of a surrogate pair becomes "?"."""
    kind: Any = type(value)
    plain = _adapter(kind).dump_python(value, mode="json")
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "replace"))


def unpacked_json(kind: type[T], body: bytes, fault: str) -> T:
    """The value again; StoreError, which says ``fault``, for bytes that hold none."""
    known: Any = kind
    try:
        value: T = _adapter(known).validate_json(zlib.decompressobj().decompress(body, _MAX_BYTES))
    except (zlib.error, ValidationError) as error:
        raise StoreError(fault) from error
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
