"""The window of streams: it opens where decoders are quick and closes where they are not."""

from collections import deque

import pytest

from probes.stream_window import StreamWindow


def test_it_begins_small_and_grows_to_all() -> None:
    window = StreamWindow(most=64)
    sizes = []
    for _ in range(60):
        sizes.append(window.size)
        window.left(waited=0.02)
    assert (sizes[:3], window.size) == ([16, 22, 28], 64)
    assert StreamWindow(most=4).size == 4


def test_it_grows_slowly_where_pictures_wait_a_little() -> None:
    window = StreamWindow(most=64)
    sizes = []
    for waited in (0.1, 0.11, 1.0, 1.01):
        window.left(waited=waited)
        sizes.append(window.size)
    assert sizes == [22, 24, 26, 26]


def test_streams_without_a_picture_do_not_close_it() -> None:
    window = StreamWindow(most=64)
    for _ in range(48):
        window.left(waited=0.0)
    assert window.size == 64


def test_streams_without_a_picture_do_not_show_that_decoders_are_idle() -> None:
    window = StreamWindow(most=64)
    sizes = []
    for waited in (0.0, 0.0, 0.05):
        window.left(waited=waited)
        sizes.append(window.size)
    assert sizes == [18, 20, 26]


def test_a_long_wait_halves_it_once_for_all_that_were_inside() -> None:
    window = StreamWindow(most=64)
    for _ in range(16):
        window.left(waited=5.0)
    assert window.size == 8
    window.left(waited=5.0)
    assert window.size == 4


def test_a_middling_wait_leaves_it_and_it_is_never_closed() -> None:
    window = StreamWindow(most=64)
    window.left(waited=2.0)
    assert window.size == 16
    for _ in range(200):
        window.left(waited=9.0)
    assert window.size == 1


@pytest.mark.parametrize("service_s", [0.01, 0.03, 0.1, 0.2, 0.5, 1.0])
def test_one_slow_decoder_keeps_nobody_waiting_for_longer_than_an_attempt(
    service_s: float,
) -> None:
    """Simulated: cameras whose picture comes 1 s after PLAY, one decoder, 400 of them."""
    window = StreamWindow(most=64)
    now, free_at, begun = 0.0, 0.0, 0
    inside: deque[tuple[float, float]] = deque()  # when each ends, how long it waited
    waits: list[float] = []
    while len(waits) < 400:
        while begun < 400 and len(inside) < window.size:
            ready = now + 1.0
            free_at = max(free_at, ready) + service_s
            inside.append((free_at, free_at - ready))
            begun += 1
        now, waited = inside.popleft()
        waits.append(waited)
        window.left(waited=waited)
    assert max(waits) < 20
