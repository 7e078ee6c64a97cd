"""The optional list: absent, present, broken, and names that are the same."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gb28181.communities import (
    Communities,
    CommunitiesAbsent,
    communities,
    comparable,
    find_communities,
    have_communities,
)
from gb28181.division_files import DataFiles, data_files, open_folder
from gb28181.errors import DataError, NotDigits, WrongLength
from tests.gb28181.division_folders import entry, manifest, write

TEXTS = {
    "communities_11.csv.xz": "code,name\n110101001001,多福巷社区居委会\n",
    "communities_37.csv.xz": (
        "code,name\n370902004003,华新社区居委会\n370902004201,上高村委会\n370902005201,上高村委会\n"
    ),
}


@pytest.fixture
def listed(tmp_path: Path) -> Communities:
    found = find_communities(DataFiles((open_folder(write(tmp_path, TEXTS)),)))
    assert found is not None
    return found


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.delenv("GB28181_DATA", raising=False)
    data_files.cache_clear()
    yield monkeypatch
    data_files.cache_clear()


def test_without_the_list_one_error_says_how_to_make_it(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GB28181_DATA", "")
    assert not have_communities()
    with pytest.raises(CommunitiesAbsent) as caught:
        communities()
    assert str(caught.value) == (
        "communities and villages are not installed; make them with: "
        "auditor divisions communities, and name the folder in GB28181_DATA"
    )
    assert isinstance(caught.value, DataError)


def test_with_the_list(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("GB28181_DATA", str(write(tmp_path, TEXTS)))
    assert have_communities()
    assert communities() is communities()
    assert communities().name("370902004003") == "华新社区居委会"


def test_day_and_provinces(listed: Communities) -> None:
    assert (listed.as_of, listed.provinces) == (date(2031, 12, 31), frozenset({"11", "37"}))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110101001001", "多福巷社区居委会"),
        ("370902004003", "华新社区居委会"),
        ("370902004004", None),
        ("990902004003", None),
    ],
)
def test_twelve_digits(listed: Communities, code: str, name: str | None) -> None:
    assert listed.name(code) == name


def test_a_townships_communities(listed: Communities) -> None:
    assert listed.in_township("370902004") == {
        "370902004003": "华新社区居委会",
        "370902004201": "上高村委会",
    }
    assert listed.in_township("990902004") == {}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("华新社区", ("370902004003",)),
        ("华新社区居民委员会", ("370902004003",)),
        ("上高村", ("370902004201",)),
        ("上高村村民委员会", ("370902004201",)),
        ("华新", ()),
    ],
)
def test_names_lead_back_to_codes_of_the_township(
    listed: Communities, name: str, codes: tuple[str, ...]
) -> None:
    assert listed.codes("370902004", name) == codes


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("华新居民委员会", "华新居委会"),
        ("华新居委会", "华新居委会"),
        ("上高村民委会", "上高村"),
        ("上高嘎查村委会", "上高嘎查村"),
        ("上高嘎查", "上高嘎查"),
        ("管委会", "管委会"),
        ("居民委员会", "居委会"),
    ],
)
def test_only_the_committees_word_is_dropped(name: str, same: str) -> None:
    assert comparable(name) == same
    assert comparable(same) == same


def test_other_lengths_and_characters_are_refused(listed: Communities) -> None:
    with pytest.raises(WrongLength):
        listed.name("370902004")
    with pytest.raises(NotDigits):
        listed.name("37090200400x")
    with pytest.raises(WrongLength):
        listed.in_township("370902004003")


def test_a_broken_province_is_an_error_of_that_province_only(tmp_path: Path) -> None:
    folder = write(tmp_path, TEXTS)
    (folder / "communities_11.csv.xz").write_bytes(b"")
    found = find_communities(DataFiles((open_folder(folder),)))
    assert found is not None
    assert found.name("370902004003") == "华新社区居委会"
    with pytest.raises(DataError, match=r"communities_11.csv.xz is not the file"):
        found.name("110101001001")


def test_files_of_different_days_are_refused(tmp_path: Path) -> None:
    days = zip(TEXTS.items(), ("2023-06-30", "2022-06-30"), strict=True)
    entries = [entry(name, text, as_of=day) for (name, text), day in days]
    (tmp_path / "SOURCES.toml").write_text(manifest(*entries), encoding="utf-8")
    with pytest.raises(DataError, match="not of one day"):
        find_communities(DataFiles((open_folder(tmp_path),)))
