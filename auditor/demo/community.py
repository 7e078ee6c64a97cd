"""What the registry and the plan of the invented community claim, defects included.

云帆社区 does not exist; its streets, compounds, codes and positions are invented and every
address is loopback.  The positions lie in 济南市莱芜区 (370116), because a retired division
code can only be shown on a real one.  How each camera behaves is left to the cast.
"""

from dataclasses import dataclass, field

import numpy as np

from auditor.datum import wgs84_to_gcj02
from auditor.demo.cast import CAST, LAST_ROW, ONVIF_PORT, RTSP_PORT, SimulatedCamera
from auditor.registry.columns import KEY_LOCATION_COLUMNS, WRITTEN_COLUMNS

__all__ = [
    "COMMUNITY",
    "GOOD_CREDENTIAL",
    "MISSING_CREDENTIAL",
    "WRONG_CREDENTIAL",
    "key_location_rows",
    "registry_rows",
]

COMMUNITY = "云帆社区"
GOOD_CREDENTIAL = "demo-camera"
WRONG_CREDENTIAL = "demo-wrong"
MISSING_CREDENTIAL = "demo-missing"

_DIVISION = "370116"
_RETIRED_DIVISION = "371202"
_PREFIX = "莱芜区云帆街道云帆社区"
_ORIGIN = (117.661000, 36.209000)

_PLACES = (
    ("小区出入口", "星河里小区北门"),
    ("小区出入口", "星河里小区南门"),
    ("小区出入口", "星河里小区东门"),
    ("小区出入口", "云帆花园北门"),
    ("小区出入口", "云帆花园西门"),
    ("小区出入口", "听涛苑东门"),
    ("小区出入口", "听涛苑南门"),
    ("小区出入口", "听涛苑西门"),
    ("停车库（场）出入口", "星河里地下车库1号口"),
    ("停车库（场）出入口", "星河里地下车库2号口"),
    ("停车库（场）出入口", "云帆花园地下车库口"),
    ("停车库（场）出入口", "听涛苑地面停车场入口"),
    ("停车库（场）出入口", "听涛苑地面停车场出口"),
    ("社区主干道", "扬帆路东段"),
    ("社区主干道", "扬帆路中段"),
    ("社区主干道", "扬帆路西段"),
    ("社区主干道", "星海街北段"),
    ("社区主干道", "星海街南段"),
    ("社区主干道", "听涛路口"),
    ("消防通道", "星河里3号楼消防通道"),
    ("消防通道", "星河里7号楼消防通道"),
    ("消防通道", "云帆花园2号楼消防通道"),
    ("消防通道", "听涛苑5号楼消防通道"),
    ("消防通道", "听涛苑9号楼消防通道"),
)
# Which place each camera watches; 22 and 23 share one, and KL-24 (place 24) has none.
_SECOND_AT = {23: 22, 25: 1, 26: 2, 27: 3, 28: 9, 29: 10, 30: 11, 31: 12, 32: 13, 33: 15}
_AT_PLACE = {row: row for row in range(1, 23)} | {24: 23} | _SECOND_AT
_ELSEWHERE = {
    34: "社区广场",
    35: "儿童乐园",
    36: "文化活动站",
    37: "星河里3号楼电梯",
    38: "云帆花园2号楼单元门",
    39: "星河里地下车库内部",
    40: "物业服务中心",
    41: "旧门卫室",
}
_FIRST_PRIVATE_ROW = 37


@dataclass(frozen=True, slots=True)
class _Override:
    """What one row says differently from a correct record; ``why`` is for the reader."""

    why: str
    cells: dict[str, str] = field(default_factory=dict)


def _code(row: int, *, division: str = _DIVISION) -> str:
    """A well-formed code: centre, 社会治安社区接入 (01), IPC (132), 电子政务外网 (6), serial."""
    return f"{division}00011326{row:06d}"


def _position(place: int) -> tuple[float, float]:
    """Places lie on a 6 by 4 grid of about 90 m; the community is invented."""
    column, line = (place - 1) % 6, (place - 1) // 6
    return round(_ORIGIN[0] + column * 0.001, 6), round(_ORIGIN[1] + line * 0.0008, 6)


def _gcj(place: int) -> dict[str, str]:
    longitude, latitude = _position(place)
    east, north = wgs84_to_gcj02(np.array([longitude]), np.array([latitude]))
    return {"longitude": f"{east[0]:.6f}", "latitude": f"{north[0]:.6f}"}


