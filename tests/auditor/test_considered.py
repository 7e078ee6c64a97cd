"""Every id that is missing in a group of record rules is accounted for, in code and on the page."""

from pathlib import Path

from auditor.considered import CONSIDERED
from auditor.discovery import all_rules, record_rules

PAGE = Path(__file__).parents[2] / "docs" / "record-rules.md"


def missing_ids() -> set[str]:
    """The gaps up to the highest number of each group that has record rules."""
    numbers: dict[str, set[int]] = {}
    for rule in record_rules():
        group, number = rule.meta.id.split("-")
        numbers.setdefault(group, set()).add(int(number))
    used = {rule.meta.id for rule in all_rules()}
    every = {f"{g}-{n:02}" for g, known in numbers.items() for n in range(1, max(known))}
    return every - used


def test_the_considered_ids_are_the_gaps() -> None:
    assert set(CONSIDERED) == missing_ids()


def test_each_is_on_the_page_that_gives_the_grounds() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [rule_id for rule_id in CONSIDERED if rule_id not in page] == []
