"""What the page says of a camera beside what was measured this night, by its row.

The rules that its record violates, how it fared in earlier nights, and what was said in a failed
attempt.  The words are made elsewhere; here they are only joined.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.model import Finding, Report, Verdict
from auditor.render.history import trend_texts
from auditor.render.page import shown_exchanges

__all__ = ["CameraNotes", "camera_notes", "problems_by_row"]

Exchange = tuple[tuple[str, ...], ...]
"""Messages, each of its lines."""


@dataclass(frozen=True, slots=True)
class CameraNotes:
    """Rows that have nothing are left out."""

    problems: Mapping[int, tuple[str, ...]]
    trends: Mapping[int, str]
    exchanges: Mapping[int, Exchange]


def camera_notes(report: Report) -> CameraNotes:
    """The notes of every camera; exchanges as far as the page shows them."""
    shown = shown_exchanges(report)
    return CameraNotes(
        problems=problems_by_row(report.findings),
        trends=trend_texts(report),
        exchanges={
            one.camera.row: tuple(tuple(message.splitlines()) for message in one.exchange)
            for one in report.cameras
            if one.camera.row in shown and one.exchange
        },
    )


def problems_by_row(findings: Iterable[Finding]) -> dict[int, tuple[str, ...]]:
    """The rules that each row violates, each once."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for finding in findings:
        if finding.verdict is Verdict.FAIL:
            found[finding.row][finding.rule] = None
    return {row: tuple(rules) for row, rules in found.items()}
