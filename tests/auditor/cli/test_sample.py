"""`auditor sample`: draw, estimate, plan."""

import csv
import json
from pathlib import Path

import pytest

from auditor.cli.main import execute

REGISTRY = Path(__file__).parents[3] / "registry.csv"


def drawn(folder: Path, *more: str) -> tuple[list[dict[str, str]], dict[str, object]]:
    file = folder / "sample.csv"
    sizes = ["--size", "8", "--strata", "community,point-type", "--seed", "7", "-o", str(file)]
    assert execute(["sample", "draw", str(REGISTRY), *sizes, *more]) == 0
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    return rows, json.loads((folder / "sample.csv.json").read_text())


def test_a_sample_is_repeatable_and_says_how_it_was_drawn(tmp_path: Path) -> None:
    rows, facts = drawn(tmp_path)
    assert drawn(tmp_path) == (rows, facts)
    assert len(rows) == facts["sample"] == 8
    assert len({row["行号"] for row in rows}) == 8
    assert (facts["seed"], facts["strata"]) == ("7", ["community", "point-type"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sample.csv", "sample.csv.json"]


def test_a_margin_makes_the_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "s.csv"
    asked = ["--margin", "100", "--seed", "x", "-o", str(file), "--each", "--format", "json"]
    assert execute(["sample", "draw", str(REGISTRY), *asked]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert 0 < facts["sample"] < facts["population"]
    assert facts["method"].endswith("at least one of each stratum")


@pytest.mark.parametrize(
    ("met", "code", "word"), [("50", 0, "达标"), ("20", 1, "不达标"), ("46", 3, "无法判定")]
)
def test_the_verdict_respects_the_interval(
    met: str, code: int, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--met", met, "--of", "50", "--population", "60", "--threshold", "90"]
    assert execute(["sample", "estimate", *asked]) == code
    assert word in capsys.readouterr().out


def test_a_plan_names_its_formula(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["sample", "plan", "--lot", "10", "--aql", "0", "--lq", "200"]) == 0
    assert capsys.readouterr().out == (
        "批量 10：样本量 7，接收数 Ac=0，拒收数 Re=1（超几何分布，非 GB/T 2828.1 查表）\n"
    )


DRAW = f"draw {REGISTRY} --seed 1 -o"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (f"{DRAW} x.csv", "give either --size or --margin"),
        (f"{DRAW} x.csv --size 9 --strata brand", "--strata brand: unknown"),
        (f"{DRAW} x.csv --size 9 --confidence 96", "use 90, 95 or 99"),
        (f"{DRAW} x.csv --size 99999", "cannot be drawn"),
        (f"{DRAW} {REGISTRY} --size 9", "would overwrite"),
        (f"{DRAW} /dev/null/x.csv --size 9", "cannot be written"),
        ("estimate --met 9 --of 8 --population 10", "do not fit"),
        ("plan --lot 10 --aql 200 --lq 100", "limiting quality"),
    ],
)
def test_bad_input_is_told(asked: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["sample", *asked.split()]) == 2
    assert message in capsys.readouterr().err
