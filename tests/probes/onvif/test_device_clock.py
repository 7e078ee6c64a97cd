from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from probes.onvif_device import run
from tests.probes.onvif.attempt import (
    ALL_CALLS,
    CLOCK,
    CLOSED_CALLS,
    EXTRA_CALLS,
    GOOD,
    IN_BY_TOKEN,
    context_at,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import NOON, StubCamera


async def test_a_clock_three_hours_ahead_needs_its_offset() -> None:
    camera = StubCamera(
        closed=True,
        clock=NOON + timedelta(hours=3),
        replies=replying("GetSystemDateAndTime", "clock_three_hours_ahead.xml"),
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    clock = replace(CLOCK, local_minus_utc=None)
    assert device == replace(IN_BY_TOKEN, clock_offset=timedelta(hours=3), clock=clock)


async def test_a_clock_that_was_never_set_still_lets_us_in() -> None:
    camera = StubCamera(
        closed=True,
        clock=datetime(1970, 1, 1, 5, tzinfo=UTC),
        replies=replying("GetSystemDateAndTime", "clock_never_set_1970.xml"),
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert replace(device, clock=None) == replace(IN_BY_TOKEN, clock_offset=None, clock=None)


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("clock_month_zero.xml", 200),
        ("clock_hour_24.xml", 200),
        ("clock_second_60.xml", 200),
        ("clock_year_zero.xml", 200),
        ("clock_year_99999.xml", 200),
        ("clock_local_only.xml", 200),
        ("clock_words_for_numbers.xml", 200),
        ("clock_without_time.xml", 200),
        ("fault_not_authorized.xml", 400),
        ("fault_action_not_supported.xml", 500),
        ("html_page.html", 401),
    ],
)
async def test_an_unknown_clock_does_not_end_the_attempt(message: str, status: int) -> None:
    camera = StubCamera(closed=True, replies=replying("GetSystemDateAndTime", message, status))
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert (device.login, device.login_time) == ("digest", "blind")
    assert (device.clock_offset, device.profiles) == (None, GOOD.profiles)


async def test_a_clock_behind_the_login_is_read_after_it() -> None:
    camera = StubCamera(closed=True, closed_clock=True)
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == replace(IN_BY_TOKEN, login_time="blind")
    assert camera.operations == [*CLOSED_CALLS, "GetSystemDateAndTime", *EXTRA_CALLS]
    assert camera.logins == ["none", "none"] + ["right"] * 11


async def test_a_clock_behind_the_login_stays_unknown_without_one() -> None:
    camera = StubCamera(closed_clock=True)
    async with camera.serving():
        device = await run(target_of(camera, None), context_at())
    assert device == replace(GOOD, clock_offset=None, clock=None)
    assert camera.operations == [*ALL_CALLS, *EXTRA_CALLS]
