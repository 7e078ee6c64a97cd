"""One snapshot of the service out of those of its communities.  Pure.

Each part is what one configuration's store and reports tell (`auditor.health.gather`); the
heartbeat and the plan come from the service itself (`auditor.schedule.status`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.health.status import ChannelCounts, CommunityStatus, OperatingStatus
from auditor.schedule.nights import MAX_ATTEMPTS, NightLine, NightState
from auditor.schedule.status import KeeperStatus

__all__ = ["Part", "together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one configuration tells.

    ``community`` is what the journal calls it, ``store`` what its database is: parts that share
    one count it once.  ``nights`` is None while the database does not answer.
    """

    community: str
    store: str
    told: OperatingStatus
    nights: KeeperStatus | None


def together(parts: Sequence[Part], base: OperatingStatus) -> OperatingStatus:
    """``base`` with all that the parts know."""
    stores = {part.store: part.told for part in parts}.values()
    faults = (one.store_fault for one in stores if one.store_fault)
    return replace(
        base,
        communities=tuple(_community(part) for part in parts),
        running=tuple(one for part in parts for one in part.told.running),
        channels=_channels(one for part in parts for one in part.told.channels),
        observations_written=_sum(one.observations_written for one in stores),
        store_bytes=_sum(one.store_bytes for one in stores),
        decoder_queue=_sum(part.told.decoder_queue for part in parts),
        store_fault=next(faults, ""),
    )


def _community(part: Part) -> CommunityStatus:
    """By its name; a configuration without one is about the only community of its store."""
    found = part.told.communities
    own = [one for one in found if one.community == part.community]
    if not own and not part.community and len(found) == 1:
        own = list(found)
    known = own[0] if own else CommunityStatus(community=part.community)
    if part.nights is None:
        return known
    return replace(known, next_start=part.nights.next_start, missed=_is_missed(part.nights.last))


def _is_missed(last: NightLine | None) -> bool:
    """Whether the last night has no report and will get none."""
    if last is None:
        return False
    has_failed = last.state is NightState.FAILED and last.attempts >= MAX_ATTEMPTS
    return has_failed or last.state is NightState.MISSED


def _channels(found: Iterable[ChannelCounts]) -> tuple[ChannelCounts, ...]:
    """Channels of one name are one."""
    known: dict[str, ChannelCounts] = {}
    for one in found:
        before = known.get(one.channel)
        known[one.channel] = one if before is None else _added(before, one)
    return tuple(known[name] for name in sorted(known))


def _added(one: ChannelCounts, other: ChannelCounts) -> ChannelCounts:
    return ChannelCounts(
        channel=one.channel,
        delivered=one.delivered + other.delivered,
        failed=one.failed + other.failed,
        waiting=one.waiting + other.waiting,
    )


def _sum(values: Iterable[int | None]) -> int | None:
    """Of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
