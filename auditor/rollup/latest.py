"""One round a community: the latest complete one, else the latest that ended.

A sampled round stands only for a community that has no complete one without a sample.
"""

from collections.abc import Callable, Iterable

from auditor.rollup.choice import LeftOut
from auditor.store.store import KeptRound

__all__ = ["latest_rounds"]


def latest_rounds(
    rounds: Iterable[KeptRound], is_sampled: Callable[[str], bool] = lambda _: False
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Ids to read, and the communities whose only rounds have not ended."""
    ranked: dict[str, list[KeptRound]] = {}
    for kept in sorted(rounds, key=_rank, reverse=True):
        ranked.setdefault(kept.community, []).append(kept)
    chosen = [_best(ranked[community], is_sampled) for community in sorted(ranked)]
    return (
        tuple(kept.id for kept in chosen if kept.ended_at is not None),
        tuple(
            LeftOut(community=kept.community, round_id=kept.id, reason="尚无已结束的检测")
            for kept in chosen
            if kept.ended_at is None
        ),
    )


def _best(ranked: list[KeptRound], is_sampled: Callable[[str], bool]) -> KeptRound:
    whole = (kept for kept in ranked if kept.complete and not is_sampled(kept.id))
    return next(whole, ranked[0])


def _rank(kept: KeptRound) -> tuple[bool, bool, str, str]:
    """The last in this order is the best."""
    return bool(kept.complete), kept.ended_at is not None, kept.started_at.isoformat(), kept.id
