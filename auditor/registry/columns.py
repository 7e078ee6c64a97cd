"""The columns of a registry, and how headers name them.

27 of 一机一档, 6 of the audit's own, and the elements of the Catalog item (GB/T 28181-2022
A.2.1.9) that 一机一档 does not have or enumerates otherwise, for registers that were exported
from a platform.  The pinyin initials are the wire names that 一机一档 software uses.  Which
header of a file means which column is left to `auditor.registry.claims`.
"""

import unicodedata
from dataclasses import dataclass

__all__ = [
    "ARCHIVE_COLUMNS",
    "AUDIT_COLUMNS",
    "CATALOG_COLUMNS",
    "KEY_LOCATION_COLUMNS",
    "MORE_COLUMNS",
    "REGISTRY_COLUMNS",
    "WRITTEN_COLUMNS",
    "Column",
    "location_id",
    "normalise",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: our name, the Chinese header that we write, other accepted headers."""

    name: str
    header: str
    aliases: tuple[str, ...] = ()
    required: bool = False


ARCHIVE_COLUMNS = (
    Column("device_code", "设备编码", ("SBBM", "国标编码", "DeviceID"), required=True),
    Column("name", "设备名称", ("SBMC",), required=True),
    Column("maker", "设备厂商", ("SBCS", "Manufacturer")),
    Column("division", "行政区域", ("XZQY", "行政区划", "CivilCode"), required=True),
    Column("point_type", "监控点位类型", ("JKDWLX", "PointType")),
    Column("model", "设备型号", ("SBXH",)),
    Column("common_name", "点位俗称", ("DWSC", "PointCommonName")),
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
    Column("police_unit", "所属辖区公安机关", ("SSXQGAJG", "Block")),
    Column("installed_on", "安装时间", ("AZSJ", "InstallTime")),
    Column("management_unit", "管理单位", ("GLDW", "ManagementUnit")),
    Column("management_contact", "管理单位联系方式", ("GLDWLXFS", "ContactInfo")),
    Column("record_days", "录像保存天数", ("LXBCTS", "RecordSaveDays")),
    Column("status", "设备状态", ("SBZT",)),
    Column("industry", "所属部门/行业", ("SSBMHY",)),
)
"""一机一档, in its own order."""

AUDIT_COLUMNS = (
    Column("community", "社区"),
    Column("key_location_id", "关键位置编号"),
    Column("public_video", "公共视频资源"),
    Column("onvif_uri", "ONVIF地址"),
    Column("stream_uri", "取流地址", ("RTSP地址",)),
    Column("credential", "凭据"),
)
"""What the audit asks for beside it."""

CATALOG_COLUMNS = (
    Column("access_network", "接入网络"),
    Column("street", "所属街道", ("街道", "街道（乡镇）", "乡镇街道")),
    Column("catalog_ip", "IPAddress"),
    Column("parental", "Parental"),
    Column("parent_id", "ParentID"),
    Column("register_way", "RegisterWay"),
    Column("secrecy", "Secrecy"),
    Column("security_level", "SecurityLevelCode"),
    Column("business_group_id", "BusinessGroupID"),
    Column("ptz_type", "PTZType"),
    Column("imaging_type", "PhotoelectricImagingType"),
    Column("capture_position", "CapturePositionType", ("采集部位类型",)),
    Column("room_type", "RoomType"),
    Column("catalog_light", "SupplyLightType"),
    Column("catalog_direction", "DirectionType"),
    Column("catalog_function", "FunctionType"),
    Column("mobile_type", "MobileDeviceType"),
    Column("horizontal_angle", "HorizontalFieldAngle"),
    Column("vertical_angle", "VerticalFieldAngle"),
    Column("grassroots_code", "GrassrootsCode"),
    Column("industrial_class", "IndustrialClassification"),
    Column("owner", "Owner"),
    Column("safety_way", "SafetyWay"),
    Column("cert_num", "CertNum"),
    Column("certifiable", "Certifiable"),
    Column("err_code", "ErrCode"),
    Column("end_time", "EndTime"),
    Column("catalog_position", "PositionType"),
    Column("use_type", "UseType"),
)
"""What only an export of a platform's directory has; values as the standard enumerates them.

``Status`` is not among them: the column of that name is 设备状态, and its values tell which.
"""

MORE_COLUMNS = (
    Column("sub_stream_uri", "子码流地址", ("辅码流地址", "子码流取流地址", "辅码流取流地址")),
)
"""What the audit reads beside it where it is given."""

WRITTEN_COLUMNS = (*ARCHIVE_COLUMNS, *AUDIT_COLUMNS)
"""The columns of the registries that we write."""

REGISTRY_COLUMNS = (*WRITTEN_COLUMNS, *CATALOG_COLUMNS, *MORE_COLUMNS)
"""The columns that we read."""

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
