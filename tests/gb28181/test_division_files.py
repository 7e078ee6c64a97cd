"""Files come from the chosen folder first, and none is believed."""

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from gb28181 import division_files
from gb28181.division_files import DataFiles, data_files, open_folder, packaged_folder
from gb28181.errors import DataError
from tests.gb28181.division_folders import CORE, entry, manifest, write

DIVISIONS = "divisions.csv.xz"


@pytest.fixture(autouse=True)
def forget_files() -> Iterator[None]:
    data_files.cache_clear()
    yield
    data_files.cache_clear()


def refusal(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        DataFiles((open_folder(folder),)).rows(DIVISIONS)
    return str(caught.value)


def test_the_folder_of_the_environment_is_asked_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GB28181_DATA", str(write(tmp_path, CORE)))
    files = data_files()
    assert files is data_files()
    assert files.rows(DIVISIONS) == [("370000", "甲省"), ("370100", "乙市"), ("370101", "丙区")]
    assert files.names() == tuple(sorted({*CORE, "townships_statistical.csv.xz"}))
    packaged = packaged_folder().manifest.find("townships_statistical.csv.xz")
    assert files.find("townships_statistical.csv.xz") == packaged


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_folder_the_package_is_asked(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GB28181_DATA", raising=False)
    if value is not None:
        monkeypatch.setenv("GB28181_DATA", value)
    (only,) = data_files().folders
    assert only.manifest == packaged_folder().manifest


def test_a_broken_folder_is_one_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SOURCES.toml").write_text("format = 9", encoding="utf-8")
    monkeypatch.setenv("GB28181_DATA", str(tmp_path))
    with pytest.raises(DataError) as caught:
        data_files()
    assert str(caught.value) == (
        f"{tmp_path}: SOURCES.toml: format is not 1; make the data anew; "
        "mend the folder that GB28181_DATA names, or unset GB28181_DATA"
    )


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert refusal(folder).startswith(f"{folder}: SOURCES.toml cannot be read: ")


def test_a_name_that_no_file_can_have() -> None:
    assert "cannot be read" in refusal(Path("a\0b"))


def test_a_manifest_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "SOURCES.toml").write_bytes(b"\xff")
    assert refusal(tmp_path) == f"{tmp_path}: SOURCES.toml is not UTF-8"


def test_an_endless_manifest_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "SOURCES.toml").write_bytes(b"#" * 300_000)
    assert refusal(tmp_path) == f"{tmp_path}: SOURCES.toml has more than 262144 bytes"


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    write(tmp_path, CORE)
    (tmp_path / DIVISIONS).unlink()
    assert refusal(tmp_path).startswith(f"{tmp_path}: {DIVISIONS} cannot be read: ")


def test_a_file_that_was_changed(tmp_path: Path) -> None:
    write(tmp_path, CORE)
    (tmp_path / DIVISIONS).write_bytes(b"other")
    assert refusal(tmp_path) == (
        f"{tmp_path}: {DIVISIONS} is not the file that SOURCES.toml describes"
    )


def test_a_file_of_another_shape(tmp_path: Path) -> None:
    write(tmp_path, CORE | {DIVISIONS: "code,name\n37,甲\n"})
    assert refusal(tmp_path) == f"{tmp_path}: {DIVISIONS}: line 2 is malformed"


def test_a_count_that_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, CORE)
    entries = [entry(name, text, rows="7") for name, text in CORE.items()]
    (tmp_path / "SOURCES.toml").write_text(manifest(*entries), encoding="utf-8")
    assert refusal(tmp_path) == f"{tmp_path}: {DIVISIONS} has 3 rows, not 7"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"code,name\n" * 9, "is not UTF-8 text packed by xz"),
        (lzma.compress(b"\xff"), "is not UTF-8 text packed by xz"),
        (lzma.compress(b"code,name\n")[:-5], "is not one xz stream of at most 999 bytes"),
        (lzma.compress(b"code,name\n") + b"more", "is not one xz stream of at most 999 bytes"),
        (lzma.compress(b"0" * 9_000_000), "is not one xz stream of at most 999 bytes"),
    ],
    ids=["plain", "no text", "cut off", "more after it", "bomb"],
)
def test_what_is_packed_otherwise(
    content: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(division_files, "_TEXT_BYTES", 999)
    monkeypatch.setattr(lzma, "compress", lambda _: content)
    write(tmp_path, CORE)
    assert refusal(tmp_path) == f"{tmp_path}: {DIVISIONS} {message}"


def test_a_file_that_nobody_has(tmp_path: Path) -> None:
    files = DataFiles((open_folder(write(tmp_path, {})),))
    assert files.find(DIVISIONS) is None
    with pytest.raises(DataError, match=r"^divisions.csv.xz: there is no such division data$"):
        files.rows(DIVISIONS)
