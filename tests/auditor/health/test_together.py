"""One snapshot of several communities and what the service knows of their nights."""

from dataclasses import replace

import pytest

from auditor.health.status import ChannelCounts, CommunityStatus, OperatingStatus
from auditor.health.together import Part, together
from auditor.schedule.nights import MAX_ATTEMPTS, NightLine, NightState
from auditor.schedule.progress import Progress
from auditor.schedule.status import KeeperStatus
from tests.auditor.schedule.test_nights import DAY, MONDAY, at, line

NOW = at(MONDAY, 12)
BASE = OperatingStatus(version="1", started_at=NOW, beaten_at=NOW)
ENDED = line(MONDAY, NightState.ENDED)


def nights(last: NightLine | None = ENDED) -> KeeperStatus:
    return KeeperStatus(
        community="",
        next_start=at(MONDAY + DAY, 22),
        running=None,
        visited=0,
        last=last,
        holder="",
        held=True,
    )


def part(community: str, store: str, *known: str, **told: object) -> Part:
    communities = tuple(CommunityStatus(community=name, last_complete=True) for name in known)
    status = replace(BASE, beaten_at=None, communities=communities, **told)  # type: ignore[arg-type]  # fields of it
    return Part(community=community, store=store, told=status, nights=nights())


def counts(delivered: int) -> ChannelCounts:
    return ChannelCounts(channel="office", delivered=delivered, failed=1, waiting=0)


def test_what_a_store_holds_is_counted_once_and_channels_of_a_name_are_one() -> None:
    runs = [Progress(community=name, started_at=NOW, updated_at=NOW) for name in "ab"]
    held = {"store_bytes": 5, "observations_written": 7}
    found = together(
        [
            part("a", "one", "a", "b", channels=(counts(1),), running=(runs[0],), **held),
            part("b", "one", "a", "b", channels=(counts(2),), running=(runs[1],), **held),
            part("c", "two", store_bytes=1, store_fault="away"),
        ],
        BASE,
    )
    own = CommunityStatus(community="a", last_complete=True, next_start=at(MONDAY + DAY, 22))
    new = replace(own, community="c", last_complete=None)
    assert found == replace(
        BASE,
        communities=(own, replace(own, community="b"), new),
        running=tuple(runs),
        channels=(ChannelCounts(channel="office", delivered=3, failed=2, waiting=0),),
        store_bytes=6,
        observations_written=7,
        store_fault="away",
    )


def test_a_configuration_without_a_name_is_about_the_only_community() -> None:
    assert [one.community for one in together([part("", "s", "a")], BASE).communities] == ["a"]
    assert [one.community for one in together([part("", "s", "a", "b")], BASE).communities] == [""]


def test_while_the_database_is_away_the_heart_beats_and_no_night_is_called_missed() -> None:
    away = replace(part("a", "s", store_fault="away"), nights=None)
    found = together([away], BASE)
    assert (found.beaten_at, found.communities) == (NOW, (CommunityStatus(community="a"),))


@pytest.mark.parametrize(
    ("last", "missed"),
    [
        (None, False),
        (ENDED, False),
        (line(MONDAY, NightState.RUNNING), False),
        (line(MONDAY, NightState.MISSED), True),
        (line(MONDAY, NightState.FAILED, attempts=1), False),
        (line(MONDAY, NightState.FAILED, attempts=MAX_ATTEMPTS), True),
    ],
)
def test_a_night_without_a_report_is_missed(last: NightLine | None, *, missed: bool) -> None:
    one = replace(part("a", "s", "a"), nights=nights(last))
    (found,) = together([one], BASE).communities
    assert found.missed is missed
