"""The registered things: one row of 一机一档, one planned key location, one unreadable row.

Text stays text: a malformed code must be reportable, so nothing here is parsed or repaired.
Reading files is left to `auditor.registry`, correctness to the rules.
"""

import enum
from dataclasses import dataclass

__all__ = ["Camera", "DeviceStatus", "KeyLocation", "LocationClass", "RowError"]


class DeviceStatus(enum.StrEnum):
    """设备状态 of 一机一档: 1 在用, 2 维修, 3 拆除 (software practice, see standards notes)."""

    IN_USE = "in_use"
    IN_REPAIR = "in_repair"
    REMOVED = "removed"
    UNSTATED = "unstated"


class LocationClass(enum.StrEnum):
    """The four classes of key location that indicator 4 names; anything else is OTHER."""

    RESIDENTIAL_GATE = "residential_gate"
    PARKING_GATE = "parking_gate"
    MAIN_ROAD = "main_road"
    FIRE_LANE = "fire_lane"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The scheme's own word, as the reports print it."""
        return _CLASS_LABELS[self]


_CLASS_LABELS = {
    LocationClass.RESIDENTIAL_GATE: "小区出入口",
    LocationClass.PARKING_GATE: "停车库（场）出入口",
    LocationClass.MAIN_ROAD: "社区主干道",
    LocationClass.FIRE_LANE: "消防通道",
    LocationClass.OTHER: "其他关键位置",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """One registered camera, as far as probing and counting need it.

    ``row`` is the 1-based data row and the key within a round: a device code may be wrong or
    doubled.  URIs are free of user names and passwords: the reader takes them out, and leaves
    out (None) an address that holds its secret in the path or the query.
    ``public_video`` is None when the registry does not say.
    """

    row: int
    device_code: str
    name: str
    division: str
    longitude: str
    latitude: str
    point_type: str
    status: DeviceStatus
    networking: str
    address: str
    maker: str
    community: str
    key_location_id: str
    public_video: bool | None
    host: str
    onvif_uri: str | None
    stream_uri: str | None
    credential: str
    sub_stream_uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLocation:
    """One planned (应建) key location; positions are WGS-84 decimal degrees as text."""

    row: int
    id: str
    community: str
    location_class: LocationClass
    class_text: str
    name: str
    longitude: str
    latitude: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """A row that could not become a record; ``line`` is its first physical line, from 1."""

    file: str
    row: int
    line: int
    message: str
