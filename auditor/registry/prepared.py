"""The frame that record rules see: registry columns plus what they need computed once.

Beside the columns of `Registry.frame`, null where it cannot be said:

``lon``, ``lat``  the texts as numbers, when they are plain decimal degrees

and the columns of `auditor.registry.trimmed`, `auditor.registry.misread`, `auditor.registry.twins`, `auditor.registry.plan_columns`,
`auditor.registry.positions` and `auditor.registry.second_list`.
"""

import polars as pl

from auditor.records import DeviceStatus, KeyLocation
from auditor.registry.misread import with_misread
from auditor.registry.numbers import decimal_degrees
from auditor.registry.plan_columns import with_plan
from auditor.registry.positions import Places, with_positions
from auditor.registry.registry import Registry
from auditor.registry.second_list import with_second_list
from auditor.registry.trimmed import trimmed, with_code_parts
from auditor.registry.twins import with_twins

__all__ = ["prepare"]


def prepare(
    registry: Registry, locations: tuple[KeyLocation, ...] | None, *, places: Places | None = None
) -> pl.DataFrame:
    """Drop the cameras that were taken down and add the computed columns.

    ``locations`` is the plan, None when none was given; without ``places`` no position is
    compared with a boundary.
    """
    frame = with_misread(with_code_parts(trimmed(_registered(registry.frame)))).with_columns(
        lon=decimal_degrees("longitude"), lat=decimal_degrees("latitude")
    )
    placed = with_positions(with_plan(with_twins(frame), locations), places or Places())
    compared, _ = with_second_list(placed, None)
    return compared


def _registered(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the cameras that were taken down; the frame itself when there is none."""
    removed = frame["device_status"] == DeviceStatus.REMOVED.value
    return frame.filter(~removed) if removed.any() else frame
