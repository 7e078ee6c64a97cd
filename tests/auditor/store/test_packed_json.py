"""Values as compressed JSON: the same again, or a clear word."""

import zlib
from dataclasses import dataclass

import pytest

from auditor.errors import StoreError
from auditor.store.packed_json import packed_json, unpacked_json


@dataclass(frozen=True)
class Kept:
    name: str
    numbers: tuple[int, ...]


def test_a_value_is_the_same_again_without_blanks() -> None:
    body = packed_json(Kept("云帆", (1, 2)))
    assert zlib.decompress(body).decode() == '{"name":"云帆","numbers":[1,2]}'
    assert unpacked_json(Kept, body, "a fault") == Kept("云帆", (1, 2))


def test_half_of_a_surrogate_pair_becomes_a_question_mark() -> None:
    body = packed_json(Kept("a\ud800", ()))
    assert unpacked_json(Kept, body, "a fault") == Kept("a?", ())


@pytest.mark.parametrize(
    "body", [b"", b"no zlib", zlib.compress(b"{"), zlib.compress(b'{"name":1}')]
)
def test_what_holds_none_is_told(body: bytes) -> None:
    with pytest.raises(StoreError, match=r"^a fault$"):
        unpacked_json(Kept, body, "a fault")
