"""Naming profiles: what is packaged, files of one's own, and the message for each fault."""

import re
from pathlib import Path

import polars as pl
import pytest

from auditor.errors import ProfileError
from auditor.naming import Naming, NamingProfile
from auditor.naming_files import load_naming, packaged_namings

GOOD = 'title = "本地"\nform = "路名＋序号"\nexamples = ["星河路01"]\ngrammar = ".+[0-9]{2}"\n'
LOCAL = NamingProfile(
    id="local", title="本地", form="路名＋序号", examples=("星河路01",), grammar=".+[0-9]{2}"
)


def written(folder: Path, text: str | bytes, name: str = "local.toml") -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def refusal(name: str) -> str:
    with pytest.raises(ProfileError) as caught:
        load_naming(name)
    return str(caught.value)


def test_the_packaged_profiles_are_listed() -> None:
    assert packaged_namings() == (
        "area-serial",
        "cross-type",
        "customs",
        "none",
        "road-offset",
        "shanghai",
        "smart-community",
        "town-direction",
    )


def test_no_form_is_a_profile_too() -> None:
    assert load_naming("none") == Naming()


@pytest.mark.parametrize("name", [name for name in packaged_namings() if name != "none"])
def test_a_packaged_profile_says_what_it_is_and_how_certain(name: str) -> None:
    naming = load_naming(name)
    profile = naming.default
    assert (naming.by_community, profile.id) == ({}, name)
    shown = (profile.title, profile.source, profile.certainty, profile.form, *profile.examples)
    assert [text for text in shown if not re.search("[\u4e00-\u9fff]", text)] == []
    assert profile.examples


@pytest.mark.parametrize("name", [name for name in packaged_namings() if name != "none"])
def test_the_examples_of_a_profile_keep_to_it(name: str) -> None:
    profile = load_naming(name).default
    examples = pl.Series(profile.examples)
    assert examples.str.contains(f"^(?:{profile.grammar or '.*'})$").all()
    words = [word for word in profile.position_words if word]
    assert not words or all(any(word in text for word in words) for text in profile.examples)


def test_the_proposal_has_no_grammar_that_could_refuse_a_good_name() -> None:
    assert load_naming("smart-community").default.grammar == ""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_profile_can_be_a_file(mark: str, tmp_path: Path) -> None:
    assert load_naming(written(tmp_path, mark + GOOD)) == Naming(default=LOCAL)


def test_a_file_may_name_itself_and_say_everything(tmp_path: Path) -> None:
    more = 'id = "x"\nsource = "甲"\ncertainty = "乙"\nposition_words = ["门"]\nnames_community = true\n'
    assert load_naming(written(tmp_path, GOOD + more)).default == NamingProfile(
        id="x",
        title="本地",
        source="甲",
        certainty="乙",
        form="路名＋序号",
        examples=("星河路01",),
        grammar=".+[0-9]{2}",
        position_words=("门",),
        names_community=True,
    )


def test_a_file_can_give_each_community_its_profile(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    text = '[communities]\n" 云帆社区 " = "road-offset"\n"星河社区" = "local.toml"\n'
    name = written(tmp_path, f'default = "smart-community"\n{text}', "all.toml")
    assert load_naming(name) == Naming(
        default=load_naming("smart-community").default,
        by_community={"云帆社区": load_naming("road-offset").default, "星河社区": LOCAL},
    )


def test_without_a_default_the_others_follow_no_form(tmp_path: Path) -> None:
    name = written(tmp_path, '[communities]\n"云帆社区" = "customs"\n')
    assert load_naming(name).default == NamingProfile()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("title", "titel"), "title: Field required"),
        (f"{GOOD}secret = 1\n", "secret: Extra inputs are not permitted"),
        (GOOD.replace(".+[0-9]{2}", "(路"), "grammar: error: unclosed group"),
        (GOOD.replace(".+[0-9]{2}", "路)|(?:.+"), "grammar: error: unopened group"),
        (
            GOOD.replace(".+[0-9]{2}", "(?=路).+"),
            "grammar: error: look-around, including look-ahead and look-behind, is not supported",
        ),
        (
            GOOD.replace(".+[0-9]{2}", "((a{1000}){1000}){9}"),
            "grammar: Compiled regex exceeds size limit of 10485760 bytes.",
        ),
        (
            GOOD.replace(".+[0-9]{2}", "a" * 501),
            "grammar: String should have at most 500 characters",
        ),
        (
            GOOD.replace("星河路01", "星河路1"),
            "the example 星河路1 does not match its grammar",
        ),
        (
            f'{GOOD}position_words = [""]\n',
            "position_words.0: String should have at least 1 character",
        ),
        (f'{GOOD}names_community = "是"\n', "names_community: Input should be a valid boolean"),
        ("communities = 1\n", "communities: Input should be a valid dictionary"),
        (
            '[communities]\n"甲" = "x"\n[extra]\n',
            "extra: Extra inputs are not permitted",
        ),
        ("title =\n", "not valid TOML: Invalid value (at line 1, column 8)"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    name = written(tmp_path, text)
    assert refusal(name) == f"naming profile {name}: {message}"


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    name = written(tmp_path, "a = " + "[" * 100_000)
    assert refusal(name).startswith(f"naming profile {name}: not valid TOML: ")


def test_an_unknown_name_lists_the_known_ones() -> None:
    assert refusal("shandong") == (
        f"no naming profile named shandong; known: {', '.join(packaged_namings())}, or a .toml file"
    )


def test_a_name_leads_to_no_other_file() -> None:
    assert refusal("../profiles/shandong-basic").startswith("no naming profile named ../")


def test_an_assignment_names_profiles_and_not_assignments(tmp_path: Path) -> None:
    name = written(tmp_path, '[communities]\n"云帆社区" = "local.toml"\n')
    assert refusal(name) == f"naming profile {tmp_path / 'local.toml'}: title: Field required"


def test_a_missing_file_is_told_plainly(tmp_path: Path) -> None:
    path = tmp_path / "absent.toml"
    assert refusal(str(path)).startswith(f"naming profile {path}: cannot be read ([Errno 2] ")


@pytest.mark.parametrize("content", ["标题".encode("gbk"), b"\xff"])
def test_another_encoding_is_refused(content: bytes, tmp_path: Path) -> None:
    name = written(tmp_path, content)
    assert refusal(name).startswith(f"naming profile {name}: cannot be read ('utf-8' codec")


def test_a_file_without_end_is_not_read_to_it(tmp_path: Path) -> None:
    name = written(tmp_path, b"#" * 1_000_001)
    assert refusal(name) == f"naming profile {name}: larger than 1000000 bytes"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert refusal("a\0.toml").startswith("naming profile a\0.toml: cannot be read (")
