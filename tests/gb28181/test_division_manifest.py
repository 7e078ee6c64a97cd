"""SOURCES.toml is a stranger's text: it is what it must be, or one message says why not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.division_manifest import DataFile, Manifest, Member, Source, parse_manifest
from gb28181.errors import DataError
from tests.gb28181.division_folders import CORE, SHA, SOURCE, entry, manifest

FILE = "townships_statistical.csv.xz"
GOOD = manifest(entry(FILE, "code,name\n"))


def refusal(text: str) -> str:
    with pytest.raises(DataError) as caught:
        parse_manifest(text)
    return str(caught.value).removeprefix("SOURCES.toml: ")


def test_sources_and_files() -> None:
    member = f'member = [{{path = "a", sha256 = "{SHA}"}}]'
    parsed = parse_manifest(GOOD.replace("member = []", member))
    source = Source("p", "1", SHA, "none", "invented", (Member("a", SHA),))
    file = DataFile(FILE, date(2031, 12, 31), 0, parsed.files[0].sha256, SHA, ("p 1",))
    assert parsed == Manifest((source,), (file,))
    assert parsed.find(FILE) == file
    assert parsed.find("divisions.csv.xz") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format = 1", "format = 2", "format is not 1; make the data anew"),
        ("format = 1", "", "format is not 1; make the data anew"),
        ('version = "1"', "", "a source or file lacks a part: 'version'"),
        ('version = "1"', "version = 1", "a source or file lacks a part: version is no text of one line"),
        ('version = "1"', r'version = "1\n"', "a source or file lacks a part: version is no text of one line"),
        ('licence = "none"', 'licence = ""', "a source or file lacks a part: licence is no text of one line"),
        ("member = []", "member = 1", "a source or file lacks a part: 'int' object is not iterable"),
        ("2031-12-31", '"2031-12-31"', "a source or file lacks a part: as_of is a date and rows a number"),
        ("2031-12-31", "2031-12-31T00:00:00", "a source or file lacks a part: as_of is a date and rows a number"),
        ("rows = 0", "rows = true", "a source or file lacks a part: as_of is a date and rows a number"),
        (SHA, SHA.replace("0", "G"), "a source or file lacks a part: sha256 is no SHA-256 in hexadecimal digits"),
        (FILE, "../../etc/passwd", "'../../etc/passwd' is not a file of division data"),
        ('["p 1"]', '["p 2"]', "a file is made from 'p 2', which is not described"),
        (FILE, "divisions.csv.xz", "of one day and together come abolished.csv.xz, divisions.csv.xz, townships_civil.csv.xz"),
    ],
)  # fmt: skip
def test_a_part_that_does_not_fit(old: str, new: str, message: str) -> None:
    assert old in GOOD
    assert refusal(GOOD.replace(old, new, 1)) == message


def test_a_list_where_tables_are_wanted() -> None:
    assert refusal("format = 1\nsource = [1]").startswith("a source or file lacks a part")
    assert refusal("format = 1\nfile = 1").startswith("a source or file lacks a part")


def test_no_toml() -> None:
    assert refusal("format = ").startswith("not TOML: ")


def test_deep_nesting_is_refused() -> None:
    assert refusal(f"x = {'[' * 100_000}").startswith("not TOML: ")


def test_a_file_described_twice() -> None:
    one = entry(FILE, "code,name\n")
    assert refusal(manifest(one, one)) == "a file is described twice"


def test_the_core_is_of_one_day() -> None:
    days = ("2031-12-31", "2031-12-31", "2030-12-31")
    files = [entry(name, CORE[name], as_of=day) for name, day in zip(CORE, days, strict=True)]
    assert refusal(manifest(*files)).startswith("of one day and together come ")
    assert len(parse_manifest(manifest(*(entry(name, CORE[name]) for name in CORE))).files) == 3


@given(st.text())
def test_any_text_is_a_manifest_or_refused(text: str) -> None:
    assert SOURCE in GOOD
    try:
        parsed = parse_manifest(f"format = 1\n{text}")
    except DataError:
        return
    assert parsed == Manifest((), ())
