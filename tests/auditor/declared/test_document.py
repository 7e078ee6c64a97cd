"""The page about the form names every rule as the rule names itself."""

from pathlib import Path

from auditor.declared.check import declared_rules
from auditor.render.words import SEVERITIES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "declared-form.md"


def test_every_rule_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    starts = [
        f"| {r.meta.id} | {r.meta.severity.value} | {r.meta.title} |" for r in declared_rules()
    ]

    assert [start for start in starts if start not in page] == []
    assert page.count("\n| DECL-") == len(starts)
    assert set(SEVERITIES) >= {rule.meta.severity for rule in declared_rules()}
