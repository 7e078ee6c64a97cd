"""``divisions``: codes explained, data renewed, and one message for what cannot be."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from auditor.cli.divisions import HELP, application
from auditor.divisions.advice import STEPS
from auditor.divisions.packages import CURRENT, HISTORY, STATISTICAL
from auditor.errors import ConfigError
from gb28181.division_files import data_files
from gb28181.divisions import division_table
from gb28181.townships import townships
from tests.auditor.divisions.releases import (
    DIVISIONS,
    current_members,
    releases,
    statistical_members,
    tgz,
    wheel,
)

DAYS = "截至：撤销代码 2025-12-31；县级以上区划（民政） 2025-12-31；乡级（民政） 2025-12-31；乡级（统计） 2023-06-30"


def forget() -> None:
    for kept in (data_files, division_table, townships):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins with the packaged data and leaves them behind."""
    monkeypatch.delenv("GB28181_DATA", raising=False)
    forget()
    yield
    forget()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """Small releases, and their data in use, made by the verb itself."""
    paths = releases(tmp_path)
    folder = tmp_path / "used"
    monkeypatch.setattr("auditor.cli.divisions.require_whole_lists", lambda _: None)
    run("update", *sources(paths), "--output", str(folder))
    monkeypatch.undo()
    use(folder, monkeypatch)
    return paths


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GB28181_DATA", str(folder))
    forget()


def sources(paths: tuple[Path, Path, Path]) -> list[str]:
    names = ("--current", "--history", "--townships")
    return [word for pair in zip(names, map(str, paths), strict=True) for word in pair]


def run(*arguments: str) -> None:
    group = typer.Typer(add_completion=False)
    group.add_typer(application(), name="divisions")
    group.command(name="other")(lambda: None)
    assert group(["divisions", *arguments], standalone_mode=False) == 0


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    run(*arguments)
    return capsys.readouterr().out.splitlines()


def parsed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads("\n".join(lines(capsys, *arguments, "--format", "json")))


def refusal(*arguments: str) -> str:
    with pytest.raises(ConfigError) as caught:
        run(*arguments)
    return str(caught.value)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("370902", ["370902  山东省 泰安市 泰山区（现行，县级）", "乡级：民政 8，统计 8"]),
        ("3709", ["370900  山东省 泰安市（现行，地级）", "乡级：民政 88，统计 88"]),
        (" 37 ", ["370000  山东省（现行，省级）", "乡级：民政 1826，统计 1853"]),
        ("441900", ["441900  广东省 东莞市（现行，地级）", "乡级：民政 32，统计 36"]),
        ("500105", ["500105  江北区（1997 年启用，2025 年撤销，现行 500157 两江新区）", "乡级：民政 0，统计 12"]),
        ("370802", ["370802  市中区（2013 年撤销，现行 不详）", "乡级：民政 0，统计 0"]),
        ("370176", ["370176  济南高新统计用开发区代码，不是行政区划", "乡级：民政 0，统计 5"]),
        ("330171", ["330171  统计用开发区代码，不是行政区划", "乡级：民政 0，统计 0"]),
        ("1101", ["110100  市辖区（代码表中的汇总项，不是行政区划）", "乡级：民政 343，统计 349"]),
        ("659013", ["659013  不在表中：可能比表新，不能据此判错", "乡级：民政 0，统计 0"]),
        ("370902004", ["370902004  山东省 泰安市 泰山区（现行，县级）", "民政 2025-12-31：上高街道", "统计 2023-06-30：上高街道"]),
        ("370102011", ["370102011  山东省 济南市 历下区（现行，县级）", "民政 2025-12-31：燕山街道", "统计 2023-06-30：姚家街道", "姚家街道的民政代码：370102013", "燕山街道的统计代码：370102010"]),
        ("659013001", ["659013001  不在表中：可能比表新，不能据此判错", "民政 2025-12-31：未列", "统计 2023-06-30：未列", "两套代码均未列：可能比表新，不能据此判错"]),
        ("370902004003", ["370902004003  村级（统计）：未安装村级数据，无法查询", "370902004  山东省 泰安市 泰山区（现行，县级）", "民政 2025-12-31：上高街道", "统计 2023-06-30：上高街道"]),
    ],
)  # fmt: skip
def test_show(capsys: pytest.CaptureFixture[str], code: str, expected: list[str]) -> None:
    assert lines(capsys, "show", code) == [*expected, DAYS]


