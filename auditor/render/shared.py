"""A report as it is given to others: masked or not, with what had to be made before masking."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.changes import Changed, changes
from auditor.finding_ids import finding_ids
from auditor.masking.reports import masked, masked_changes
from auditor.model import Report

__all__ = ["Shared", "shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """``ids`` are the findings' in their order, ``changed`` what became of the round before."""

    report: Report
    ids: tuple[str, ...]
    changed: tuple[Changed, ...]


def shared(
    report: Report, changed: Iterable[Changed] | None = None, *, unmasked: bool = False
) -> Shared:
    """Addresses, phones and exact positions are hidden unless ``unmasked``.

    Without ``changed`` there is no earlier round to compare with.
    """
    told = changes(None, report) if changed is None else tuple(changed)
    ids = finding_ids(report)
    if unmasked:
        return Shared(report=report, ids=ids, changed=told)
    return Shared(report=masked(report), ids=ids, changed=masked_changes(told))
