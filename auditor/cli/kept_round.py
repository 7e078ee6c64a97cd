"""The report of a round that was kept, for verbs that compare with it or hand it over."""

from auditor.errors import StoreError
from auditor.model import Report
from auditor.store.store import Store

__all__ = ["kept_report", "whole_report"]


def kept_report(place: str, name: str) -> Report:
    """The report of round ``name`` (``latest``, an id, the start of one)."""
    with Store(place) as store:
        return whole_report(store, name)


def whole_report(store: Store, name: str) -> Report:
    """The same from an open store; StoreError for a sampled or an ad-hoc round.

    Whoever reads the counts would take them for those of all cameras.
    """
    report = store.report(store.find_round(name))
    if report.sample is not None:
        raise StoreError(
            f"round {report.provenance.round_id} probed a sample of {len(report.sample.rows)} of "
            f"{report.sample.population} cameras, so its counts are not those of the community; "
            "name a whole round with --round"
        )
    if report.chosen is not None:
        raise StoreError(
            f"round {report.provenance.round_id} probed {len(report.chosen.rows)} chosen cameras "
            "and counts nothing; name a whole round with --round"
        )
    return report
