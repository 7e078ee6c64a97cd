"""Whose turn it is tonight, where a share of the cameras is treated in another way: pure.

A camera's turn follows from its code and the day, and with 10 % all have had it in ten nights.
"""

import hashlib
import math
from collections.abc import Iterable
from datetime import date

from auditor.records import Camera

__all__ = ["by_sub_stream", "in_turn"]


def by_sub_stream(cameras: Iterable[Camera], *, main_share: int, day: date) -> frozenset[int]:
    """The rows of the cameras whose sub-stream is preferred; ``main_share`` in percent, 1-100.

    The others are judged by the main stream all the same, so that none stays unseen.
    """
    all_ = tuple(cameras)
    return frozenset(camera.row for camera in all_) - in_turn(all_, share=main_share, day=day)


def in_turn(cameras: Iterable[Camera], *, share: int, day: date) -> frozenset[int]:
    """The rows of the cameras whose turn it is on ``day``; ``share`` in percent, 0-100."""
    if not share:
        return frozenset()
    nights = math.ceil(100 / share)
    turn = day.toordinal() % nights
    return frozenset(camera.row for camera in cameras if _turn(camera, nights) == turn)


def _turn(camera: Camera, nights: int) -> int:
    """The same in every register that has the code; the row where there is none."""
    name = camera.device_code.strip() or f"row {camera.row}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % nights
