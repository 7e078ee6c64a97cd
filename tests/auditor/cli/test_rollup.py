"""`auditor rollup` over a real store."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.aggregate import judge_rate
from auditor.cli.main import execute
from auditor.policy import JudgedOn, Policy
from auditor.store.store import NewRound, Store
from tests.auditor.render import builders

ENDED = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "auditor.sqlite"
    with Store(path) as kept:
        for name, met, complete in (("甲", 20, True), ("乙", 19, True), ("丙", 1, False)):
            origin = builders.provenance(
                round_id=f"round-{name}", complete=complete, ended_at=ENDED
            )
            new = NewRound(
                id=origin.round_id,
                community=name,
                started_at=origin.started_at,
                registry_sha256=origin.registry_sha256,
                profile=origin.profile,
                tool_version=origin.tool_version,
            )
            kept.begin_round(new)
            members = tuple(builders.member(str(number)) for number in range(20))
            rate = builders.rate(met=met, members=members)
            kept.end_round(
                builders.report(community=name, provenance=origin, results=(judge_rate(rate, 95),))
            )
    return path


@pytest.fixture
def loosened(tmp_path: Path) -> Path:
    """One community that a scheme judged which asks less than the standard."""
    path = tmp_path / "loosened.sqlite"
    origin = builders.provenance(ended_at=ENDED)
    result = judge_rate(builders.rate(), 60, standard=95)
    with Store(path) as kept:
        kept.begin_round(
            NewRound(
                id=origin.round_id,
                community="甲",
                started_at=origin.started_at,
                registry_sha256=origin.registry_sha256,
                profile=origin.profile,
                tool_version=origin.tool_version,
            )
        )
        kept.end_round(builders.report(community="甲", provenance=origin, results=(result,)))
    return path


def roll(store: Path, *more: str) -> int:
    return execute(["rollup", "--store", str(store), *more])


def test_a_total_without_a_community_is_undecided_and_names_it(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roll(store) == 3
    out = capsys.readouterr().out
    assert "39/40" in out
    assert "未计入：丙（round-丙）：本轮检测未完成" in out


def test_the_exit_code_is_the_total_s_verdict(store: Path) -> None:
    assert roll(store, "--community", "甲", "--community", "乙") == 0
    assert roll(store, "--by", "maker", "--community", "甲") == 1


def test_a_verdict_on_net_shows_the_net_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = Policy(judged_on=JudgedOn.NET)
    judged = judge_rate(builders.rate(of=40, met=37, excluded=2), 95, policy)
    path = tmp_path / "net.sqlite"
    with Store(path) as kept:
        origin = builders.provenance()
        kept.begin_round(
            NewRound(
                id=origin.round_id,
                community="甲",
                started_at=origin.started_at,
                registry_sha256=origin.registry_sha256,
                profile=origin.profile,
                tool_version=origin.tool_version,
            )
        )
        kept.end_round(builders.report(community="甲", results=(judged,), judging=policy))
    assert roll(path) == 0
    assert "达标（净值37/38）" in "".join(capsys.readouterr().out.split())
    roll(path, "--format", "csv")
    (first, *_) = csv.DictReader(capsys.readouterr().out.lstrip("\ufeff").splitlines())
    names = ("分母", "合格", "免考核", "免考核中合格", "免考核中未知", "判定依据", "结论")
    assert [first[name] for name in names] == [
        *("40", "37", "2", "0", "0"),
        "净值（剔除有效免考核）",
        "达标",
    ]


def test_json_and_csv_hold_the_same_counts(
    store: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    roll(store, "--format", "json")
    total = json.loads(capsysbinary.readouterr().out)["total"]
    assert (total["results"][0]["rate"]["met"], total["communities"]) == (39, 2)
    file = tmp_path / "out.csv"
    assert roll(store, "--format", "csv", "--output", str(file), "--rounds", "round-甲") == 0
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [(row["名称"], row["合格"], row["结论"]) for row in rows] == [
        (name, "20", "达标") for name in ("合计", "山东省", "泰安市", "泰山区", "甲")
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--community", "丁"], "no round of the community '丁'; kept: 丙, 乙, 甲"),
        (["--output", "x.txt"], "--output needs --format json, csv or html"),
        (["--format", "csv", "--output", "/dev/null/x"], "/dev/null/x: cannot be written"),
    ],
)
def test_bad_input_is_told(
    store: Path, more: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roll(store, *more) == 2
    assert message in capsys.readouterr().err


def test_html_holds_the_total_and_links_to_each_community(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "all.html"
    link = "reports/{community}/index.html"

    assert roll(store, "--format", "html", "--output", str(page), "--link", link) == 3
    text = page.read_text(encoding="utf-8")
    assert 'href="reports/%E4%B9%99/index.html"' in text
    assert "<b>39</b> / 40" in text
    assert "丙" in text


@pytest.mark.parametrize(
    "link",
    ["index.html", "javascript:{community}", "//evil/{community}", "/{community}", "\\{community}"],
)
def test_a_link_that_leads_elsewhere_is_refused(
    store: Path, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roll(store, "--format", "html", "--link", link) == 2
    assert "give a relative path with {community}" in capsys.readouterr().err


def test_old_results_are_left_out(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roll(store, "--since", "1") == 3
    assert "结果过旧" in capsys.readouterr().out


def test_a_store_that_is_not_there_is_not_made(store: Path) -> None:
    absent = store.with_name("none")
    assert roll(absent) == 2
    assert not absent.exists()


def test_a_loosened_threshold_is_told(loosened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roll(loosened) == 0
    assert "摄像机完好率的阈值：60%（低于标准的 95%）\n" in capsys.readouterr().out
