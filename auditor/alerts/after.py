"""After a night: what it has to tell against the last night that saw everything.

Reads the store.  Sending is left to `auditor.alerts.dispatch`; a night without any round is
told with ``tonight`` None.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from auditor.alerts.decision import decide, round_faults, saw_all
from auditor.alerts.model import NightFault, Notice
from auditor.alerts.notice import build_notice
from auditor.alerts.settings import Alerts
from auditor.errors import StoreError
from auditor.model import Report, RoundKind
from auditor.render.figures import SHANGHAI
from auditor.store.store import Store

__all__ = ["last_whole", "night_notice"]

_LOOKED_AT = 14
_NIGHT_BEGINS = timedelta(hours=12)


def night_notice(
    store: Store,
    limits: Alerts,
    *,
    community: str,
    tonight: Report | None,
    faults: Sequence[NightFault] = (),
    at: datetime,
) -> Notice | None:
    """The notice of a night, None when there is nothing to tell.

    ``faults`` are those that a round cannot know of itself: missed, late.
    """
    before = last_whole(store, community, before=tonight)
    known = {fault.kind for fault in faults}
    own = round_faults(tonight, _night(tonight)) if tonight and not tonight.sample else ()
    night = (*faults, *(fault for fault in own if fault.kind not in known))
    alerts = decide(before, tonight, night, limits)
    if not alerts:
        return None
    return build_notice(alerts, community=community, before=before, tonight=tonight, at=at)


def last_whole(store: Store, community: str, *, before: Report | None) -> Report | None:
    """The community's latest round that saw everything, earlier than ``before``."""
    limit = before.provenance.started_at if before else None
    earlier = [
        kept.id
        for kept in store.rounds()
        if kept.community == community
        and kept.kind is RoundKind.NIGHTLY
        and kept.complete
        and (limit is None or kept.started_at < limit)
    ]
    for round_id in earlier[:_LOOKED_AT]:
        report = _report(store, round_id)
        if report is not None and saw_all(report):
            return report
    return None


def _report(store: Store, round_id: str) -> Report | None:
    """A round of a version that kept no report is no night to compare with."""
    try:
        return store.report(round_id)
    except StoreError:
        return None


def _night(report: Report) -> date:
    """The day on which the night began: what starts after midnight belongs to the day before."""
    return (report.provenance.started_at.astimezone(SHANGHAI) - _NIGHT_BEGINS).date()
