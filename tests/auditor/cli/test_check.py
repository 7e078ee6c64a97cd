"""``check``: the sample's planted findings, nothing else, and no row lost without a word."""

import json
from pathlib import Path

import pytest

from auditor.cli.main import execute
from tests.auditor.registry.files import HEADERS, record, registry, written

ROOT = Path(__file__).parents[3]
KEYS = [
    "row",
    "device_code",
    "rule",
    "severity",
    "verdict",
    "field",
    "value",
    "message",
    "suggestion",
]
OTHER = "莱芜区云帆街道云帆社区星河里小区北门02"
BASIS = "依据：GB/T 28181-2022，行政区划截至 2025-12-31"
PLAN_HEADER = "关键位置编号,社区,类别,名称,经度,纬度\n"
RECORD_FINDINGS = [
    (20, "CODE-02"), (21, "CODE-08"), (21, "DIV-03"), (22, "CODE-05"), (23, "CODE-05"),
    (25, "GEO-05"), (26, "NAME-02"), (30, "NAME-09"),
]  # fmt: skip
PLAN_FINDINGS = [(24, "GEO-10"), (40, "ARCH-09")]


def findings(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, list[dict[str, object]], str]:
    """Exit code, findings, standard error."""
    code = execute(["check", *map(str, arguments), "--format", "json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def rules_of(found: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(finding["row"], finding["rule"]) for finding in found]


def plan(folder: Path, *lines: str) -> Path:
    path = folder / "plan.csv"
    path.write_text(PLAN_HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_sample_has_exactly_the_planted_record_findings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, found, err = findings(capsys, ROOT / "registry.csv")
    assert (code, rules_of(found), err) == (1, RECORD_FINDINGS, "")
    assert all(list(finding) == KEYS for finding in found)


def test_the_plan_adds_the_two_that_need_it(capsys: pytest.CaptureFixture[str]) -> None:
    files = (ROOT / "registry.csv", "--key-locations", ROOT / "key_locations.csv")
    code, found, err = findings(capsys, *files)
    assert (code, rules_of(found), err) == (1, sorted(RECORD_FINDINGS + PLAN_FINDINGS), "")


def test_a_finding_in_full(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, registry(record(device_code="1")))
    assert findings(capsys, path) == (
        1,
        [
            {
                "row": 1,
                "device_code": "1",
                "rule": "CODE-02",
                "severity": "error",
                "verdict": "fail",
                "field": "device_code",
                "value": "1",
                "message": "设备编码不是 20 位数字：实为 1 位",
                "suggestion": "核对原始编码表，按 20 位数字重新登记；用文本格式保存，避免电子表格改写",
            }
        ],
        "",
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_correct_registry_has_no_finding(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, codec: str
) -> None:
    path = written(tmp_path, registry(record()), encoding=codec)
    assert findings(capsys, path) == (0, [], "")


def test_text_tells_file_counts_and_each_finding(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    path = written(tmp_path, registry(record(device_code="1")))
    assert execute(["check", str(path)]) == 1
    heading, basis, counted, count, titles, line = capsys.readouterr().out.splitlines()
    assert heading == "cameras.csv（utf-8）：1 条记录，1 个问题，1 条有错误"
    assert basis == BASIS
    assert counted.split() == ["规则", "级别", "不合规", "无法判定", "问题"]
    assert count.split() == ["CODE-02", "×", "错误", "1", "0", "设备编码不是20位数字"]
    assert titles.split() == ["行", "规则", "级别", "内容", "问题"]
    assert line.split(maxsplit=4)[:4] == ["1", "CODE-02", "×", "错误"]


def test_text_tells_the_worst_segments_and_what_is_undecided(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = (
        record(1, community="甲", device_code="1"),
        record(2, community=""),
        record(3, community="丙", division="500157"),
    )
    assert execute(["check", str(written(tmp_path, registry(*lines)))]) == 1
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    at = shown.index(["按社区", "记录", "有错误"])
    assert shown[at + 1] == ["甲", "1", "1"]
    assert ["3", "GEO-15", "无法判定"] in [words[:3] for words in shown]


def test_segments_without_an_error_are_not_shown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = (record(1, community="甲", name="Camera 01"), record(2, community="乙"))
    assert execute(["check", str(written(tmp_path, registry(*lines)))]) == 0
    out = capsys.readouterr().out
    assert "NAME-09" in out
    assert "按社区" not in out


def test_unknown_columns_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, registry(f"{record()},x", headers=(*HEADERS, "备注")))
    assert execute(["check", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [BASIS, "未能识别、未被使用的列：备注"]


def test_unreadable_rows_are_told_and_fail(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cameras = written(tmp_path, registry(record(), "short"))
    places = plan(tmp_path, "KL-01,,小区出入口,北门,117.661,36.209", "KL-02")
    lines = [
        "cameras.csv 第 2 行（文件第 3 行）无法读取：本行有 1 列，表头有 33 列，无法确定各列对应关系",
        "plan.csv 第 2 行（文件第 3 行）无法读取：本行有 1 列，表头有 6 列，无法确定各列对应关系",
    ]
    assert execute(["check", str(cameras), "--key-locations", str(places)]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [BASIS, *lines]
    code, found, err = findings(capsys, cameras, "--key-locations", places)
    assert (code, found, err.splitlines()) == (1, [], lines)


def test_each_community_is_held_against_its_own_plan(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Both number their gates from KL-01, and are kilometres apart."""
    far = {
        "name": "乙社区北门02",
        "community": "乙",
        "longitude": "117.761",
        "key_location_id": "KL-01",
    }
    cameras = written(tmp_path, registry(record(1, community="甲"), record(2, **far)))
    places = plan(
        tmp_path,
        "KL-01,甲,小区出入口,北门,117.661,36.209",
        "KL-01,乙,小区出入口,北门,117.761,36.209",
    )
    assert findings(capsys, cameras, "--key-locations", places) == (0, [], "")


def test_a_camera_without_community_may_name_a_location_of_any(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cameras = written(tmp_path, registry(record(1, community=""), record(2, name=OTHER)))
    places = plan(tmp_path, "KL-01,云帆社区,小区出入口,北门,117.661,36.209")
    assert findings(capsys, cameras, "--key-locations", places) == (0, [], "")


def test_a_code_is_unique_among_all_communities(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cameras = written(tmp_path, registry(record(community="甲"), record(community="乙")))
    places = plan(tmp_path, "KL-01,,小区出入口,北门,117.661,36.209")
    code, found, _ = findings(capsys, cameras, "--key-locations", places)
    assert (code, rules_of(found)) == (1, [(1, "CODE-05"), (2, "CODE-05")])


def test_a_registry_of_unreadable_rows_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cameras = written(tmp_path, registry("short"))
    places = plan(tmp_path, "KL-01,,小区出入口,北门,117.661,36.209")
    code, found, err = findings(capsys, cameras, "--key-locations", places)
    assert (code, found, err.count("\n")) == (1, [], 1)


def test_no_secret_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, registry(record(stream_uri="rtsp://admin:Zq9@127.0.0.2/a")))
    code, found, err = findings(capsys, path)
    assert (code, rules_of(found), err) == (0, [(1, "ARCH-10")], "")
    assert execute(["check", str(path)]) == 0
    assert "Zq9" not in str(found) + capsys.readouterr().out


def test_markup_and_controls_in_cells_are_shown_as_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    path = written(tmp_path, registry(record(name="[/red]锟斤拷\x1b[31m")))
    assert execute(["check", str(path)]) == 1
    assert "[/red]锟斤拷[U+001B][31m" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--key-locations", "--profile"])
def test_faults_of_the_other_files(capsys: pytest.CaptureFixture[str], option: str) -> None:
    code = execute(["check", str(ROOT / "registry.csv"), option, "/absent/a.toml"])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert "/absent/a.toml" in err
