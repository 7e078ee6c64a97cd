"""The columns of 一机一档 (27) and of the audit's own additions (6), and how headers name them.

Headers are matched after normalisation (width, case, blanks); unknown headers are kept out of
the records and reported by the reader.  The pinyin initials are the wire names that 一机一档
software uses.
"""

import unicodedata
from dataclasses import dataclass

__all__ = [
    "KEY_LOCATION_COLUMNS",
    "REGISTRY_COLUMNS",
    "Column",
    "claimant",
    "location_id",
    "match_headers",
    "normalise",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: our name, the Chinese header that we write, other accepted headers."""

    name: str
    header: str
    aliases: tuple[str, ...] = ()
    required: bool = False


REGISTRY_COLUMNS = (
    Column("device_code", "设备编码", ("SBBM", "国标编码"), required=True),
    Column("name", "设备名称", ("SBMC",), required=True),
    Column("maker", "设备厂商", ("SBCS",)),
    Column("division", "行政区域", ("XZQY", "行政区划"), required=True),
    Column("point_type", "监控点位类型", ("JKDWLX",)),
    Column("model", "设备型号", ("SBXH",)),
    Column("common_name", "点位俗称", ("DWSC",)),
    Column("ipv4", "IPv4地址", ("IPV4",)),
    Column("ipv6", "IPv6地址", ("IPV6",)),
    Column("mac", "MAC地址", ("MACDZ",)),
    Column("camera_type", "摄像机类型", ("SXJLX",)),
    Column("function_type", "摄像机功能类型", ("SXJGNLX",)),
    Column("supply_light", "补光属性", ("BGSX",)),
    Column("encoding_format", "摄像机编码格式", ("SXJBMGS",)),
    Column("address", "安装地址", ("AZDZ",)),
    Column("longitude", "经度", ("JD",), required=True),
    Column("latitude", "纬度", ("WD",), required=True),
    Column("position_type", "摄像机位置类型", ("SXJWZLX",)),
    Column("direction", "监视方位", ("JSFW",)),
    Column("networking", "联网属性", ("LWSX",)),
    Column("police_unit", "所属辖区公安机关", ("SSXQGAJG",)),
    Column("installed_on", "安装时间", ("AZSJ",)),
    Column("management_unit", "管理单位", ("GLDW",)),
    Column("management_contact", "管理单位联系方式", ("GLDWLXFS",)),
    Column("record_days", "录像保存天数", ("LXBCTS",)),
    Column("status", "设备状态", ("SBZT",)),
    Column("industry", "所属部门/行业", ("SSBMHY",)),
    Column("community", "社区"),
    Column("key_location_id", "关键位置编号"),
    Column("public_video", "公共视频资源"),
    Column("onvif_uri", "ONVIF地址"),
    Column("stream_uri", "取流地址", ("RTSP地址",)),
    Column("credential", "凭据"),
)

KEY_LOCATION_COLUMNS = (
    Column("id", "关键位置编号", required=True),
    Column("community", "社区"),
    Column("location_class", "类别", required=True),
    Column("name", "名称", required=True),
    Column("longitude", "经度"),
    Column("latitude", "纬度"),
)


def normalise(text: str) -> str:
    """Fold width and case, drop blanks and unseen marks: ``ＯＮＶＩＦ 地址`` equals ``onvif地址``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = (c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join(seen)


def location_id(text: str) -> str:
    """An id of a key location; width, case and blanks are the keyboard's, not the plan's.

    >>> location_id(" ｋｌ－01 ")
    'KL-01'
    """
    return normalise(text).upper()


def claimant(header: str, columns: tuple[Column, ...]) -> Column | None:
    """The column that ``header`` means, if any."""
    return _by_text(columns).get(normalise(header))


def match_headers(
    headers: list[str], columns: tuple[Column, ...]
) -> tuple[dict[str, int], list[str]]:
    """Map column names to positions; also return the headers that are not used.

    Of two columns under one header the first counts and the second is returned as unused.
    """
    by_text = _by_text(columns)
    found: dict[str, int] = {}
    unused: list[str] = []
    for position, header in enumerate(headers):
        column = by_text.get(normalise(header))
        if column is None or column.name in found:
            unused.append(header)
            continue
        found[column.name] = position
    return found, unused


def _by_text(columns: tuple[Column, ...]) -> dict[str, Column]:
    return {
        normalise(text): column
        for column in columns
        for text in (column.name, column.header, *column.aliases)
    }
