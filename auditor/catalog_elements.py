"""The Catalog elements whose values are judged alone: column, words, and the rules' ids.

``certain`` is the form of what is surely meant as a value of the element; only that can be
refused.  Anything else that is not in the domain may be a word for the right value, so it is
doubted.  An element without ``refused`` is never more than doubted: its codes are new in 2022
and share their names or their digits with other standards' codes.
"""

from dataclasses import dataclass

__all__ = ["ELEMENTS", "Element"]

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_CODES = r"[0-9]+(?:/[0-9]+)*"
_ADDRESS = "[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*"
_PADDED_OCTET = "0{0,2}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_HOLDS_IPV4 = rf"(?:.*[^0-9.])?{_PADDED_OCTET}(?:\.{_PADDED_OCTET}){{3}}(?:[^0-9.].*)?"
_HOLDS_MAC = ".*(?:[0-9A-Fa-f]{2}[:.-]?){6}.*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """``wanted`` (Chinese) is what the 2022 edition allows.

    ``wrong`` and ``doubtful`` are a value of each kind.  ``spared`` is the form of what stands
    in ``certain`` and can be right by another document, or holds the right value and more;
    ``shared`` says that registers of 一机一档 have the column too, with values of their own.
    """

    column: str
    name: str
    label: str
    wanted: str
    doubted: str
    doubtful: str
    refused: str = ""
    wrong: str = ""
    certain: str = _NUMBER
    spared: str = ""
    shared: bool = False


ELEMENTS = (
    Element(
        column="parental", name="Parental", label="有无子设备",
        wanted="1（有）、0（无）",
        refused="CAT-02", wrong="2", doubted="CAT-28", doubtful="true",
    ),
    Element(
        column="parent_id", name="ParentID", label="父设备编码",
        wanted="20 位编码（或 2、4、6、8 位行政区划），多个值以“/”分隔", certain=_CODES,
        refused="CAT-03", wrong="3701160000200", doubted="CAT-29", doubtful="3.70116E+19",
    ),
    Element(
        column="register_way", name="RegisterWay", label="注册方式",
        wanted="1、2、3、4",
        refused="CAT-04", wrong="5", doubted="CAT-30", doubtful="RFC 3261",
    ),
    Element(
        column="secrecy", name="Secrecy", label="保密属性",
        wanted="0、1",
        refused="CAT-05", wrong="2", doubted="CAT-31", doubtful="不涉密",
    ),
    Element(
        column="ptz_type", name="PTZType", label="摄像机结构类型",
        wanted="1 球机、2 半球、3 固定枪机、4 遥控枪机、5 遥控半球、6 多目全景/拼接通道、7 多目分割通道",
        refused="CAT-08", wrong="8", doubted="CAT-33", doubtful="球机",
    ),
    Element(
        column="imaging_type", name="PhotoelectricImagingType", label="光电成像类型",
        wanted="1 可见光、2 热成像、3 雷达、4 X光、5 深度光场、9 其他，多个值以“/”分隔",
        doubted="CAT-09", doubtful="1/6",
    ),
    Element(
        column="capture_position", name="CapturePositionType", label="采集部位类型",
        wanted="附录O 的 7 位代码",
        doubted="CAT-10", doubtful="0260200",
    ),
    Element(
        column="room_type", name="RoomType", label="室内外",
        wanted="1 室外、2 室内",
        refused="CAT-12", wrong="3", doubted="CAT-34", doubtful="室外",
    ),
    Element(
        column="catalog_light", name="SupplyLightType", label="补光类型",
        wanted="1 无、2 红外、3 白光、4 激光、9 其他",
        refused="CAT-35", wrong="5", doubted="CAT-36", doubtful="红外",
    ),
    Element(
        column="catalog_direction", name="DirectionType", label="监视方位",
        wanted="1 东、2 西、3 南、4 北、5 东南、6 东北、7 西南、8 西北",
        refused="CAT-37", wrong="0", doubted="CAT-38", doubtful="东南",
    ),
    Element(
        column="horizontal_angle", name="HorizontalFieldAngle", label="水平视场角",
        wanted="大于 0、不大于 360 的度数",
        refused="CAT-13", wrong="361", doubted="CAT-39", doubtful="90°",
    ),
    Element(
        column="vertical_angle", name="VerticalFieldAngle", label="竖直视场角",
        wanted="大于 0、不大于 360 的度数",
        refused="CAT-40", wrong="0", doubted="CAT-41", doubtful="60度",
    ),
    Element(
        column="mac", name="MAC", label="MAC地址",
        wanted="形如 XX-XX-XX-XX-XX-XX 的六组十六进制数",
        certain="[0-9A-Za-z:.-]*[0-9][0-9A-Za-z:.-]*",
        spared=".{0,7}|" + _HOLDS_MAC,
        refused="CAT-14", wrong="00-1A-2B-3C-4D-5G", doubted="CAT-42", doubtful="00:1A:2B:3C:4D:5E",
    ),
    Element(
        column="catalog_ip", name="IPAddress", label="IP地址",
        wanted="一个 IPv4 或 IPv6 地址", certain=_ADDRESS,
        spared=_HOLDS_IPV4,
        refused="CAT-15", wrong="10.0.0.256", doubted="CAT-43", doubtful="010.000.000.001",
    ),
    Element(
        column="catalog_function", name="FunctionType", label="卡口功能类型",
        wanted="01 人脸、02 人员、03 机动车、04 非机动车、05 物品、99 其他，多个值以“/”分隔",
        doubted="CAT-16", doubtful="01/6",
    ),
    Element(
        column="point_type", name="PointType", label="点位类型",
        wanted="1 一类、2 二类、3 三类、9 其他", spared=r"4(?:\.0)?", shared=True,
        refused="CAT-17", wrong="5", doubted="CAT-44", doubtful="4",
    ),
    Element(
        column="record_days", name="RecordSaveDays", label="录像保存天数",
        wanted="不小于 0 的整数", shared=True,
        doubted="CAT-20", doubtful="30天",
    ),
    Element(
        column="industrial_class", name="IndustrialClassification", label="行业分类",
        wanted="GB/T 4754 的代码（字母 A—T、2 至 4 位数字，或两者）",
        doubted="CAT-21", doubtful="U12",
    ),
    Element(
        column="security_level", name="SecurityLevelCode", label="安全等级",
        wanted="A、B、C", certain="[A-Z0-9]",
        refused="CAT-45", wrong="D", doubted="CAT-46", doubtful="A级",
    ),
    Element(
        column="mobile_type", name="MobileDeviceType", label="移动设备类型",
        wanted="1 移动机器人、2 执法记录仪、3 单兵、4 车载、5 无人机、9 其他",
        refused="CAT-47", wrong="6", doubted="CAT-48", doubtful="车载",
    ),
    Element(
        column="business_group_id", name="BusinessGroupID", label="业务分组编码",
        wanted="20 位编码", certain="[0-9]+",
        refused="CAT-49", wrong="370116000021", doubted="CAT-50", doubtful="默认分组",
    ),
)  # fmt: skip
"""In the order of the standard's item, but for the later ids."""
