"""What the next stream is taken to need: the guess first, then what was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.bit_rates import BitRates

MEGABIT = 125_000  # bytes


def test_the_guess_is_all_that_is_known_first() -> None:
    assert BitRates(4.0).mbps("rtsp_frame", "a") == 4.0


def test_the_guess_weighs_as_much_as_ten_seconds_of_media() -> None:
    rates = BitRates(4.0)
    rates.note("rtsp_frame", "a", received=20 * MEGABIT, seconds=10.0)
    assert rates.mbps("rtsp_frame", "b") == 3.0
    assert rates.mbps("rtsp_frame", "a") == 2.5


def test_a_subnet_of_large_streams_is_told_from_the_others() -> None:
    rates = BitRates(4.0)
    for _ in range(100):
        rates.note("rtsp_frame", "small", received=2 * MEGABIT, seconds=1.0)
        rates.note("rtsp_frame", "large", received=12 * MEGABIT, seconds=1.0)
    assert 2 < rates.mbps("rtsp_frame", "small") < 3
    assert 11 < rates.mbps("rtsp_frame", "large") < 12
    assert 6 < rates.mbps("rtsp_frame", "never seen") < 7


@pytest.mark.parametrize("probe", ["rtsp_confirm", "rtsp_udp"])
def test_the_same_stream_by_another_way_needs_the_same(probe: str) -> None:
    rates = BitRates(4.0)
    rates.note("rtsp_frame", "a", received=MEGABIT, seconds=1.0)
    assert rates.mbps(probe, "a") == rates.mbps("rtsp_frame", "a") < 4.0
    assert rates.mbps("rtsp_sub", "a") == 4.0


@pytest.mark.parametrize(("received", "seconds"), [(0, 5.0), (MEGABIT, 0.0)])
def test_a_mute_stream_teaches_nothing(received: int, seconds: float) -> None:
    rates = BitRates(4.0)
    rates.note("rtsp_frame", "a", received=received, seconds=seconds)
    assert rates == BitRates(4.0)


def test_no_stream_is_free() -> None:
    rates = BitRates(0.001)
    rates.note("rtsp_frame", "a", received=1, seconds=3600.0)
    assert rates.mbps("rtsp_frame", "a") == 0.05


@given(st.floats(0.1, 100), st.lists(st.tuples(st.floats(0.1, 100), st.floats(0.1, 30))))
def test_the_estimate_lies_between_the_guess_and_what_was_seen(
    guess: float, streams: list[tuple[float, float]]
) -> None:
    rates = BitRates(guess)
    for mbps, seconds in streams:
        rates.note("rtsp_frame", "a", received=int(mbps * seconds * MEGABIT), seconds=seconds)
    known = [guess, *(mbps for mbps, _ in streams)]
    assert min(known) * 0.99 <= rates.mbps("rtsp_frame", "a") <= max(known) * 1.01
