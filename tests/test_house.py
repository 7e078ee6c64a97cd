"""What the project promises about itself: sizes, links, words that must agree."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import typer

from auditor.cli.main import application
from auditor.discovery import all_rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("auditor", "probes", "gb28181")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MODULE_LINES = 400
FUNCTION_LINES = 40


def test_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert {path: n for path, n in lengths.items() if n > MODULE_LINES} == {}


def test_no_function_is_too_long() -> None:
    def long_ones(path: Path) -> list[str]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        functions = [node for node in ast.walk(tree) if isinstance(node, kinds)]
        return [f.name for f in functions if _body_lines(f) > FUNCTION_LINES]

    assert {str(path): names for path in SOURCES if (names := long_ones(path))} == {}


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the signature: a verb's options are its parameters."""
    last = function.body[-1].end_lineno or 0
    return last - function.body[0].lineno + 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    inside = [t for t in targets if not re.match(r"[a-z]+://", t)]

    assert [t for t in inside if not (page.parent / t).exists()] == []


def test_every_verb_is_in_the_changelog() -> None:
    group = typer.main.get_command(application())
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    verbs = getattr(group, "commands", {})

    expected = {
        "run",
        "serve",
        "schedule",
        "demo",
        "check",
        "rules",
        "decode",
        "registry",
        "divisions",
        "discover",
        "declared",
        "feed",
        "judge",
        "store",
        "profiles",
        "indicators",
        "exclusions",
        "rollup",
        "sample",
        "evidence",
        "oplog",
        "worklist",
        "diff",
        "alerts",
        "history",
        "web",
    }

    assert expected == set(verbs)
    assert [verb for verb in verbs if f"auditor {verb}" not in changelog] == []


def test_the_changelog_counts_the_rules() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"{len(all_rules())} rules in the groups" in changelog


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=]", item)[0] for item in project["dependencies"]}
    decision = (ROOT / "docs/adr/0002-dependencies.md").read_text(encoding="utf-8").casefold()
    words = {"av": "pyav"}

    assert [name for name in names if words.get(name, name) not in decision] == []


def test_both_readmes_show_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")

        assert "\nmake audit " in text
        assert "\nmake test " in text
