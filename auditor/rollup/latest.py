"""One round a community: the latest complete one, else the latest that ended.

A round that does not suit (a sample, another scheme than the one asked for) stands only for a
community that has no complete one that does; it is then left out by its reason.  Ad-hoc rounds
are no results of a community.
"""

from collections.abc import Callable, Iterable

from auditor.model import RoundKind
from auditor.rollup.choice import LeftOut
from auditor.store.store import KeptRound

__all__ = ["latest_rounds"]


def latest_rounds(
    rounds: Iterable[KeptRound], suits: Callable[[str], bool] = lambda _: True
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Ids to read, and the communities whose only rounds have not ended."""
    ranked: dict[str, list[KeptRound]] = {}
    whole = (kept for kept in rounds if kept.kind is RoundKind.NIGHTLY)
    for kept in sorted(whole, key=_rank, reverse=True):
        ranked.setdefault(kept.community, []).append(kept)
    chosen = [_best(ranked[community], suits) for community in sorted(ranked)]
    return (
        tuple(kept.id for kept in chosen if kept.ended_at is not None),
        tuple(
            LeftOut(community=kept.community, round_id=kept.id, reason="尚无已结束的检测")
            for kept in chosen
            if kept.ended_at is None
        ),
    )


def _best(ranked: list[KeptRound], suits: Callable[[str], bool]) -> KeptRound:
    suiting = (kept for kept in ranked if kept.complete and suits(kept.id))
    return next(suiting, ranked[0])


def _rank(kept: KeptRound) -> tuple[bool, bool, str, str]:
    """The last in this order is the best."""
    return bool(kept.complete), kept.ended_at is not None, kept.started_at.isoformat(), kept.id
