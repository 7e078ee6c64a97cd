from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.onvif.clock import ClockAnswer
from probes.onvif.envelope import Refusal
from probes.onvif.ladder import Rung, TimeBase, first_rung, second_rung

PLAIN = Refusal()
BLAMES_TIME = Refusal(blames_time=True)
COUNTS = Refusal(blames_time=True, counts_attempts=True)
OURS = Rung(TimeBase.OURS, timedelta(0))
EIGHT = timedelta(hours=8)
DRIFT = timedelta(seconds=40)


def told(zone: str | None, local_minus_utc: timedelta | None = None) -> ClockAnswer:
    utc = datetime(2024, 5, 1, 12, tzinfo=UTC)
    local = None if local_minus_utc is None else (utc + local_minus_utc).replace(tzinfo=None)
    return ClockAnswer(utc=utc, local=local, zone=zone)


@pytest.mark.parametrize(
    ("offset", "rung"),
    [
        (None, Rung(TimeBase.BLIND, timedelta(0))),
        (timedelta(0), Rung(TimeBase.DEVICE, timedelta(0))),
        (timedelta(hours=3), Rung(TimeBase.DEVICE, timedelta(hours=3))),
    ],
)
def test_the_devices_clock_comes_first(offset: timedelta | None, rung: Rung) -> None:
    assert first_rung(offset) == rung


@pytest.mark.parametrize(
    ("clock", "offset"),
    [
        (told("CST-8"), EIGHT + DRIFT),
        (told("CST-8", EIGHT), EIGHT - DRIFT),
        (told("GMT+08:00", EIGHT), EIGHT),
        (told("CST-8", timedelta(0)), EIGHT + timedelta(minutes=20)),
    ],
)
def test_local_time_told_as_utc_is_taken_back_once(clock: ClockAnswer, offset: timedelta) -> None:
    expected = Rung(TimeBase.ZONE, offset - EIGHT)
    assert second_rung(clock, offset, PLAIN, proved=True) == expected
    assert second_rung(clock, offset, BLAMES_TIME, proved=False) == expected
    assert second_rung(clock, offset, PLAIN, proved=False) is None


@pytest.mark.parametrize(
    ("clock", "offset", "refusal"),
    [
        (told("Asia/Shanghai"), EIGHT, PLAIN),
        (told(None), timedelta(hours=-5, minutes=-30), PLAIN),
        (told("CST-8"), timedelta(hours=3), BLAMES_TIME),
        (told(None), timedelta(minutes=3), BLAMES_TIME),
    ],
)
def test_our_clock_is_the_other_one_where_the_time_is_doubted(
    clock: ClockAnswer, offset: timedelta, refusal: Refusal
) -> None:
    assert second_rung(clock, offset, refusal, proved=True) == OURS
    unproved = second_rung(clock, offset, refusal, proved=False)
    assert unproved == (OURS if refusal.blames_time else None)


@pytest.mark.parametrize(
    ("clock", "offset", "refusal"),
    [
        (told("CST-8", EIGHT), timedelta(0), PLAIN),
        (told("CST-8", timedelta(0)), timedelta(0), PLAIN),
        (told("CST-8", EIGHT), timedelta(seconds=3), BLAMES_TIME),
        (told("CST-8"), timedelta(hours=3), PLAIN),
        (told("CST-8"), -EIGHT, PLAIN),
        (told(None), timedelta(hours=3, minutes=7), PLAIN),
        (told(None), timedelta(days=-8000), PLAIN),
        (told("UTC0"), timedelta(seconds=90), PLAIN),
        (told("CST-8"), EIGHT, COUNTS),
        (told("CST-8"), None, BLAMES_TIME),
    ],
)
def test_without_reason_to_doubt_the_time_there_is_no_second_login(
    clock: ClockAnswer, offset: timedelta | None, refusal: Refusal
) -> None:
    assert second_rung(clock, offset, refusal, proved=True) is None


@given(
    st.timedeltas(timedelta(days=-20000), timedelta(days=20000)),
    st.sampled_from(["CST-8", "UTC0", "Asia/Shanghai", "", None, "GMT+08:00", "<+0530>-5:30"]),
    st.booleans(),
)
def test_a_second_login_never_repeats_the_first(
    offset: timedelta,
    zone: str | None,
    blames: bool,  # noqa: FBT001  # given by position
) -> None:
    rung = second_rung(told(zone), offset, Refusal(blames_time=blames), proved=True)
    assert rung is None or abs(rung.offset - offset) > timedelta(seconds=5)
