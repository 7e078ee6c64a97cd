"""What verbs share: exit codes, output formats, the exit code of a report, the console."""

import contextlib
import enum
import sys
from collections.abc import Iterator
from typing import TypeVar

from pydantic import TypeAdapter
from rich.console import Console

from auditor.model import CameraState, RateVerdict, Report
from auditor.render.conclusion import overall
from auditor.retested import retests

__all__ = [
    "EXIT_BUG",
    "EXIT_INCOMPLETE",
    "EXIT_MET",
    "EXIT_MISSED",
    "EXIT_PIPE",
    "EXIT_USAGE",
    "Format",
    "exit_code",
    "plain_console",
    "print_bytes",
    "print_json",
    "working",
]

T = TypeVar("T")

EXIT_MET = 0
EXIT_MISSED = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_BUG = 70
EXIT_PIPE = 141  # as shells report a program that SIGPIPE ended


class Format(enum.StrEnum):
    """Text is for people, JSON is the contract."""

    TEXT = "text"
    JSON = "json"


def exit_code(report: Report) -> int:
    """By the overall conclusion; an incomplete round is never a verdict.

    An ad-hoc round has none: it asks whether all chosen cameras are good.
    """
    if not report.provenance.complete:
        return EXIT_INCOMPLETE
    if report.chosen is not None:
        return _chosen_exit_code({one.now for one in retests(report)})
    verdict = overall(report.results)
    if verdict is RateVerdict.MEETS:
        return EXIT_MET
    return EXIT_MISSED if verdict is RateVerdict.MISSES else EXIT_INCOMPLETE


def _chosen_exit_code(states: set[CameraState]) -> int:
    if states == {CameraState.PICTURE_OK}:
        return EXIT_MET
    is_bad = any(one.is_conclusive and one is not CameraState.PICTURE_OK for one in states)
    return EXIT_MISSED if is_bad else EXIT_INCOMPLETE


def plain_console(*, stderr: bool = False) -> Console:
    """Shows texts as they are: in an address ``:ab:`` is no emoji and ``[red]`` no colour."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def print_json(adapter: TypeAdapter[T], value: T) -> None:
    """Print ``value`` as UTF-8 JSON with a last newline."""
    print_bytes(adapter.dump_json(value, indent=2) + b"\n")


def print_bytes(data: bytes) -> None:
    """Print as they are, whatever the terminal's encoding: JSON is UTF-8."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextlib.contextmanager
def working(doing: str) -> Iterator[None]:
    """Say on a terminal what takes its time; a pipe hears nothing of it."""
    console = plain_console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(f"{doing}…"):
        yield
