"""A round's progress on odd totals, and a terminal that is given back after an interrupt."""

import io

import pytest
from rich.console import Console

from auditor.cli.progress import ProgressWatcher
from auditor.examples import evidence, pictured

CURSOR_SHOWN = "\x1b[?25h"


def test_a_pass_of_an_odd_total_says_about_ten_lines_and_the_last() -> None:
    stream = io.StringIO()
    with ProgressWatcher(Console(file=stream, width=80)) as watcher:
        watcher.pass_begins(attempt=1, targets=105)
        for _ in range(105):
            watcher.visited(evidence(pictured()))
    told = [line.split("/")[0].strip() for line in stream.getvalue().splitlines()[1:]]
    assert told == [*(str(number) for number in range(10, 101, 10)), "105"]


def test_an_empty_pass_says_so() -> None:
    stream = io.StringIO()
    with ProgressWatcher(Console(file=stream, width=80)) as watcher:
        watcher.begins(targets=0, tries=3)
        watcher.pass_begins(attempt=1, targets=0)
    assert stream.getvalue().splitlines() == [
        "probing 0 cameras, up to 3 tries each",
        "pass 1: 0 cameras",
    ]


def test_the_terminal_is_given_back_after_an_interrupt() -> None:
    stream = io.StringIO()

    def work() -> None:
        with ProgressWatcher(Console(file=stream, force_terminal=True, width=80)):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert stream.getvalue().rstrip().endswith(CURSOR_SHOWN)
