"""What the page says of a camera beside what was measured this night, by its row.

The findings on it, by rule and id, how it fared in earlier nights, and what was said in a failed
attempt.  The words are made elsewhere; here they are only joined.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.model import Finding, Report, Verdict
from auditor.render.history import trend_texts
from auditor.render.page import shown_exchanges

__all__ = ["CameraNotes", "camera_notes", "problems_by_row"]

Exchange = tuple[tuple[str, ...], ...]
"""Messages, each of its lines."""
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CameraNotes:
    """Rows that have nothing are left out; a problem is a rule and the finding's id."""

    problems: Mapping[int, tuple[Problem, ...]]
    trends: Mapping[int, str]
    exchanges: Mapping[int, Exchange]


def camera_notes(report: Report, ids: Sequence[str]) -> CameraNotes:
    """The notes of every camera; exchanges as far as the page shows them.

    ``ids`` are the findings', in their order.
    """
    shown = shown_exchanges(report)
    return CameraNotes(
        problems=problems_by_row(report.findings, ids),
        trends=trend_texts(report),
        exchanges={
            one.camera.row: tuple(tuple(message.splitlines()) for message in one.exchange)
            for one in report.cameras
            if one.camera.row in shown and one.exchange
        },
    )


def problems_by_row(
    findings: Sequence[Finding], ids: Sequence[str]
) -> dict[int, tuple[Problem, ...]]:
    """What each row violates."""
    found: dict[int, list[Problem]] = defaultdict(list)
    for finding, name in zip(findings, ids, strict=True):
        if finding.verdict is Verdict.FAIL:
            found[finding.row].append((finding.rule, name))
    return {row: tuple(problems) for row, problems in found.items()}
