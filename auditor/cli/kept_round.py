"""The report of a round that was kept, for verbs that compare with it or write from it."""

from auditor.model import Report
from auditor.store.store import Store

__all__ = ["kept_report"]


def kept_report(place: str, name: str) -> Report:
    """The report of round ``name`` (``latest``, an id, the start of one)."""
    with Store(place) as store:
        return store.report(store.find_round(name))
