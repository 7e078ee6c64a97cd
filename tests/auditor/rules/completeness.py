"""What a rule lacks.  The meta-tests refuse a rule of which this says anything."""

import re

from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.rule import Rule, RuleMeta

_FIELDS = {column.name for column in REGISTRY_COLUMNS} | {"picture"}


def missing_parts(rule: Rule) -> list[str]:
    """The parts that are absent or malformed, in the order of `RuleMeta`."""
    return [
        *_missing_in(rule.meta),
        *([] if rule.passing else ["passing example"]),
        *([] if rule.failing else ["failing example"]),
    ]


def _missing_in(meta: RuleMeta) -> list[str]:
    checks = {
        "id": re.fullmatch(rf"{meta.group.value}-[0-9]{{2}}", meta.id) is not None,
        "title": _is_chinese(meta.title),
        "field": meta.field in _FIELDS,
        "clauses": bool(meta.clauses),
        "clause": all(c.standard and c.edition and c.clause for c in meta.clauses),
        "remediation": _is_chinese(meta.remediation),
    }
    return [part for part, is_there in checks.items() if not is_there]


def _is_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None and text == text.strip()
