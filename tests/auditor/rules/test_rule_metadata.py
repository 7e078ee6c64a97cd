"""Every rule that discovery finds is complete, and an incomplete one is refused."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import rules
from auditor.discovery import all_rules
from auditor.model import Severity
from auditor.rule import Clause, Group, Rule, RuleMeta
from auditor.rules import code_missing
from tests.auditor.rules.completeness import missing_parts

COMPLETE = code_missing.RULE


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.meta.id)
def test_a_rule_has_all_its_parts(rule: Rule) -> None:
    assert missing_parts(rule) == []


def test_no_two_rules_share_an_id() -> None:
    assert [i for i, n in Counter(rule.meta.id for rule in all_rules()).items() if n > 1] == []


def test_no_two_rules_share_a_title() -> None:
    titles = Counter(rule.meta.title for rule in all_rules())
    assert [title for title, n in titles.items() if n > 1] == []


def test_rules_are_sorted_by_id() -> None:
    found = [rule.meta.id for rule in all_rules()]
    assert found == sorted(found)


def test_every_file_gives_a_rule() -> None:
    folder = Path(rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    functions = [rule.judge if hasattr(rule, "judge") else rule.violated for rule in all_rules()]
    assert {function.__module__.rpartition(".")[2] for function in functions} == files


def test_every_group_of_the_compliance_rate_has_an_error_rule() -> None:
    groups = {rule.meta.group for rule in all_rules() if rule.meta.severity is Severity.ERROR}
    assert {Group.CODE, Group.NAME, Group.DIVISION, Group.POSITION} <= groups


def _with(**changes: object) -> Rule:
    meta: RuleMeta = replace(COMPLETE.meta, **changes)  # type: ignore[arg-type]  # any part
    return replace(COMPLETE, meta=meta)


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        (_with(id="code-01"), "id"),
        (_with(id="CODE-1"), "id"),
        (_with(group=Group.NAME), "id"),
        (_with(title=""), "title"),
        (_with(title="Device code missing"), "title"),
        (_with(field="device code"), "field"),
        (_with(clauses=()), "clauses"),
        (_with(clauses=(Clause("GB/T 28181", "", "6.1.1"),)), "clause"),
        (_with(remediation=" "), "remediation"),
        (replace(COMPLETE, passing=()), "passing example"),
        (replace(COMPLETE, failing=()), "failing example"),
    ],
)
def test_a_rule_with_a_missing_part_is_refused(rule: Rule, part: str) -> None:
    assert missing_parts(rule) == [part]


def test_a_clause_is_quoted_with_its_edition() -> None:
    assert str(Clause("GB/T 28181", "2022", "附录E.1")) == "GB/T 28181-2022 附录E.1"
