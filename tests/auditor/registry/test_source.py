"""Bytes of a file in pieces: nothing lost, nothing cut within a line."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.registry import source
from auditor.registry.source import digest, is_zip, read_source
from tests.auditor.registry.files import written


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="ab\r\n", max_size=40).map(str.encode), st.integers(1, 9))
def test_pieces_are_whole_lines_and_together_the_file(
    tmp_path: Path, data: bytes, size: int
) -> None:
    path = written(tmp_path, b"x" + data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_PIECE", size)
        patch.setattr(source, "_FIRST_PIECE", size)
        found = read_source(path)
    assert b"".join(found.pieces) == b"x" + data
    assert found.sha256 == hashlib.sha256(b"x" + data).hexdigest() == digest(path)
    for before, after in zip(found.pieces, found.pieces[1:], strict=False):
        assert before.endswith((b"\n", b"\r"))
        assert not (before.endswith(b"\r") and after.startswith(b"\n"))


def test_a_workbook_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    assert is_zip(written(tmp_path, b"PK\x03\x04rest"))
    assert not is_zip(written(tmp_path, b"PK"))
