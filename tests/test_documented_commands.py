"""Every command line that a manual shows is one that the program takes."""

import re
import shlex
from itertools import takewhile
from pathlib import Path

import click
import pytest
import typer

from auditor.cli.main import application

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.zh-CN.md", "deploy/README.md", "docs/operations.md", "docs/feed.md")
_COMMAND = r"^ *(?:runuser -u auditor -- )?(?:(?:/opt/auditor/bin/)?auditor|\$AUDITOR) (.*)$"
_AFTER = {">", "<", "|", "&&", "&"}


def command_lines() -> list[tuple[str, str]]:
    """Page and arguments of each call in a block of shell."""
    found = []
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
            lines = re.findall(_COMMAND, block.replace("\\\n", " "), re.MULTILINE)
            found += [(page, line) for line in lines]
    return found


def taken(line: str) -> None:
    """Raises what the program would say of its arguments; nothing is run."""
    words = shlex.split(line, comments=True)
    arguments = list(takewhile(lambda word: word not in _AFTER, words))
    command: object = typer.main.get_command(application())
    while arguments and not arguments[0].startswith("-") and hasattr(command, "commands"):
        command = command.commands[arguments.pop(0)]
    command.make_context(line, arguments)  # type: ignore[attr-defined]  # typer's own click


def test_the_manuals_show_commands() -> None:
    assert {page for page, _ in command_lines()} >= {"README.md", "docs/operations.md"}


@pytest.mark.parametrize(("page", "line"), command_lines())
def test_a_documented_command_is_taken(page: str, line: str) -> None:
    assert page in PAGES
    taken(line)


@pytest.mark.parametrize("line", ["check", "run --bogus", "schedul"])
def test_a_wrong_one_would_be_noticed(line: str) -> None:
    with pytest.raises((click.ClickException, typer.TyperException, KeyError)):
        taken(line)
