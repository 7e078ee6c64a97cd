"""The charts' library is the one that its manifest names, with its licences beside it."""

import hashlib
import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "auditor" / "render" / "static"


def test_the_library_is_the_one_of_the_manifest() -> None:
    manifest = tomllib.loads((STATIC / "echarts.toml").read_text(encoding="utf-8"))
    script = (STATIC / manifest["file"]).read_bytes()

    assert hashlib.sha256(script).hexdigest() == manifest["sha256"]
    assert b"</script" not in script.lower()


def test_the_manifest_is_what_the_build_is_pinned_to() -> None:
    manifest = tomllib.loads((STATIC / "echarts.toml").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "scripts/echarts/package-lock.json").read_text(encoding="utf-8"))
    locked = {
        package["name"]: lock["packages"][f"node_modules/{package['name']}"]
        for package in manifest["packages"]
    }

    assert [(p["version"], p["integrity"]) for p in manifest["packages"]] == [
        (one["version"], one["integrity"]) for one in locked.values()
    ]


def test_every_part_of_the_library_is_in_the_notice() -> None:
    manifest = tomllib.loads((STATIC / "echarts.toml").read_text(encoding="utf-8"))
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")

    told = [f"{package['name']} {package['version']}" for package in manifest["packages"]]
    assert [name for name in told if name not in notice] == []
    assert "The Apache Software Foundation (https://www.apache.org/)" in notice
