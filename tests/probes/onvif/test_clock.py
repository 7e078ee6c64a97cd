from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from probes.onvif.clock import ClockAnswer, clock_offset, is_set, read_clock, zone_offset
from probes.onvif.envelope import parse_envelope, response_of
from tests.probes.onvif.stub_camera import MESSAGES

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def answer(*numbers: object) -> etree._Element:
    year, month, day, hour, minute, second = numbers
    return etree.fromstring(
        "<R><SystemDateAndTime><UTCDateTime>"
        f"<Date><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></Date>"
        f"<Time><Hour>{hour}</Hour><Minute>{minute}</Minute><Second>{second}</Second></Time>"
        "</UTCDateTime></SystemDateAndTime></R>"
    )


def captured(name: str) -> ClockAnswer:
    root = parse_envelope((MESSAGES / name).read_bytes())
    return read_clock(response_of(root, "GetSystemDateAndTimeResponse"))


@given(st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001  # zone follows
def test_every_real_time_is_read(time: datetime) -> None:
    whole = time.replace(microsecond=0, tzinfo=UTC)
    fields = (whole.year, whole.month, whole.day, whole.hour, whole.minute, whole.second)
    assert read_clock(answer(*fields)) == ClockAnswer(utc=whole)


@pytest.mark.parametrize(
    "numbers",
    [
        (2024, 0, 1, 0, 0, 0),
        (2024, 2, 30, 0, 0, 0),
        (2024, 5, 1, 24, 0, 0),
        (2024, 5, 1, 11, 59, 60),
        (0, 1, 1, 0, 0, 0),
        (1969, 12, 31, 23, 59, 59),
        (99999, 1, 1, 0, 0, 0),
        (-1, 1, 1, 0, 0, 0),
        (2024, 5, 1, 12, 0, 10**30),
        ("", 5, 1, 12, 0, 0),
        (2024, 5, 1, 12, 0, "noon"),
        ("２０２４", 5, 1, 12, 0, 0),
    ],
)
def test_a_time_that_does_not_exist_is_unknown(numbers: tuple[object, ...]) -> None:
    assert read_clock(answer(*numbers)) == ClockAnswer()


@pytest.mark.parametrize(
    "text",
    [
        "<R/>",
        "<R>2024-05-01T12:00:00Z</R>",
        "<R><SystemDateAndTime><UTCDateTime/></SystemDateAndTime></R>",
    ],
)
def test_an_answer_without_times_is_unknown(text: str) -> None:
    assert read_clock(etree.fromstring(text)) == ClockAnswer()


@pytest.mark.parametrize(
    ("name", "utc", "difference"),
    [
        ("clock_right.xml", NOON, timedelta(hours=8)),
        ("clock_local_as_utc.xml", NOON + timedelta(hours=8), timedelta(0)),
        ("clock_local_only.xml", None, None),
        ("clock_three_hours_ahead.xml", NOON + timedelta(hours=3), None),
    ],
)
def test_local_never_stands_in_for_utc(
    name: str, utc: datetime | None, difference: timedelta | None
) -> None:
    clock = captured(name)
    assert (clock.utc, clock.told_zone_offset) == (utc, difference)
    assert (clock.zone, clock.daylight_saving, clock.source) == ("CST-8", False, "ntp")


def test_times_a_day_apart_tell_no_zone() -> None:
    local = datetime(2024, 5, 3, 12)  # noqa: DTZ001  # a device's local time
    assert ClockAnswer(utc=NOON, local=local).told_zone_offset is None


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("CST-8", 8),
        ("CST-8:00:00", 8),
        ("CST-08:00", 8),
        ("EST5EDT,M3.2.0,M11.1.0", None),
        ("EST5", -5),
        ("EST+5,M3", -5),
        ("<+08>-8", 8),
        ("<+0530>-5:30", 5.5),
        ("UTC0", 0),
        ("GMT-0", 0),
        ("GMT+08:00", None),
        ("UTC-8", None),
        ("Asia/Shanghai", None),
        ("China Standard Time", None),
        ("CST-99", None),
        ("", None),
        (None, None),
    ],
)
def test_a_zone_is_read_as_posix_writes_it_or_not_at_all(
    zone: str | None, hours: float | None
) -> None:
    assert zone_offset(zone) == (None if hours is None else timedelta(hours=hours))


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (datetime(1970, 1, 1, 5, tzinfo=UTC), False),
        (datetime(2000, 1, 1, 1, tzinfo=UTC), False),
        (datetime(2008, 11, 1, tzinfo=UTC), True),
        (NOON, True),
    ],
)
def test_a_clock_that_counts_from_its_epoch_was_never_set(
    time: datetime, *, expected: bool
) -> None:
    assert is_set(time) is expected


def test_the_offset_is_taken_at_the_middle_of_the_round_trip() -> None:
    device = NOON + timedelta(hours=3)
    received = NOON + timedelta(seconds=4)
    offset = clock_offset(device, sent=NOON, received=received)
    assert offset == timedelta(hours=3, seconds=-2)


@given(st.timedeltas(timedelta(days=-999), timedelta(days=999)))
def test_the_offset_of_an_instant_answer_is_the_difference(difference: timedelta) -> None:
    assert clock_offset(NOON + difference, sent=NOON, received=NOON) == difference
