"""What verbs share: exit codes, output formats, the exit code of a report."""

import enum

from auditor.model import RateVerdict, Report
from auditor.render.conclusion import overall

__all__ = [
    "EXIT_BUG",
    "EXIT_INCOMPLETE",
    "EXIT_MET",
    "EXIT_MISSED",
    "EXIT_USAGE",
    "Format",
    "exit_code",
]

EXIT_MET = 0
EXIT_MISSED = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_BUG = 70


class Format(enum.StrEnum):
    """Text is for people, JSON is the contract."""

    TEXT = "text"
    JSON = "json"


def exit_code(report: Report) -> int:
    """By the overall conclusion; an incomplete round is never a verdict."""
    if not report.provenance.complete:
        return EXIT_INCOMPLETE
    verdict = overall(report.results)
    if verdict is RateVerdict.MEETS:
        return EXIT_MET
    return EXIT_MISSED if verdict is RateVerdict.MISSES else EXIT_INCOMPLETE
