"""Which cameras are judged by their sub-stream tonight: pure.

A rotating share is judged by the main stream all the same, so that no main stream stays unseen:
a camera's turn follows from its code and the day, and with 10 % all have had it in ten nights.
"""

import hashlib
import math
from collections.abc import Iterable
from datetime import date

from auditor.records import Camera

__all__ = ["by_sub_stream"]


def by_sub_stream(cameras: Iterable[Camera], *, main_share: int, day: date) -> frozenset[int]:
    """The rows of the cameras whose sub-stream is preferred; ``main_share`` in percent, 1-100."""
    nights = math.ceil(100 / main_share)
    turn = day.toordinal() % nights
    return frozenset(camera.row for camera in cameras if _turn(camera, nights) != turn)


def _turn(camera: Camera, nights: int) -> int:
    """The same in every register that has the code; the row where there is none."""
    name = camera.device_code.strip() or f"row {camera.row}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % nights
