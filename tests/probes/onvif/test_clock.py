from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.onvif.clock import clock_offset, device_time, is_set

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def answer(*numbers: object) -> SimpleNamespace:
    year, month, day, hour, minute, second = numbers
    return SimpleNamespace(
        UTCDateTime=SimpleNamespace(
            Date=SimpleNamespace(Year=year, Month=month, Day=day),
            Time=SimpleNamespace(Hour=hour, Minute=minute, Second=second),
        )
    )


@given(st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001  # zone follows
def test_every_real_time_is_read(time: datetime) -> None:
    whole = time.replace(microsecond=0, tzinfo=UTC)
    fields = (whole.year, whole.month, whole.day, whole.hour, whole.minute, whole.second)
    assert device_time(answer(*fields)) == whole


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
        (None, 5, 1, 12, 0, 0),
        (2024, 5, 1, 12, 0, None),
        ("2024", 5, 1, 12, 0, 0),
    ],
)
def test_a_time_that_does_not_exist_is_unknown(numbers: tuple[object, ...]) -> None:
    assert device_time(answer(*numbers)) is None


@pytest.mark.parametrize(
    "thing",
    [
        None,
        "2024-05-01T12:00:00Z",
        SimpleNamespace(UTCDateTime=None),
        SimpleNamespace(LocalDateTime=answer(2024, 5, 1, 20, 0, 0).UTCDateTime),
    ],
)
def test_an_answer_without_utc_is_unknown(thing: object) -> None:
    assert device_time(thing) is None


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
