"""One round a community: the latest complete one, else the latest that ended."""

from collections.abc import Iterable

from auditor.rollup.choice import LeftOut
from auditor.store.store import KeptRound

__all__ = ["latest_rounds"]


def latest_rounds(rounds: Iterable[KeptRound]) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Ids to read, and the communities whose only rounds have not ended."""
    best: dict[str, KeptRound] = {}
    for kept in sorted(rounds, key=_rank):
        best[kept.community] = kept
    chosen = [best[community] for community in sorted(best)]
    return (
        tuple(kept.id for kept in chosen if kept.ended_at is not None),
        tuple(
            LeftOut(community=kept.community, round_id=kept.id, reason="尚无已结束的检测")
            for kept in chosen
            if kept.ended_at is None
        ),
    )


def _rank(kept: KeptRound) -> tuple[bool, bool, str, str]:
    """The last in this order is the best."""
    return bool(kept.complete), kept.ended_at is not None, kept.started_at.isoformat(), kept.id
