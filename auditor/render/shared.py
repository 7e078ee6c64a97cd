"""A report as it is given to others: masked or not, with what had to be made before masking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.changes import Changed, changes
from auditor.finding_ids import finding_ids
from auditor.masking.reports import masked, masked_changes
from auditor.model import Report
from auditor.render.page_groups import subnet_names

__all__ = ["Shared", "shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """``ids`` are the findings' in their order, ``changed`` what became of the round before.

    ``subnets`` stands for each row's network, by which the page groups cameras.
    """

    report: Report
    ids: tuple[str, ...]
    changed: tuple[Changed, ...]
    subnets: Mapping[int, str]
    is_masked: bool


def shared(
    report: Report, changed: Iterable[Changed] | None = None, *, unmasked: bool = False
) -> Shared:
    """Addresses, phones and exact positions are hidden unless ``unmasked``.

    Without ``changed`` there is no earlier round to compare with.
    """
    told = changes(None, report) if changed is None else tuple(changed)
    return Shared(
        report=report if unmasked else masked(report),
        ids=finding_ids(report),
        changed=told if unmasked else masked_changes(told),
        subnets=subnet_names(report.cameras, masked=not unmasked),
        is_masked=not unmasked,
    )
