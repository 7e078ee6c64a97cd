"""Archives that are broken, hostile or something else end in one message."""

import gzip
import hashlib
import io
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.divisions import archives
from auditor.divisions.archives import Archive, read_tgz, read_wheel
from auditor.errors import ConfigError
from tests.auditor.divisions.releases import tgz, wheel

READERS = {"wheel": read_wheel, "tgz": read_tgz}


def refusal(kind: str, path: Path, *wanted: str) -> str:
    with pytest.raises(ConfigError) as caught:
        READERS[kind](path, wanted or ("a",))
    return str(caught.value)


def test_the_wanted_members_of_a_wheel(tmp_path: Path) -> None:
    path = wheel(tmp_path / "a.whl", {"x/a": "1", "b": "2", "a": "3", "c": "4", "xa": "5"})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_wheel(path, ("a", "b")) == Archive(path, digest, {"a": b"1", "b": b"2"})


def test_the_wanted_members_of_a_tgz(tmp_path: Path) -> None:
    path = tgz(tmp_path / "a.tgz", {"a/b": "1", "c": "2", "a/b/c": "3", "d": "4"})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_tgz(path, ("a/b", "c")) == Archive(path, digest, {"a/b": b"1", "c": b"2"})


def test_what_follows_the_last_wanted_member_is_not_read(tmp_path: Path) -> None:
    path = tgz(tmp_path / "a.tgz", {"a": "1", "b": "0" * 999_999})
    whole = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(whole[:900_000]) + b"garbage")
    assert read_tgz(path, ("a",)).members == {"a": b"1"}


def test_a_link_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tgz"
    with tarfile.open(path, "w:gz") as archive:
        link = tarfile.TarInfo("a")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert refusal("tgz", path) == f"{path}: has no a; is it the right package and release?"


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_is_not_there(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert refusal(kind, path).startswith(f"{path}: cannot be read: ")
    assert "cannot be read" in refusal(kind, Path("a\0"))


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"<html>", b"\0" * 5000])
def test_something_else(kind: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert refusal(kind, path).startswith(f"{path}: not a {kind} that can be read: ")


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(READERS)))
def test_a_damaged_archive_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, kind: str
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    make = wheel if kind == "wheel" else tgz
    path = make(folder / "a", {"a": "some text " * 20, "b": "2"})
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.randint(1, len(content))])
    try:
        READERS[kind](path, ("a",))
    except ConfigError:
        return


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path / "a.whl", {"a": "1"})
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    path.write_bytes(content)
    assert "is encrypted" in refusal("wheel", path)


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_is_too_large(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_ARCHIVE_BYTES", 99)
    path = tmp_path / "a"
    path.write_bytes(bytes(100))
    assert refusal(kind, path) == f"{path}: has more than 99 bytes; is it the right file?"


@pytest.mark.parametrize("kind", READERS)
def test_a_member_that_is_a_bomb(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_MEMBER_BYTES", 99)
    make = wheel if kind == "wheel" else tgz
    path = make(tmp_path / "a", {"a": "0" * 100})
    assert refusal(kind, path) == (
        f"{path}: not a {kind} that can be read: a has more than 99 bytes"
    )


@pytest.mark.parametrize("kind", READERS)
def test_a_crowd_of_members(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MEMBERS", 2)
    make = wheel if kind == "wheel" else tgz
    path = make(tmp_path / "a", {"x": "", "y": "", "a": ""})
    assert refusal(kind, path).endswith("more than 2 members")


def test_a_bomb_that_is_skipped_ends_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_UNPACKED_BYTES", 100_000)
    path = tgz(tmp_path / "a.tgz", {"x": "0" * 200_000, "a": ""})
    assert refusal("tgz", path).endswith("more than 100000 bytes unpacked")


def test_a_size_that_is_not_true_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a")
    info.size = 1 << 40
    path = tmp_path / "a.tgz"
    path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)))
    assert refusal("tgz", path).startswith(f"{path}: not a tgz that can be read: ")


def test_a_wheel_within_a_tgz_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a", "1")
    path = tgz(tmp_path / "a.tgz", {"a.whl": inner.getvalue().decode("latin-1")})
    assert refusal("tgz", path) == f"{path}: has no a; is it the right package and release?"