def test_show_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    county = {
        "code": "370181", "status": "abolished", "name": "章丘市", "chain": [], "level": None,
        "since": 1995, "until": 2016, "successors": ["370114"], "civil": 0, "statistical": 0,
    }  # fmt: skip
    days = {
        "abolished": "2025-12-31",
        "divisions": "2025-12-31",
        "townships_civil": "2025-12-31",
        "townships_statistical": "2023-06-30",
    }
    assert parsed(capsys, "show", "370181") == {"answer": county, "as_of": days}
    township: dict[str, object] = {
        "code": "370181001", "county": county, "civil": None, "statistical": None,
        "civil_elsewhere": [], "statistical_elsewhere": [],
    }  # fmt: skip
    assert parsed(capsys, "show", "370181001") == {"answer": township, "as_of": days}
    assert parsed(capsys, "show", "370181001001") == {
        "answer": {
            "code": "370181001001", "township": township, "installed": False, "name": None
        },
        "as_of": days,
    }  # fmt: skip


@pytest.mark.parametrize("code", ["", "3", "37090", "3709020", "37011600011326000001"])
def test_another_length_is_refused(code: str) -> None:
    assert refusal("show", code) == f"{code!r}: give 2, 4, 6, 9 or 12 digits"


@pytest.mark.parametrize("code", ["3x", "37090x", "37090200x", "37090200400x", "３７"])
def test_other_characters_are_refused(code: str) -> None:
    assert refusal("show", code).startswith("division (digits ")


def test_without_files_the_update_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(lines(capsys, "update"))
    steps = parsed(capsys, "update")
    assert [(step["purpose"], step["command"]) for step in steps] == list(STEPS)
    for word in (CURRENT.name, HISTORY.name, STATISTICAL.name, "GB28181_DATA", "--output"):
        assert word in text


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert "auditor divisions show 370902" in HELP
    group = typer.main.get_command(application())
    for name in ("show", "update", "communities"):
        help_text = getattr(group, "commands")[name].help  # noqa: B009 - typed as a command
        assert f"auditor divisions {name} " in help_text
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["update", "--current", "a"], "give both --current and --history; see: auditor divisions update"),
        (["update", "--history", "a"], "give both --current and --history; see: auditor divisions update"),
        (["update", "--output", "a"], "give both --current and --history; see: auditor divisions update"),
        (["communities", "a"], "say with --output which folder to write"),
    ],
)  # fmt: skip
def test_options_that_are_missing(arguments: list[str], message: str) -> None:
    assert refusal(*arguments) == message


def test_a_part_of_a_list_is_not_taken_for_a_new_list(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    message = refusal("update", *sources(releases(tmp_path)), "--output", str(folder))
    assert message.startswith("divisions.csv.xz: the new list lacks 32")
    assert not folder.exists()


@pytest.mark.usefixtures("small")
def test_written_data_are_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, "show", "370114")[0] == "370114  山东省 济南市 章丘区（现行，县级）"
    assert lines(capsys, "show", "370902")[0] == "370902  不在表中：可能比表新，不能据此判错"


