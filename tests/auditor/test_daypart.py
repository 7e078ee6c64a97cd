"""The sun over Jinan, checked against an almanac; records without a position; infrared."""

from datetime import UTC, datetime

import pytest

from auditor.daypart import Daypart, daypart, is_infrared

JINAN = ("117.0", "36.65")


def at(month: int, hour: int, minute: int = 0) -> datetime:
    """A UTC time on the 21st; local time is eight hours later."""
    return datetime(2026, month, 21, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "part"),
    [
        (at(6, 4), Daypart.DAY),  # noon
        (at(6, 11, 5), Daypart.DUSK),  # 19:05, sunset is at 19:33
        (at(6, 11, 50), Daypart.DUSK),  # 19:50, civil twilight ends at 20:04
        (at(6, 12, 20), Daypart.NIGHT),
        (at(12, 4), Daypart.DAY),
        (at(12, 9, 10), Daypart.DUSK),  # 17:10, sunset was at 16:59
        (at(12, 9, 40), Daypart.NIGHT),  # 17:40, civil twilight ended at 17:28
        (at(12, 23, 0), Daypart.DUSK),  # 07:00 of the 22nd, sunrise is at 07:20
    ],
)
def test_the_sun_tells_the_daypart(moment: datetime, part: Daypart) -> None:
    assert daypart(*JINAN, moment) is part


def test_the_west_of_the_country_has_its_own_hour() -> None:
    evening = datetime(2026, 6, 21, 13, 0, tzinfo=UTC)  # 21:00 in Beijing and in Kashgar
    assert daypart("116.4", "39.9", evening) is Daypart.NIGHT
    assert daypart("75.99", "39.47", evening) is Daypart.DAY


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("", ""), ("117.0", ""), ("117°E", "36°N"), ("181", "36"), ("117", "91"), ("nan", "inf")],
)
def test_without_a_position_the_widest_limits_hold(longitude: str, latitude: str) -> None:
    assert daypart(longitude, latitude, at(6, 4)) is Daypart.NIGHT


def test_spaces_around_a_position_do_not_matter() -> None:
    assert daypart(" 117.0 ", "36.65\n", at(6, 4)) is Daypart.DAY


def test_no_colour_is_infrared() -> None:
    assert (is_infrared(0.0), is_infrared(2.9), is_infrared(3.0)) == (True, True, False)
