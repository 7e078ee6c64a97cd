"""A few random kills of a real process over real cameras; `make bench-kill` does two hundred."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]


def test_rounds_that_are_killed_end_like_rounds_that_nobody_disturbed(tmp_path: Path) -> None:
    output, seed = tmp_path / "kill.json", random.randrange(10**6)
    options = ["--kills", "3", "--beds", "1", "--seed", str(seed), "--output", str(output)]
    command = [sys.executable, "-m", "benchmarks.kill", *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=240)
    told = json.loads(output.read_bytes())
    assert told["different"] == [], f"seed {seed}"
    counts = ("kills", "probed_again", "counted_twice", "wrong_logins_repeated")
    assert [told[name] for name in counts] == [3, 0, 0, 0], f"seed {seed}"
