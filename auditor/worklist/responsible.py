"""Whom the register of a kept round names for each camera."""

from collections.abc import Mapping

from auditor.case_bytes import unpack_case
from auditor.errors import StoreError
from auditor.store.store import Store
from auditor.worklist.notice import Responsible

__all__ = ["kept_responsible"]


def kept_responsible(store: Store, round_id: str) -> Mapping[int, Responsible]:
    """By row; StoreError for a round whose register is not kept."""
    parts = store.contents(round_id)
    if not parts:
        raise StoreError(
            f"the register of round {round_id} is not kept: an earlier version measured it; "
            "name a later round with --round"
        )
    frame = unpack_case(parts).registry.frame
    chosen = frame.select("row", "management_unit", "management_contact", "owner")
    return {
        row: Responsible(maintainer=unit or "", contact=contact or "", owner=owner or "")
        for row, unit, contact, owner in chosen.iter_rows()
    }
