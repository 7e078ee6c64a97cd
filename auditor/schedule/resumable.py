"""Which rounds can be gone on with.  Pure.

A night is a night: after a day, or when a later round of the community has ended, what is left
of a round is not measured any more.
"""

from collections.abc import Iterable
from datetime import datetime

from auditor.model import RoundKind
from auditor.schedule.nights import RESUMABLE_FOR
from auditor.store.store import KeptRound

__all__ = ["resumable_ids", "why_outdated"]


def resumable_ids(rounds: Iterable[KeptRound], now: datetime) -> frozenset[str]:
    """The rounds that may be gone on with, as far as their times tell."""
    known = tuple(rounds)
    return frozenset(one.id for one in known if not why_outdated(one, known, now))


def why_outdated(one: KeptRound, rounds: Iterable[KeptRound], now: datetime) -> str:
    """Why a round is a thing of the past; empty when it is not."""
    if now - one.started_at > RESUMABLE_FOR:
        return "it began more than 24 hours ago"
    later = (
        other.id
        for other in rounds
        if other.community == one.community
        and other.kind is RoundKind.NIGHTLY
        and other.started_at > one.started_at
        and other.ended_at is not None
    )
    ended = next(later, None)
    return f"round {ended} of the same community has ended since" if ended else ""