def _swapped(place: int) -> dict[str, str]:
    longitude, latitude = _position(place)
    return {"longitude": f"{latitude:.6f}", "latitude": f"{longitude:.6f}"}


def _overrides() -> dict[int, _Override]:
    return {
        6: _Override("wrong password", {"credential": WRONG_CREDENTIAL}),
        20: _Override("a code of 19 digits", {"device_code": _code(20)[:-1]}),
        21: _Override(
            "retired division (莱城区, merged in 2018)",
            {
                "device_code": _code(21, division=_RETIRED_DIVISION),
                "division": _RETIRED_DIVISION,
            },
        ),
        23: _Override("duplicate of row 22's code", {"device_code": _code(22)}),
        24: _Override("GCJ-02 position", _gcj(23)),
        25: _Override("longitude and latitude swapped", _swapped(1)),
        26: _Override("mojibake in the name", {"name": "锟斤拷锟斤拷小区南门02"}),
        27: _Override("under repair", {"status": "2"}),
        28: _Override("reachable by GB/T 28181 only", {"stream_uri": "", "credential": ""}),
        29: _Override("credential not supplied", {"credential": MISSING_CREDENTIAL}),
        30: _Override("factory default name", {"name": "Camera 01"}),
        40: _Override("a key location that nobody planned", {"key_location_id": "KL-99"}),
        41: _Override("taken down", {"status": "3", "stream_uri": "", "credential": ""}),
    }


def registry_rows() -> list[list[str]]:
    """Header and rows of registry.csv, in the order of `WRITTEN_COLUMNS`."""
    cast = {camera.row: camera for camera in CAST}
    overrides = _overrides()
    rows = []
    for row in range(1, LAST_ROW + 1):
        cells = _correct(row, cast.get(row))
        if row in overrides:
            cells |= overrides[row].cells
        rows.append([cells.get(column.name, "") for column in WRITTEN_COLUMNS])
    return [[column.header for column in WRITTEN_COLUMNS], *rows]


def _correct(row: int, player: SimulatedCamera | None) -> dict[str, str]:
    """A record without fault; a row without a place stands elsewhere in the community."""
    place = _AT_PLACE.get(row)
    words = _PLACES[place - 1][1] if place else _ELSEWHERE[row]
    number = 2 if row in _SECOND_AT else 1
    longitude, latitude = _position(place or row - 20)
    cells = {
        "device_code": _code(row),
        "name": f"{_PREFIX}{words}{number:02d}",
        "maker": "99",
        "division": _DIVISION,
        "point_type": "2",
        "camera_type": "3",
        "function_type": "5",
        "supply_light": "2",
        "encoding_format": "2",
        "address": f"山东省济南市{_PREFIX}{words}",
        "longitude": f"{longitude:.6f}",
        "latitude": f"{latitude:.6f}",
        "direction": "1",
        "installed_on": "2023-06-01",
        "police_unit": "370116000000",
        "management_unit": "云帆社区居民委员会",
        "management_contact": "0531-00000000",
        "record_days": "30",
        "status": "1",
        "community": COMMUNITY,
        "key_location_id": f"KL-{place:02d}" if place else "",
        "public_video": "否" if row >= _FIRST_PRIVATE_ROW else "是",
        "credential": GOOD_CREDENTIAL,
    }
    return cells | (_services(player) if player else {})


def _services(player: SimulatedCamera) -> dict[str, str]:
    """Addresses; rows 16 and 18 are known by ONVIF alone, so their streams are discovered."""
    cells = {"ipv4": player.address}
    if player.onvif:
        cells["onvif_uri"] = f"http://{player.address}:{ONVIF_PORT}/onvif/device_service"
    if not player.only_onvif:
        cells["stream_uri"] = f"rtsp://{player.address}:{RTSP_PORT}/main"
    return cells


def key_location_rows() -> list[list[str]]:
    """Header and rows of key_locations.csv; KL-24 has no camera: the uncovered one."""
    rows = []
    for place, (location_class, words) in enumerate(_PLACES, start=1):
        longitude, latitude = _position(place)
        rows.append(
            [
                f"KL-{place:02d}",
                COMMUNITY,
                location_class,
                words,
                f"{longitude:.6f}",
                f"{latitude:.6f}",
            ]
        )
    return [[column.header for column in KEY_LOCATION_COLUMNS], *rows]
