"""What the web page shows, arranged: groups, joins and order, but no figure of its own.

Words come from `auditor.render.words`, layout from the templates.
"""

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.discovery import all_rules
from auditor.model import (
    CameraResult,
    Finding,
    IndicatorResult,
    Member,
    Outcome,
    Rate,
    Report,
    Severity,
    Verdict,
)
from auditor.records import KeyLocation
from auditor.render.figures import counts_locations

__all__ = [
    "EXCHANGES_SHOWN",
    "FINDINGS_SHOWN_PER_RULE",
    "LINES_SHOWN",
    "ROWS_WITHOUT_SCRIPT",
    "ClassTable",
    "FindingGroup",
    "LocationLine",
    "RuleNote",
    "UnknownLine",
    "class_table",
    "defect_pictures",
    "finding_groups",
    "location_lines",
    "members",
    "rule_notes",
    "shown_exchanges",
    "unknown_lines",
]

# A browser must stay usable when one rule hits every row; the CSV file holds all of them.
FINDINGS_SHOWN_PER_RULE = 300
_FINDINGS_SHOWN = 600
_FINDINGS_SHOWN_AT_LEAST = 20
LINES_SHOWN = 100
"""Lines of any other list; the CSV file beside the page holds all of them."""
ROWS_WITHOUT_SCRIPT = 200
"""Cameras that can be read where no script runs."""
_DEFECTS_SHOWN = 60

EXCHANGES_SHOWN = 200

_COVERAGE = "coverage_rate"
_PROVED = "proved_coverage_rate"
_NO_PROBLEM = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})
_SEVERITY_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Classes down, indicators across; a cell is None where the report has no such rate."""

    titles: tuple[str, ...]
    lines: tuple[tuple[str, tuple[IndicatorResult | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class LocationLine:
    """A key location, how it counts for coverage, and the cameras that name it.

    ``proved`` is how it counts for proved coverage, ``proof`` the camera whose picture proves it.
    """

    location: KeyLocation
    member: Member | None
    cameras: tuple[CameraResult, ...]
    proved: Member | None = None
    proof: CameraResult | None = None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one rule; ``shown`` is their beginning when there are very many.

    ``ids`` are those of ``shown``, in the same order.
    """

    rule: str
    severity: Severity
    total: int
    shown: tuple[Finding, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleNote:
    """What a rule is about, where it is written, and how a violation is mended."""

    title: str
    clauses: str
    remediation: str


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """One member whose outcome is unknown, why, and the rates that it leaves open.

    ``row`` is the registry row of a camera and empty for a key location.
    """

    row: str
    label: str
    reason: str
    titles: tuple[str, ...]


def members(result: IndicatorResult, outcome: Outcome) -> tuple[Member, ...]:
    """The members of a rate that count as ``outcome``, in the report's order."""
    return tuple(member for member in result.rate.members if member.outcome is outcome)


def shown_exchanges(report: Report) -> frozenset[int]:
    """The rows whose exchange the page shows; `result.json` has all of them."""
    rows = (one.camera.row for one in report.cameras if one.exchange)
    return frozenset(itertools.islice(rows, EXCHANGES_SHOWN))


def class_table(results: Sequence[IndicatorResult]) -> ClassTable:
    """Arrange the rates by class; the order of first appearance is kept both ways."""
    titles = {result.rate.indicator: result.rate.title for result in results}
    cells = {(result.rate.scope, result.rate.indicator): result for result in results}
    scopes = dict.fromkeys(result.rate.scope for result in results)
    lines = ((scope, tuple(cells.get((scope, key)) for key in titles)) for scope in scopes)
    return ClassTable(tuple(titles.values()), tuple(lines))


def location_lines(report: Report) -> tuple[LocationLine, ...]:
    """Every planned key location, also those that no camera names."""
    rates = (*(result.rate for result in report.results), *report.beside)
    coverage, proved = (_members_of(rates, name) for name in (_COVERAGE, _PROVED))
    watching: dict[str, list[CameraResult]] = {}
    for result in report.cameras:
        watching.setdefault(result.camera.key_location_id, []).append(result)
    return tuple(
        LocationLine(
            place,
            coverage.get(place.id),
            tuple(watching.get(place.id, ())),
            proved.get(place.id),
            _proof(proved.get(place.id), watching.get(place.id, ())),
        )
        for place in report.key_locations
    )


def _members_of(rates: Iterable[Rate], indicator: str) -> dict[str, Member]:
    return {
        member.key: member
        for rate in rates
        if rate.indicator == indicator
        for member in rate.members
    }


def _proof(proved: Member | None, watching: Iterable[CameraResult]) -> CameraResult | None:
    """The camera that the proved member names; its picture was judged to be one."""
    if proved is None or proved.outcome is not Outcome.MET:
        return None
    return next((seen for seen in watching if str(seen.camera.row) == proved.proof), None)


def finding_groups(findings: Sequence[Finding], ids: Sequence[str]) -> tuple[FindingGroup, ...]:
    """Group by severity and rule, errors first; what passed or does not apply is left out."""
    groups: dict[tuple[int, str], list[tuple[Finding, str]]] = {}
    for finding, name in zip(findings, ids, strict=True):
        if finding.verdict not in _NO_PROBLEM:
            key = (_SEVERITY_ORDER.index(finding.severity), finding.rule)
            groups.setdefault(key, []).append((finding, name))
    fair = max(_FINDINGS_SHOWN // max(1, len(groups)), _FINDINGS_SHOWN_AT_LEAST)
    limit = min(fair, FINDINGS_SHOWN_PER_RULE)
    return tuple(
        FindingGroup(
            rule=rule,
            severity=_SEVERITY_ORDER[rank],
            total=len(found),
            shown=tuple(finding for finding, _ in found[:limit]),
            ids=tuple(name for _, name in found[:limit]),
        )
        for (rank, rule), found in sorted(groups.items())
    )


@functools.cache
def rule_notes() -> Mapping[str, RuleNote]:
    """Every rule of this version by its id; a report may name older ones."""
    return {
        rule.meta.id: RuleNote(
            rule.meta.title, "；".join(map(str, rule.meta.clauses)), rule.meta.remediation
        )
        for rule in all_rules()
    }


def defect_pictures(report: Report) -> tuple[CameraResult, ...]:
    """The cameras whose picture has a defect, as far as they are shown."""
    seen = [result for result in report.cameras if result.picture and result.defects]
    return tuple(seen[:_DEFECTS_SHOWN])


def unknown_lines(results: Iterable[IndicatorResult]) -> tuple[UnknownLine, ...]:
    """Every unknown member once for each reason, with all rates that it leaves open."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for result in results:
        for member in members(result, Outcome.UNKNOWN):
            row = "" if counts_locations(result.rate) else member.key
            key = (row, member.label, member.reason)
            found.setdefault(key, []).append(result.rate.title)
    return tuple(
        UnknownLine(row, label, reason, tuple(titles))
        for (row, label, reason), titles in found.items()
    )
