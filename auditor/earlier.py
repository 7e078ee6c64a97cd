"""The round that a night is compared with: the community's last whole one before it."""

from auditor.errors import StoreError
from auditor.model import Report, RoundKind
from auditor.store.store import Store

__all__ = ["earlier_report"]


def earlier_report(store: Store, round_id: str) -> Report | None:
    """The latest ended round of the same community that began before and probed all; or None.

    Ad-hoc rounds are passed over, and are compared with nights themselves.  A round that was
    stopped early counts: what it did not test is not compared.  What comparing needs not is left
    out of it; see `auditor.store.codec.unpack_report`.
    """
    rounds = store.rounds()
    this = next((one for one in rounds if one.id == round_id), None)
    if this is None:
        return None
    nights = (one for one in rounds if one.kind is RoundKind.NIGHTLY)
    for one in nights:
        before = (one.started_at, one.id) < (this.started_at, this.id)
        if before and one.community == this.community and one.ended_at is not None:
            report = _kept(store, one.id)
            if report is not None and report.sample is None:
                return report
    return None


def _kept(store: Store, round_id: str) -> Report | None:
    """A round whose result is not kept, or is of a later version, is passed over."""
    try:
        return store.report(round_id, lean=True)
    except StoreError:
        return None
