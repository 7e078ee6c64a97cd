"""The kinds of reading that may explain a position that fails, with their Chinese labels.

Finding them is left to `auditor.geo.hypotheses`.
"""

import enum
from dataclasses import dataclass

__all__ = ["Kind", "Reading"]


class Kind(enum.StrEnum):
    """How the record would have to be read."""

    IDENTITY = "identity"
    WRITTEN = "written"
    SWAPPED = "swapped"
    SIGN = "sign"
    DMS_DIGITS = "dms_digits"
    MINUTE_DIGITS = "minute_digits"
    NMEA = "nmea"
    SCALED = "scaled"
    ARC_SECONDS = "arc_seconds"
    GAUSS_3 = "gauss_kruger_3_degree"
    GAUSS_6 = "gauss_kruger_6_degree"
    GAUSS = "gauss_kruger_without_zone"
    UTM = "utm"
    WEB_MERCATOR = "web_mercator"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str:
        """The Chinese words for it."""
        return _LABELS[self]


_LABELS = {
    Kind.IDENTITY: "原值",
    Kind.WRITTEN: "度分秒或带方位的写法",
    Kind.SWAPPED: "经度与纬度互换",
    Kind.SIGN: "正负号有误",
    Kind.DMS_DIGITS: "度分秒直接写成小数（ddd.mmss）",
    Kind.MINUTE_DIGITS: "度和分直接写成小数（ddd.mmmm）",
    Kind.NMEA: "NMEA度分格式（dddmm.mmmm）",
    Kind.SCALED: "丢失小数点的整数",
    Kind.ARC_SECONDS: "以角秒为单位",
    Kind.GAUSS_3: "3°带高斯平面坐标（按CGCS2000）",
    Kind.GAUSS_6: "6°带高斯平面坐标（按CGCS2000）",
    Kind.GAUSS: "无带号的高斯平面坐标（按CGCS2000）",
    Kind.UTM: "UTM平面坐标",
    Kind.WEB_MERCATOR: "Web墨卡托平面坐标",
    Kind.GCJ02: "GCJ-02坐标（互联网地图）",
    Kind.BD09: "BD-09坐标（百度地图）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading inside the county: ``lon``, ``lat`` are decimal degrees to 6 decimals.

    ``label`` names the reading and ``note`` adds to it; both are Chinese, the note may be empty.
    """

    kind: Kind
    label: str
    lon: float
    lat: float
    note: str
