"""Progress: lines without a terminal, a bar with one."""

import io

from rich.console import Console

from auditor import examples
from auditor.cli.progress import ProgressWatcher
from probes.failure import FailureKind

GOOD = examples.evidence(examples.pictured())
BAD = examples.evidence(examples.failed(FailureKind.CONNECTION_REFUSED))


def watch(console: Console) -> None:
    with ProgressWatcher(console) as watcher:
        watcher.begins(targets=20, tries=2)
        watcher.pass_begins(attempt=1, targets=20)
        for number in range(20):
            watcher.visited(GOOD if number % 2 else BAD)
        watcher.waits(seconds=0.5)
        watcher.waits(seconds=600)
        watcher.pass_begins(attempt=2, targets=1)
        watcher.visited(BAD)


def test_lines_without_a_terminal() -> None:
    stream = io.StringIO()
    watch(Console(file=stream, width=80))
    assert [line for line in stream.getvalue().splitlines() if line] == [
        "probing 20 cameras, up to 2 tries each",
        "pass 1: 20 cameras",
        *(f"  {done}/20 visited, {done // 2} gave a picture" for done in range(2, 21, 2)),
        "next pass in 600 s, for cameras without a good picture; Ctrl-C ends early and reports",
        "pass 2: 1 cameras",
        "  1/1 visited, 0 gave a picture",
    ]


def test_a_bar_and_no_lines_with_a_terminal() -> None:
    stream = io.StringIO()
    watch(Console(file=stream, width=80, force_terminal=True))
    shown = stream.getvalue()
    assert "第 2 轮尝试" in shown
    assert shown.count("按 Ctrl-C 可提前结束并出报告") == 1
    assert "出图 0" in shown
    assert "visited" not in shown
