"""Digits 11-13, the type (类型编码): 2016 table D.1 and 2022 table E.1.

Both tables begin at 111.  The names are the tables' own, less the word 编码 at their end.
"""

from gb28181.editions import Edition
from gb28181.entries import Entry, Kind, expand

__all__ = ["TYPE_TABLES"]

_MAIN_DEVICES = {
    111: "DVR",
    112: "视频服务器",
    113: "编码器",
    114: "解码器",
    115: "视频切换矩阵",
    116: "音频切换矩阵",
    117: "报警控制器",
    118: "网络视频录像机(NVR)",
    130: "混合硬盘录像机(HVR)",
}
_PERIPHERALS = {
    131: "摄像机",
    133: "显示器",
    134: "报警输入设备",
    135: "报警输出设备",
    136: "语音输入设备",
    137: "语音输出设备",
    138: "移动传输设备",
    139: "其他外围设备",
}
_PLATFORM = {
    200: "中心信令控制服务器",
    203: "代理服务器",
    204: "安全服务器",
    205: "报警服务器",
    206: "数据库服务器",
    207: "GIS服务器",
    208: "管理服务器",
    209: "接入网关",
    210: "媒体存储服务器",
    211: "信令安全路由网关",
    215: "业务分组",
    216: "虚拟组织",
    300: "中心用户",
    400: "终端用户",
}
_ONLY_2016 = {
    132: "网络摄像机(IPC)",
    201: "Web应用服务器",
    202: "媒体分发服务器",
    500: "视频图像信息综合应用平台信令服务器",
    501: "视频图像信息运维管理平台信令服务器",
}
_ONLY_2022 = {
    120: "在线视频图像信息采集系统",
    121: "视频卡口",
    122: "多目设备",
    123: "停车场出入口控制设备",
    124: "人员出入口控制设备",
    125: "安检设备",
    132: "网络摄像机(IPC)/在线视频图像信息采集设备",
    140: "报警输出设备(继电器或触发器控制)",
    141: "道闸",
    142: "智能门",
    143: "凭证识别单元",
    500: "视频图像信息综合应用平台",
    501: "视频图像信息运维管理平台",
    502: "视频图像分析系统",
    503: "视频图像信息数据库",
    505: "视频图像分析设备",
}
_COMMON = _MAIN_DEVICES | _PERIPHERALS | _PLATFORM

_201 = "201 is printed twice, as Web应用服务器 and as 媒体分发服务器: a likely erratum"
_202 = "not printed; 媒体分发服务器 in 2016, and 201 is printed twice: a likely erratum"


def _defined(names: dict[int, str], table: str) -> tuple[Entry, ...]:
    """Single defined values, and the two ranges of users by industry role."""
    singles = (
        Entry(str(code), str(code), Kind.DEFINED, name, table) for code, name in names.items()
    )
    roles = (
        Entry(first, last, Kind.DEFINED, "行业角色用户", table)
        for first, last in (("301", "343"), ("401", "443"))
    )
    return (*singles, *roles)


def _extensions(*ranges: tuple[str, str], table: str) -> tuple[Entry, ...]:
    """Ranges open to extension, named after the group that they extend."""
    groups = {"1": "扩展的前端设备类型", "2": "扩展的平台设备类型", "3": "扩展的中心用户类型"}
    groups |= {"4": "扩展的终端用户类型", "5": "扩展的平台外接服务器类型", "6": "扩展类型"}
    return tuple(
        Entry(first, last, Kind.EXTENSION, groups[first[0]], table) for first, last in ranges
    )


_SHARED_RANGES = (("212", "214"), ("217", "299"), ("344", "399"), ("444", "499"), ("600", "999"))

_ENTRIES_2016 = (
    *_defined(_COMMON | _ONLY_2016, "D.1"),
    *_extensions(("119", "129"), ("140", "199"), ("502", "599"), *_SHARED_RANGES, table="D.1"),
)

_ENTRIES_2022 = (
    *_defined(_COMMON | _ONLY_2022, "E.1"),
    Entry("119", "119", Kind.RESERVED, "预留", "E.1"),
    Entry("201", "201", Kind.DEFINED, "Web应用服务器", "E.1", _201),
    Entry("202", "202", Kind.NOT_PRINTED, "", "E.1", _202),
    Entry("504", "504", Kind.NOT_PRINTED, "", "E.1", "not printed"),
    Entry("506", "506", Kind.NOT_PRINTED, "", "E.1", "not printed"),
    *_extensions(("126", "129"), ("144", "199"), ("507", "599"), *_SHARED_RANGES, table="E.1"),
)

TYPE_TABLES = {
    Edition.E2016: expand(_ENTRIES_2016),
    Edition.E2022: expand(_ENTRIES_2022),
}
