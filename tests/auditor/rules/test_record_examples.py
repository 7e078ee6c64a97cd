"""The examples of record rules hold, beside correct rows and through the real reader."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from auditor.discovery import record_rules
from auditor.geo.layers import open_layers
from auditor.model import Finding, Severity, Verdict
from auditor.registry.positions import Places
from auditor.rule import RecordRule
from tests.auditor.rules.records import ids, judged

RULES = {rule.meta.id: rule for rule in record_rules()}
PASSING = [(rule.meta.id, cells) for rule in record_rules() for cells in rule.passing]
FAILING = [(rule.meta.id, cells) for rule in record_rules() for cells in rule.failing]


def found(
    rule: str, cells: Mapping[str, str], folder: Path, *, alone: bool = False
) -> tuple[Finding, ...]:
    """Judged as the rule's own examples are meant, with the open county boundaries."""
    chosen, places = RULES[rule], Places(layers=open_layers())
    beside = () if alone else chosen.beside
    return judged(folder, cells, criteria=chosen.under, places=places, beside=beside)


@pytest.mark.parametrize(("rule", "cells"), PASSING)
def test_a_passing_example_passes(rule: str, cells: Mapping[str, str], tmp_path: Path) -> None:
    assert rule not in ids(found(rule, cells, tmp_path, alone=True))


@pytest.mark.parametrize(("rule", "cells"), FAILING)
def test_a_failing_example_fails(rule: str, cells: Mapping[str, str], tmp_path: Path) -> None:
    [finding] = [f for f in found(rule, cells, tmp_path) if f.rule == rule]
    meta = RULES[rule].meta
    assert (finding.verdict, finding.severity, finding.field) == (
        Verdict.FAIL,
        meta.severity,
        meta.field,
    )
    assert finding.message
    assert finding.suggestion


@pytest.mark.parametrize(("rule", "cells"), FAILING)
def test_a_failing_example_breaks_no_second_error_rule_of_its_field(
    rule: str, cells: Mapping[str, str], tmp_path: Path
) -> None:
    field = RULES[rule].meta.field
    errors = [
        f.rule
        for f in found(rule, cells, tmp_path)
        if f.severity is Severity.ERROR and f.verdict is Verdict.FAIL and f.field == field
    ]
    assert errors == [r for r in [rule] if RULES[r].meta.severity is Severity.ERROR]


@pytest.mark.parametrize("rule", record_rules(), ids=lambda rule: rule.meta.id)
def test_the_correct_record_is_a_passing_example_of_each(rule: RecordRule) -> None:
    assert {} in rule.passing
