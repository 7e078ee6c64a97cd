"""Day, dusk or night at a camera's place: by the sun, or by the camera's own infrared gray.

Pure: place and time are arguments.  What changes with the light is left to
`auditor.picture_limits`.
"""

import enum
import re
from datetime import datetime

from astral import Observer
from astral.sun import elevation

from auditor.registry.numbers import DECIMAL_DEGREES

__all__ = ["Daypart", "daypart", "is_infrared"]

_DAY_DEG = 6.0  # below it shadows are long and sensors begin to raise their gain
_NIGHT_DEG = -6.0  # civil twilight ends
_GRAY_SATURATION = 3.0  # of 255: what coding leaves of no colour at all
_LATITUDE, _LONGITUDE = 90.0, 180.0


class Daypart(enum.StrEnum):
    """How much light there is outdoors."""

    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


def daypart(longitude: str, latitude: str, at: datetime) -> Daypart:
    """By the sun's height at a registered position; ``at`` is aware.

    Without a position that can be read it is night, whose limits are the widest: a camera is
    not called bad because its record is.
    """
    place = _observer(longitude, latitude)
    if place is None:
        return Daypart.NIGHT
    height = elevation(place, at)
    if height >= _DAY_DEG:
        return Daypart.DAY
    return Daypart.DUSK if height >= _NIGHT_DEG else Daypart.NIGHT


def is_infrared(saturation: float) -> bool:
    """Whether a picture has no colour: its camera sees by infrared, whatever the sun does."""
    return saturation < _GRAY_SATURATION


def _observer(longitude: str, latitude: str) -> Observer | None:
    texts = (longitude.strip(), latitude.strip())
    if not all(re.search(DECIMAL_DEGREES, text) for text in texts):
        return None
    east, north = map(float, texts)
    if abs(east) > _LONGITUDE or abs(north) > _LATITUDE:
        return None
    return Observer(latitude=north, longitude=east)
