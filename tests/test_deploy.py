"""What stands in deploy/ can be run: its command lines parse, and its units are well formed."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import typer

from auditor.cli.main import application
from auditor.health.settings import Health

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
PROGRAM = "/opt/auditor/bin/auditor"
HARDENED = {
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "CapabilityBoundingSet=",
    "User=auditor",
    "UMask=0027",
    "MemoryMax=4G",
}


def settings(unit: Path) -> list[str]:
    lines = unit.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "["))]


def command_lines() -> dict[str, list[str]]:
    """Every command of ours in units and image, by where it stands."""
    found = {}
    for unit in SERVICES:
        (line,) = [one for one in settings(unit) if one.startswith("ExecStart=")]
        program, *arguments = shlex.split(line.partition("=")[2])
        assert program == PROGRAM
        found[unit.name] = arguments
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    command = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert 'ENTRYPOINT ["auditor"]' in text
    assert command is not None
    return {**found, "Dockerfile": json.loads(command[1])}


@pytest.mark.parametrize(("where", "arguments"), command_lines().items())
def test_every_command_line_parses(where: str, arguments: list[str]) -> None:
    group = typer.main.get_command(application())
    verb, *options = arguments
    command = getattr(group, "commands", {}).get(verb)
    assert command is not None, where
    context = command.make_context(verb, list(options), resilient_parsing=False)
    assert context.params["config"] == [Path("/etc/auditor/auditor.toml")]


def test_a_wrong_option_would_be_noticed() -> None:
    group = typer.main.get_command(application())
    run = getattr(group, "commands", {})["run"]
    with pytest.raises((click.ClickException, typer.TyperException), match="--bogus"):
        run.make_context("run", ["--bogus"])


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_units_are_hardened(unit: Path) -> None:
    assert set(settings(unit)) >= HARDENED


def test_the_service_is_started_again_however_often_it_could_not_begin() -> None:
    """A database that comes back after an hour must find it: no night is lost to a limit."""
    found = settings(DEPLOY / "systemd" / "auditor.service")
    assert {"StartLimitIntervalSec=0", "Restart=on-failure", "RestartSec=30s"} <= set(found)


def test_results_are_no_failures_of_the_nightly_unit() -> None:
    assert "SuccessExitStatus=1 3" in settings(DEPLOY / "systemd" / "auditor-nightly.service")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_round_is_asked_to_end_by_its_service_alone(unit: Path) -> None:
    assert "KillMode=mixed" in settings(unit)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """With a program that is there: the real one is installed elsewhere."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_the_image_runs_without_root_and_knows_its_health() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert text.rindex("\nUSER 10001:10001\n") < text.rindex("\nENTRYPOINT")
    assert f"{Health().listen}/healthz" in text


def test_the_source_distribution_has_it() -> None:
    project = (DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8")
    included = re.search(r"\[tool\.hatch\.build\.targets\.sdist\]\ninclude = (\[.*\])", project)
    assert included is not None
    assert "deploy" in json.loads(included[1])
