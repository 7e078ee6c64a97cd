"""What became of a report's findings since the round before.  Pure.

A finding is known again by rule, device code and field.  What cannot be compared is called so:
a camera without a code of its own, no round before, a picture that was not seen this time.
"""

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model import CameraState, Finding, Report, Verdict

__all__ = ["FindingState", "StatedFinding", "counts", "stated_findings"]

_SEEN = frozenset({CameraState.PICTURE_OK, CameraState.PICTURE_ABNORMAL})
_Key = tuple[str, str, str]


class FindingState(enum.StrEnum):
    """``undecided`` is a rule that could not be judged, ``uncompared`` a fault of unknown age."""

    NEW = "new"
    KNOWN = "known"
    FIXED = "fixed"
    WAIVED = "waived"
    UNDECIDED = "undecided"
    UNCOMPARED = "uncompared"


@dataclass(frozen=True, slots=True)
class StatedFinding:
    """A finding and what became of it; a fixed one is of the round before."""

    finding: Finding
    state: FindingState


def stated_findings(
    now: Report, before: Report | None, record_rules: frozenset[str]
) -> tuple[StatedFinding, ...]:
    """Every fault, waiver and doubt of ``now``, then what is fixed since ``before``.

    ``record_rules`` can be judged without seeing a camera.
    """
    own = _own_codes(now) & (_own_codes(before) if before else frozenset())
    old = {_key(one) for one in before.findings if one.verdict is Verdict.FAIL} if before else set()
    present = [StatedFinding(one, _state(one, own, old)) for one in _told(now.findings)]
    fixed = _fixed(now, before, own, record_rules) if before else ()
    return (*present, *(StatedFinding(one, FindingState.FIXED) for one in fixed))


def counts(findings: Iterable[StatedFinding]) -> dict[FindingState, int]:
    """How many there are of each state."""
    found = Counter(one.state for one in findings)
    return {state: found[state] for state in FindingState}


def _told(findings: Iterable[Finding]) -> Iterable[Finding]:
    silent = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    return (one for one in findings if one.verdict not in silent)


def _state(finding: Finding, own: frozenset[str], old: set[_Key]) -> FindingState:
    if finding.verdict is Verdict.WAIVED:
        return FindingState.WAIVED
    if finding.verdict is Verdict.UNKNOWN:
        return FindingState.UNDECIDED
    if finding.device_code not in own:
        return FindingState.UNCOMPARED
    return FindingState.KNOWN if _key(finding) in old else FindingState.NEW


def _fixed(
    now: Report, before: Report, own: frozenset[str], record_rules: frozenset[str]
) -> tuple[Finding, ...]:
    """Faults of before that were looked for again and not found."""
    still = {_key(one) for one in _told(now.findings)}
    seen = {one.camera.device_code for one in now.cameras if one.state in _SEEN}
    return tuple(
        one
        for one in before.findings
        if one.verdict is Verdict.FAIL
        and one.device_code in own
        and _key(one) not in still
        and (one.rule in record_rules or one.device_code in seen)
    )


def _own_codes(report: Report) -> frozenset[str]:
    """Codes that one camera alone has."""
    codes = Counter(one.camera.device_code for one in report.cameras)
    return frozenset(code for code, number in codes.items() if code and number == 1)


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.device_code, finding.field
