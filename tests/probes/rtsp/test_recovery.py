"""What is collected of a gradually refreshed stream before a picture of it is believed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp import recovery
from probes.rtsp.depacketize import AccessUnit, Depacketizer
from probes.rtsp.recovery import RecoveryChain
from probes.rtsp.rtp import parse_packet


def unit(number: int, promise: int | None = None, **changes: Any) -> AccessUnit:
    plain = AccessUnit(
        timestamp=number,
        is_key=False,
        is_complete=True,
        after_gap=False,
        recovery=promise,
        data=bytes([number]),
    )
    return replace(plain, **changes)


def numbers(data: tuple[bytes, ...]) -> list[int]:
    return [one[0] for one in data]


def collect(units: list[AccessUnit]) -> RecoveryChain:
    chain = RecoveryChain()
    for one in units:
        chain.push(one)
    return chain


def test_it_leads_from_one_point_to_the_promise_of_the_next() -> None:
    points = {3: 2, 8: 2}
    chain = collect([unit(n, points.get(n)) for n in range(20)])
    assert chain.is_complete
    assert numbers(chain.before) == [3, 4, 5, 6, 7]
    assert numbers(chain.after) == [8, 9, 10]


def test_a_point_within_the_promise_of_the_first_is_not_the_second() -> None:
    chain = collect([unit(n, 3) for n in range(8)])
    assert chain.is_complete
    assert (numbers(chain.before), numbers(chain.after)) == ([0, 1, 2, 3], [4, 5, 6, 7])


def test_pictures_that_nobody_refers_to_do_not_count() -> None:
    units = [unit(0, 2), *(unit(n, is_reference=n % 2 == 0) for n in range(1, 6)), unit(6, 1)]
    chain = collect([*units, unit(7, is_reference=False), unit(8)])
    assert chain.is_complete
    assert numbers(chain.after) == [6, 7, 8]


@pytest.mark.parametrize("damage", [{"after_gap": True}, {"is_complete": False}, {"is_key": True}])
def test_a_loss_begins_anew(damage: dict[str, bool]) -> None:
    points = {0: 1, 4: 1}
    chain = collect([unit(n, points.get(n), **(damage if n == 2 else {})) for n in range(9)])
    assert not chain.is_complete
    assert numbers(chain.before)[:1] == [4]


def test_a_loss_right_before_a_point_spoils_nothing_after_it() -> None:
    chain = collect([unit(0, 1, after_gap=True), unit(1), unit(2, 1), unit(3)])
    assert chain.is_complete


@pytest.mark.parametrize(("name", "limit"), [("MAX_CHAIN_UNITS", 6), ("MAX_CHAIN_BYTES", 5)])
def test_it_is_bounded(name: str, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, name, limit)
    chain = collect([unit(n, 0 if n == 0 else None) for n in range(50)])
    assert (chain.is_complete, chain.before, chain.after) == (False, (), ())


def test_an_encoder_with_intra_refresh_completes_it(clips: Any) -> None:
    clip = clips["refresh"]
    reader, chain = Depacketizer("h264"), RecoveryChain()
    for data in replace(clip, units=clip.units[3:]).packets():
        packet = parse_packet(data)
        assert packet is not None
        for one in reader.push(packet, after_gap=False):
            chain.push(one)
    assert chain.is_complete
    assert chain.before == tuple(clip.annex_b(n) for n in range(12, 24))


@given(
    st.lists(
        st.builds(
            unit,
            st.integers(0, 255),
            st.none() | st.integers(0, 5),
            is_key=st.booleans(),
            is_complete=st.booleans(),
            after_gap=st.booleans(),
            is_reference=st.booleans(),
        ),
        max_size=60,
    )
)
def test_a_complete_chain_has_two_points_and_no_hole(units: list[AccessUnit]) -> None:
    chain = collect(units)
    if chain.is_complete:
        joined = [*chain.before, *chain.after]
        sent = [one.data for one in units]
        assert any(sent[at : at + len(joined)] == joined for at in range(len(sent)))
        assert chain.before
        assert chain.after
