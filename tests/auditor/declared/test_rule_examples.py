"""Every rule over a form is whole, and its examples say what they say."""

from collections import Counter

import pytest

from auditor.declared.check import check, declared_rules
from auditor.declared.rule import DeclaredRule
from auditor.rule import Group

RULES = declared_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.meta.id)
def test_a_rule_is_complete(rule: DeclaredRule) -> None:
    assert rule.meta.id.startswith("DECL-")
    assert rule.meta.group is Group.DECLARED
    assert rule.meta.title
    assert rule.meta.remediation
    assert rule.passing
    assert rule.failing


def test_an_id_and_a_title_is_used_once() -> None:
    for values in ([r.meta.id for r in RULES], [r.meta.title for r in RULES]):
        assert [value for value, times in Counter(values).items() if times > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.meta.id)
def test_failing_examples_fail_and_quote_themselves(rule: DeclaredRule) -> None:
    for form in rule.failing:
        found = [f for f in check(form) if f.rule == rule.meta.id]
        assert found, form.rows[0].answer
        row = form.rows[0]
        assert all(f.quote in f"{row.answer}\n{row.title}" for f in found)
        assert all(f.quote.strip() for f in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.meta.id)
def test_passing_examples_pass(rule: DeclaredRule) -> None:
    for form in rule.passing:
        assert [f for f in check(form) if f.rule == rule.meta.id] == []