def test_the_difference_line_by_line(
    capsys: pytest.CaptureFixture[str], small: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    later = [
        *DIVISIONS[:1],
        [2, "370100", "", "泉城市"],
        *DIVISIONS[2:],
        [3, "370115", "", "济阳区"],
    ]
    newer = wheel(tmp_path / "b.whl", current_members(later, data_as_of="2026-12-31"))
    assert lines(capsys, "update", *sources((newer, *small[1:]))) == [
        "县级以上区划（民政）：2025-12-31 4 条 → 2026-12-31 5 条；减少 0，新增 1，变更 1",
        "  + 370115 济阳区",
        "  ~ 370100 济南市 → 泉城市",
        "撤销代码：2025-12-31 1 条 → 2026-12-31 1 条；减少 0，新增 0，变更 0",
        "乡级（民政）：2025-12-31 1 条 → 2026-12-31 1 条；减少 0，新增 0，变更 0",
        "乡级（统计）：2023-06-30 2 条 → 2023-06-30 2 条；减少 0，新增 0，变更 0",
        "未写入：加 --output 数据目录",
    ]
    found = parsed(capsys, "update", "--current", str(newer), "--history", str(small[1]))
    assert (found["written"], len(found["tables"])) == (None, 3)
    assert found["tables"][0] == {
        "file": "divisions.csv.xz",
        "as_of_before": "2025-12-31",
        "as_of_after": "2026-12-31",
        "rows_before": 4,
        "rows_after": 5,
        "gone": [],
        "new": [{"code": "370115", "text": "济阳区"}],
        "changed": [{"code": "370100", "before": "济南市", "after": "泉城市"}],
    }


def test_an_older_list_and_a_long_one(
    capsys: pytest.CaptureFixture[str], small: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    many = [[4, f"370114{number:03}", "", "镇"] for number in range(100, 142)]
    older = current_members([*DIVISIONS, *many], data_as_of="2024-12-31")
    shown = lines(capsys, "update", *sources((wheel(tmp_path / "b.whl", older), *small[1:])))
    assert shown[:2] == [
        "县级以上区划（民政）：2025-12-31 4 条 → 2024-12-31 4 条；减少 0，新增 0，变更 0",
        "  注意：新表早于现用的表",
    ]
    assert shown[5:7] == ["  注意：新表早于现用的表", "  + 370114100 镇"]
    assert shown[46] == "  …另有 2 条，见 --format json"


def test_communities_are_made_and_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    path = tgz(tmp_path / "a.tgz", statistical_members())
    assert lines(capsys, "communities", str(path), "--output", str(folder)) == [
        "村级（统计）11：无 → 2023-06-30 1 条；减少 0，新增 1，变更 0",
        "村级（统计）37：无 → 2023-06-30 1 条；减少 0，新增 1，变更 0",
        f"已写入 {folder}；启用：export GB28181_DATA={folder}",
    ]
    use(folder, monkeypatch)
    shown = lines(capsys, "show", "370114001001")
    assert shown[0] == "370114001001  村级（统计）：甲社区居委会"
    assert "；村级（统计） 2023-06-30；" in shown[-1]
    assert lines(capsys, "show", "370114001002")[0] == "370114001002  村级（统计）：未列"
    assert parsed(capsys, "show", "370114001001")["answer"]["name"] == "甲社区居委会"
    again = parsed(capsys, "communities", str(path), "--output", str(folder))
    assert again["written"] == str(folder)


def test_a_broken_folder_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = releases(tmp_path)
    use(tmp_path / "none", monkeypatch)
    advice = "mend the folder that GB28181_DATA names, or unset GB28181_DATA"
    assert refusal("show", "37").endswith(advice)
    assert refusal("show", "370902004003").endswith(advice)
    assert refusal("update", *sources(paths)).endswith(advice)


def test_wrong_files_are_one_error(tmp_path: Path) -> None:
    current, history, _ = releases(tmp_path)
    assert "is it the right package" in refusal("update", *sources((history, history, current)))
    assert "not a tgz" in refusal("communities", str(current), "--output", str(tmp_path / "x"))
    assert "not a tgz" in refusal("update", *sources((current, history, current)))
