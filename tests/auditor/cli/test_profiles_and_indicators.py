"""``profiles``, ``indicators`` and ``exclusions``: what is asked, how it is counted, who is excused."""

import json
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.demo.sample import sample_files
from auditor.discovery import all_indicators
from auditor.profile import packaged_profiles

HEADER = "设备编码,原因代码,开始时间,结束时间,审批人,报备文号,报备时间\n"


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert execute(arguments) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


@pytest.mark.usefixtures("wide")
def test_every_scheme_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = [line.split() for line in out(capsys, "profiles").splitlines()]

    assert [line[0] for line in listed] == ["方案", *packaged_profiles()]
    assert listed[3] == ["shandong-growth", "成长型", "95%", "95%", "95%", "85%", "95%"]


def test_a_loosened_scheme_is_shown_as_such(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "local.toml"
    path.write_text(
        'extends = "shandong-growth"\ntitle = "试行"\n[thresholds]\nhealth_rate = 80\n',
        encoding="utf-8",
    )
    text = out(capsys, "profiles", str(path))
    (shown,) = json.loads(out(capsys, "profiles", str(path), "--format", "json"))

    assert "关键位置摄像机完好率（health_rate）：80%，低于标准的 95%" in text.splitlines()
    assert shown["loosened"] == {"health_rate": 95}
    assert shown["profile"]["thresholds"]["health_rate"] == 80


def test_a_scheme_that_cannot_be_used_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["profiles", "shandong-grow"]) == 2
    assert capsys.readouterr().err.startswith("auditor: no profile named shandong-grow; known: ")


@pytest.mark.usefixtures("wide")
def test_every_rate_is_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    ids = [indicator.id for indicator in all_indicators()]
    listed = [line.split()[0] for line in out(capsys, "indicators").splitlines()]
    (shown,) = json.loads(out(capsys, "indicators", "health_rate", "--format", "json"))

    assert [each for each in listed if each in ids] == ids
    assert (shown["id"], shown["judged"], shown["version"]) == ("health_rate", True, 1)
    assert out(capsys, "indicators", "coverage_rate").splitlines()[:2] == [
        "coverage_rate 关键位置覆盖率",
        "版本：第 1 版",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("helth_rate", "did you mean health_rate?"), ("zz", "see: auditor indicators")],
)
def test_an_unknown_rate_is_one_message(
    capsys: pytest.CaptureFixture[str], name: str, hint: str
) -> None:
    assert execute(["indicators", name]) == 2
    assert capsys.readouterr().err == f"auditor: no rate {name}; {hint}\n"


def excused(folder: Path, *lines: str) -> tuple[str, ...]:
    for name, content in sample_files().items():
        (folder / name).write_bytes(content)
    path = folder / "excused.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    at = ("--at", "2026-01-05T22:00+08:00")
    return ("exclusions", "check", str(path), "--registry", str(folder / "registry.csv"), *at)


GOOD = (
    "37011600011326000001,停电报备,2026-01-05T08:00+08:00,2026-01-06T08:00+08:00,"
    "李某,7号,2026-01-04T08:00+08:00"
)


def test_a_sound_exclusions_file_has_no_finding(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert out(capsys, *excused(tmp_path, GOOD)) == "excused.csv：共 1 行，有效 1 行\n"


@pytest.mark.usefixtures("wide")
def test_every_fault_of_an_exclusions_file_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    endless = GOOD.replace("2026-01-06T08:00+08:00", "")
    arguments = excused(tmp_path, GOOD, endless, "1,2")
    text = out(capsys, *arguments, code=1).splitlines()
    document = json.loads(out(capsys, *arguments, "--format", "json", code=1))

    assert text[1].split()[-3:] == ["错误", "未填结束时间；免考核必须有期限", "未采用"]
    assert text[-2].startswith("第 3 行无法读取：")
    assert text[-1] == "excused.csv：共 2 行，有效 1 行"
    assert [(f["line"], f["fault"], f["counts"]) for f in document["findings"]] == [
        (2, "no_end", False)
    ]
    assert (document["rows"], document["counting"], len(document["unread"])) == (2, 1, 1)


def test_the_time_of_the_round_must_be_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert execute([*excused(tmp_path, GOOD)[:-1], "soon"]) == 2
    assert capsys.readouterr().err == (
        "auditor: --at: 'soon' is no time; write it as 2026-12-01T22:00+08:00\n"
    )


def test_now_is_the_time_unless_another_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = out(capsys, *excused(tmp_path, GOOD)[:-2], code=1)

    assert "检测开始时已过期" in text


def test_a_round_never_writes_over_its_exclusions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "exclusions.csv"
    path.write_text(HEADER, encoding="utf-8")

    assert execute(["run", "--exclusions", str(path), "--reports", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"auditor: {path}: would overwrite {path}, which is read; choose another place\n"
    )
    assert path.read_text(encoding="utf-8") == HEADER


def test_a_faulty_list_ends_a_round_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = excused(tmp_path, GOOD)
    waivers = tmp_path / "waivers.toml"
    waivers.write_text("[[waivers]]\n", encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    given = ("--registry", arguments[4], "--key-locations", str(tmp_path / "key_locations.csv"))
    lists = ("--waivers", str(waivers), "--reports", str(tmp_path / "reports"))

    assert execute(["run", *given, *lists, "--store", str(tmp_path / "s.sqlite")]) == 2
    assert "waiver 1 lacks rule" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == files
