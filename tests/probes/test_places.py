"""The accounting of places: limits that are never passed, turns that always come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.places import Caps, Claim, Places


def claim(host: int, *, subnet: int = 0, mbps: float = 0.0) -> Claim:
    return Claim(f"127.0.{subnet}.{host}", f"127.0.{subnet}.0/24", mbps)


CAPS = st.builds(
    Caps,
    total=st.integers(1, 5),
    per_host=st.integers(1, 2),
    per_subnet=st.integers(1, 3),
    uplink_mbps=st.none() | st.floats(1, 10),
)
CLAIMS = st.builds(
    claim, st.integers(1, 4), subnet=st.integers(0, 2), mbps=st.sampled_from([0.0, 1.0, 4.0, 20.0])
)


def check(places: Places) -> None:
    caps, running = places.caps, places.running
    assert len(running) <= caps.total
    assert all(sum(c.host == r.host for c in running) <= caps.per_host for r in running)
    assert all(sum(c.subnet == r.subnet for c in running) <= caps.per_subnet for r in running)
    streams = [c.mbps for c in running if c.mbps]
    if caps.uplink_mbps is not None:
        assert sum(streams) <= caps.uplink_mbps or len(streams) == 1


@given(CAPS, st.lists(CLAIMS, max_size=25), st.data())
def test_no_limit_is_ever_passed_and_everybody_has_a_turn(
    caps: Caps, claims: list[Claim], data: st.DataObject
) -> None:
    places = Places(caps)
    tickets = {places.ask(one): one for one in claims}
    served: list[int] = []
    inside: list[int] = []
    while len(served) < len(claims):
        granted = places.due()
        check(places)
        served += granted
        inside += granted
        assert inside, "somebody waits while nobody runs"
        places.leave(inside.pop(data.draw(st.integers(0, len(inside) - 1))))
    for host in {one.host for one in claims}:
        turns = [ticket for ticket in served if tickets[ticket].host == host]
        same = {tickets[ticket].mbps for ticket in turns}
        assert len(same) > 1 or turns == sorted(turns)


@given(CAPS, st.lists(CLAIMS, min_size=1, max_size=25))
def test_who_waits_for_the_uplink_is_overtaken_by_no_other_stream(
    caps: Caps, claims: list[Claim]
) -> None:
    places = Places(caps)
    for one in claims:
        places.ask(one)
    places.due()
    free = [
        one
        for one in places.waiting
        if one.mbps and not places._is_crowded(one) and len(places.running) < caps.total
    ]
    assert not free or not places._fits(free[0])
    assert places.due() == ()


def test_a_recorder_s_queue_lets_others_pass() -> None:
    places = Places(Caps(total=3))
    tickets = [places.ask(claim(host)) for host in (1, 1, 1, 2)]
    assert places.due() == (tickets[0], tickets[3])
    places.leave(tickets[0])
    assert places.due() == (tickets[1],)


def test_a_full_subnet_lets_another_pass() -> None:
    places = Places(Caps(total=9, per_subnet=2))
    tickets = [places.ask(claim(host, subnet=host // 4)) for host in (1, 2, 3, 4)]
    assert places.due() == (tickets[0], tickets[1], tickets[3])


def test_the_uplink_is_kept_for_the_first_that_needs_it() -> None:
    places = Places(Caps(total=9, uplink_mbps=8.0))
    tickets = [places.ask(claim(n, mbps=mbps)) for n, mbps in enumerate([4.0, 6.0, 1.0, 0.0], 1)]
    assert places.due() == (tickets[0], tickets[3])
    places.leave(tickets[0])
    assert places.due() == (tickets[1], tickets[2])


def test_who_held_the_uplink_and_then_waits_for_its_device_lets_others_pass() -> None:
    places = Places(Caps(total=3, per_subnet=1, uplink_mbps=2.0))
    first = places.ask(claim(1, subnet=2, mbps=1.0))
    large = places.ask(claim(1, subnet=0, mbps=4.0))
    beside = places.ask(claim(1, subnet=0))
    small = places.ask(claim(1, subnet=1, mbps=1.0))
    assert places.due() == (first, beside, small)
    for ticket in (first, beside, small):
        places.leave(ticket)
    assert places.due() == (large,)


def test_a_stream_above_the_whole_uplink_runs_alone() -> None:
    places = Places(Caps(total=9, uplink_mbps=2.0))
    tickets = [places.ask(claim(n, mbps=8.0)) for n in (1, 2)]
    assert places.due() == (tickets[0],)
    places.leave(tickets[0])
    assert places.due() == (tickets[1],)


def test_leaving_twice_or_while_waiting_changes_nothing_else() -> None:
    places = Places(Caps(total=1))
    first, second = places.ask(claim(1)), places.ask(claim(2))
    assert places.due() == (first,)
    places.leave(second)
    places.leave(first)
    places.leave(first)
    assert (places.running, places.waiting, places.due()) == ((), (), ())
    assert (places._hosts, places._subnets) == ({}, {})


@pytest.mark.parametrize(
    ("address", "prefix", "subnet"),
    [
        ("127.0.1.9", 24, "127.0.1.0/24"),
        ("127.0.1.9", 16, "127.0.0.0/16"),
        ("127.0.1.9", 64, "127.0.1.9/32"),
        ("::1", 24, "::/64"),
        ("fe80::1%lo", 24, "fe80::/64"),
    ],
)
def test_a_subnet_is_that_of_the_address(address: str, prefix: int, subnet: str) -> None:
    assert Claim.of(address, mbps=4.0, prefix=prefix) == Claim(address, subnet, 4.0)


def test_no_more_streams_play_than_the_decoders_keep_up_with() -> None:
    places = Places(Caps(total=9))
    places.most_streams = 2
    tickets = [places.ask(claim(host, mbps=1.0)) for host in range(1, 5)]
    beside = places.ask(claim(9))
    assert places.due() == (*tickets[:2], beside)
    places.leave(tickets[0])
    places.most_streams = 1
    assert places.due() == ()
    places.leave(tickets[1])
    assert places.due() == (tickets[2],)


def test_one_stream_always_plays() -> None:
    places = Places(Caps(total=9), most_streams=0)
    ticket = places.ask(claim(1, mbps=1.0))
    assert places.due() == (ticket,)
