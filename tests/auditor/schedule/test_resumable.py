"""A night is a night: which rounds are a thing of the past."""

from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.schedule.resumable import resumable_ids, why_outdated
from auditor.store.store import KeptRound
from tests.auditor.store.values import STARTED

CUT = KeptRound(id="cut", community="云帆社区", started_at=STARTED, ended_at=None, complete=None)
HOUR = timedelta(hours=1)
LATER = replace(CUT, id="later", started_at=STARTED + HOUR)
ENDED = replace(LATER, ended_at=STARTED + 2 * HOUR, complete=True)


@pytest.mark.parametrize(
    ("others", "hours", "why"),
    [
        ((), 24, ""),
        ((), 25, "it began more than 24 hours ago"),
        ((LATER,), 3, ""),
        ((ENDED,), 3, "round later of the same community has ended since"),
        ((replace(ENDED, community="别处"),), 3, ""),
        ((replace(ENDED, started_at=STARTED - HOUR),), 3, ""),
    ],
)
def test_a_round_is_outdated_by_time_or_by_a_later_one(
    others: tuple[KeptRound, ...], hours: int, why: str
) -> None:
    rounds, now = (CUT, *others), STARTED + hours * HOUR
    assert why_outdated(CUT, rounds, now) == why
    assert ("cut" in resumable_ids(rounds, now)) is not bool(why)
