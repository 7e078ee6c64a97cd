"""Builds the wheel, installs it into a clean environment and uses it away from the sources.

An editable install puts the repository's root on the path and hides what a wheel lacks.
"""

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = {
    "auditor/profiles/shandong-growth.toml",
    "auditor/render/templates/style.css",
    "auditor/render/static/echarts.min.js",
    "auditor/render/static/echarts.toml",
    "auditor/geo/data/county_confidence.csv",
    "auditor/namings/smart-community.toml",
    "gb28181/data/divisions.csv.xz",
    "gb28181/data/townships_civil.csv.xz",
    "gb28181/data/townships_statistical.csv.xz",
}
SMOKE = (
    ["auditor", "--help"],
    ["auditor", "rules", "CODE-08"],
    ["auditor", "decode", "37011600011326000001"],
    ["auditor", "divisions", "show", "370902004"],
    ["auditor", "demo", "--folder", "community"],
)
OWN_PACKAGES = {"auditor", "probes", "gb28181"}


def main() -> int:
    """Build, inspect, install, run; any surprise ends with its message."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = _build(work)
        _inspect(wheel)
        binaries = _install(work, wheel)
        _use(work, binaries)
    print("wheel: built, installed in a clean environment, used: ok")
    return 0


def _build(work: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work, ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(work.glob("*.whl"))


def _inspect(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    if tops != OWN_PACKAGES:
        sys.exit(f"wheel: unexpected top-level entries {sorted(tops)}")
    if missing := EXPECTED - names:
        sys.exit(f"wheel: missing {sorted(missing)}")


def _install(work: Path, wheel: Path) -> Path:
    """A clean environment; the dependencies come from the index (or its cache)."""
    environment = work / "venv"
    venv.create(environment, with_pip=True)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", wheel]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return environment / "bin"


def _use(work: Path, binaries: Path) -> None:
    for command in SMOKE:
        program = [binaries / command[0], *command[1:]]
        done = subprocess.run(program, cwd=work, check=False, capture_output=True)
        # The sample misses its indicators by design.
        expected = 1 if command[1] == "demo" else 0
        if done.returncode != expected:
            sys.exit(f"wheel: {' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    if not (work / "community" / "reports" / "index.html").is_file():
        sys.exit("wheel: the demonstration wrote no report")


if __name__ == "__main__":
    sys.exit(main())
