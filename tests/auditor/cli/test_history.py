"""``auditor history``: as text and as JSON, of all cameras and of one."""

import json
import re
from pathlib import Path

import pytest

from auditor.cli.main import execute
from tests.auditor.history.nights import keep_nights, new_round


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "auditor.sqlite"
    keep_nights(file, "ooo", "xoo", "", "oo-", "xox")
    return file


def told(capsys: pytest.CaptureFixture[str], path: Path, *more: str, code: int = 0) -> str:
    assert execute(["history", "--store", str(path), *more]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_rates_gaps_and_cameras_are_shown(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading, *lines = told(capsys, path).splitlines()
    assert re.fullmatch("云帆社区: [0-9]+ nights without a round since the last one", heading)
    assert lines == [
        "2026-01-05 to 2026-01-09: 5 nights, 1 missed",
        "关键位置摄像机完好率 (health_rate)",
        "  2026-01-05  3/3 unknown 0: meets",
        "  2026-01-06  2/3 unknown 0: meets",
        "  2026-01-07  missed",
        "  2026-01-08  2/3 unknown 1: meets",
        "  2026-01-09  1/3 unknown 0: meets",
        "  since 2026-01-08: met -1, of +0, unknown -1",
        "o ok, a abnormal, n no stream, x offline, - not probed, b blocked, . no round",
        "flapping: 1",
        "  row 1 code-1 ox.ox: 3 changes, not good for 1 nights",
        "failing: 2",
        "  row 1 code-1 ox.ox: 3 changes, not good for 1 nights",
        "  row 3 code-3 oo.-x: 1 changes, not good for 1 nights",
    ]


@pytest.mark.parametrize("name", ["1", "code-1"])
def test_one_camera(path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    lines = told(capsys, path, "--camera", name).splitlines()
    assert lines[2:] == [
        "row 1 code-1, flapping",
        "  2026-01-05  picture_ok, first picture 812 ms",
        "  2026-01-06  offline, first picture 812 ms",
        "  2026-01-07  missed",
        "  2026-01-08  picture_ok, first picture 812 ms",
        "  2026-01-09  offline, first picture 812 ms",
        "not good for 1 nights, since 2026-01-09",
    ]


def test_the_contract_is_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--nights", "2", "--indicator", "health_rate", "--camera", "3", "--format", "json")
    answer = json.loads(told(capsys, path, *options))
    assert answer["community"] == "云帆社区"
    assert [one["round_id"] for one in answer["history"]["nights"]] == [
        new_round(3).id,
        new_round(4).id,
    ]
    assert [one["indicator"] for one in answer["history"]["rates"]] == ["health_rate"]
    assert [one["states"] for one in answer["history"]["cameras"]] == ["-x"]
    assert [one["state"] for one in answer["camera"]] == ["not_probed", "offline"]
    other = json.loads(told(capsys, path, "--indicator", "coverage_rate", "--format", "json"))
    assert (other["history"]["rates"], other["camera"]) == ([], [])


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--camera", "99"), "no code or row of one camera"),
        (("--indicator", "beauty_rate"), "not known; known: "),
        (("--community", "别处"), "no ended round of 别处"),
        (("--nights", "0"), "--nights"),
    ],
)
def test_what_is_not_there_is_said(
    path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], fault: str
) -> None:
    assert fault in told(capsys, path, *options, code=2)
