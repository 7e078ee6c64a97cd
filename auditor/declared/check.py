"""Judges a form: every rule over every row, each finding with the form's own words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from auditor.declared import rules
from auditor.declared.form import OUTSIDE, Form, Row
from auditor.declared.rule import DeclaredRule
from auditor.declared.view import view
from auditor.discovery import collect
from auditor.model import Severity

__all__ = ["DeclaredFinding", "check", "declared_rules"]

_LONGEST = 5_000
"""Characters of a cell that are judged; answers of published forms stay below 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredFinding:
    """One fault of a form.  These five are what ``--format json`` prints, and nothing else.

    ``indicator`` is the number of the row, 0 for the text around the table; ``quote`` stands in
    the form letter by letter.
    """

    indicator: int
    rule: str
    severity: Severity
    quote: str
    message: str


@cache
def declared_rules() -> tuple[DeclaredRule, ...]:
    """Every rule over a form, sorted by id."""
    found = collect(rules, "RULE") + collect(rules, "RULES")
    return tuple(sorted((r for r in found if isinstance(r, DeclaredRule)), key=lambda r: r.meta.id))


def check(form: Form) -> tuple[DeclaredFinding, ...]:
    """What is wrong in a form, by indicator and then in the order of the text."""
    form = replace(form, rows=tuple(map(_shortened, form.rows)))
    head = Row(number=OUTSIDE, title="", answer=form.outside[:_LONGEST])
    outside = [rule for rule in declared_rules() if rule.outside]
    found = list(_judged(head, form, outside))
    for row in sorted(form.rows, key=lambda row: row.number):
        found.extend(_judged(row, form, declared_rules()))
    return tuple(dict.fromkeys(found))


def _shortened(row: Row) -> Row:
    return replace(
        row,
        answer=row.answer[:_LONGEST],
        standard=row.standard[:_LONGEST],
        definition=row.definition[:_LONGEST],
    )


def _judged(
    row: Row, form: Form, chosen: tuple[DeclaredRule, ...] | list[DeclaredRule]
) -> Iterator[DeclaredFinding]:
    seen = view(row, form)
    hits = [(hit.at, rule, hit) for rule in chosen for hit in rule.judge(seen)]
    for _, rule, hit in sorted(hits, key=lambda each: (each[0], each[1].meta.id)):
        yield DeclaredFinding(
            indicator=row.number,
            rule=rule.meta.id,
            severity=rule.meta.severity,
            quote=hit.quote,
            message=hit.message,
        )
