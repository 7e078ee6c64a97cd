"""The value domains of the Catalog item's fields (GB/T 28181-2022 A.2.1.9).

A domain with 2016 in its name is the older edition's, by secondary sources.  Enumerations
are value → short gloss: Chinese as in the standard, English where its words were not at hand,
empty where nothing was.
"""

import re
from types import MappingProxyType

from gb28181 import capture_position, grassroots
from gb28181.catalog_domains import Address, Coded, Enumeration, Number, Pattern
from gb28181.civil_code import LENGTHS, CivilCode
from gb28181.codes import DeviceCode

__all__ = [
    "CAPTURE_POSITION",
    "CERTIFIABLE_2016",
    "CIVIL_CODE",
    "DATE_TIME",
    "DEVICE_ID",
    "DIRECTION_TYPE",
    "FIELD_ANGLE",
    "FUNCTION_TYPE",
    "GRASSROOTS_CODE",
    "INDUSTRIAL_CLASSIFICATION",
    "IP_ADDRESS",
    "IP_ADDRESS_2016",
    "ITEM_ID",
    "LATITUDE",
    "LONGITUDE",
    "MAC",
    "MOBILE_DEVICE_TYPE",
    "PARENTAL",
    "PHOTOELECTRIC_IMAGING_TYPE",
    "POINT_TYPE",
    "POSITION_TYPE_2016",
    "PTZ_TYPE",
    "PTZ_TYPE_2016",
    "RECORD_SAVE_DAYS",
    "REGISTER_WAY",
    "REGISTER_WAY_2016",
    "ROOM_TYPE",
    "SAFETY_WAY_2016",
    "SECRECY",
    "SECURITY_LEVEL",
    "STATUS",
    "SUPPLY_LIGHT_TYPE",
    "SUPPLY_LIGHT_TYPE_2016",
    "SVC_SUPPORT_MODE",
    "USE_TYPE_2016",
]


def _values(glosses: dict[str, str]) -> Enumeration:
    """An enumeration that nobody can change."""
    return Enumeration(MappingProxyType(glosses))


def _item_id(text: str) -> DeviceCode | CivilCode:
    """deviceIDType: 2, 4, 6 or 8 digits for a division, otherwise 20 (A.2.1.2)."""
    return CivilCode.parse(text) if len(text) in LENGTHS else DeviceCode.parse(text)


ITEM_ID = Coded(_item_id)
DEVICE_ID = Coded(DeviceCode.parse)
CIVIL_CODE = Coded(CivilCode.parse)
GRASSROOTS_CODE = Coded(grassroots.validate)
CAPTURE_POSITION = Coded(capture_position.validate)

PARENTAL = _values({"0": "no child devices", "1": "has child devices"})
SECRECY = _values({"0": "", "1": ""})
STATUS = _values({"ON": "", "OFF": ""})
SECURITY_LEVEL = _values({"A": "", "B": "", "C": ""})
"""The grades of GB 35114-2017."""

_REGISTER_WAYS = {"1": "RFC 3261", "2": "password, mutual", "3": "certificate, mutual"}
REGISTER_WAY_2016 = _values(_REGISTER_WAYS)
REGISTER_WAY = _values(_REGISTER_WAYS | {"4": "certificate, one-way"})

SAFETY_WAY_2016 = _values(
    {"0": "none", "2": "S/MIME signature", "3": "S/MIME encryption, signature", "4": "digest"}
)
CERTIFIABLE_2016 = _values({"0": "invalid", "1": "valid"})

_PTZ_TYPES = {"1": "球机", "2": "半球", "3": "固定枪机", "4": "遥控枪机"}
PTZ_TYPE_2016 = _values(_PTZ_TYPES)
PTZ_TYPE = _values(_PTZ_TYPES | {"5": "遥控半球", "6": "多目全景/拼接通道", "7": "多目分割通道"})

_SITES_2016 = (
    "省际检查站", "党政机关", "车站码头", "中心广场", "体育场馆",
    "商业中心", "宗教场所", "校园周边", "治安复杂区域", "交通干线",
)  # fmt: skip
POSITION_TYPE_2016 = _values({str(at): site for at, site in enumerate(_SITES_2016, start=1)})
USE_TYPE_2016 = _values({"1": "治安", "2": "交通", "3": "重点"})

ROOM_TYPE = _values({"1": "室外", "2": "室内"})
_LIGHTS = {"1": "无", "2": "红外", "3": "白光"}
SUPPLY_LIGHT_TYPE_2016 = _values(_LIGHTS)
SUPPLY_LIGHT_TYPE = _values(_LIGHTS | {"4": "激光", "9": "其他"})

_DIRECTIONS = ("东", "西", "南", "北", "东南", "东北", "西南", "西北")
DIRECTION_TYPE = _values({str(at): way for at, way in enumerate(_DIRECTIONS, start=1)})
"""The optical axis: 1 东 looks from the west to the east."""

PHOTOELECTRIC_IMAGING_TYPE = _values(
    {"1": "可见光", "2": "热成像", "3": "雷达", "4": "X光", "5": "深度光场", "9": "其他"}
)
MOBILE_DEVICE_TYPE = _values(
    {"1": "移动机器人", "2": "执法记录仪", "3": "单兵", "4": "车载", "5": "无人机", "9": "其他"}
)
POINT_TYPE = _values({"1": "一类", "2": "二类", "3": "三类", "9": "其他"})
"""4 is a value of 一机一档 software, not of the standard."""

FUNCTION_TYPE = _values(
    {
        "01": "人脸卡口",
        "02": "人员卡口",
        "03": "机动车卡口",
        "04": "非机动车卡口",
        "05": "物品卡口",
        "99": "其他",
    }
)
SVC_SUPPORT_MODE = _values(dict.fromkeys("0123", ""))

FIELD_ANGLE = Number(above=0, maximum=360)
"""Degrees."""

LONGITUDE = Number(minimum=-180, maximum=180)
LATITUDE = Number(minimum=-90, maximum=90)
"""Degrees, which type double and the datum WGS-84 imply; the standard prints no unit."""

RECORD_SAVE_DAYS = Number(minimum=0, is_integer=True)

IP_ADDRESS_2016 = Address((4,))
IP_ADDRESS = Address((4, 6))

_PAIR = "[0-9A-Fa-f]{2}"
MAC = Pattern(
    re.compile(rf"{_PAIR}(-{_PAIR}){{5}}"),
    "six pairs of hexadecimal digits joined by hyphens",
    re.compile(rf"{_PAIR}(:{_PAIR}){{5}}|[0-9A-Fa-f]{{12}}"),
)

_DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,20})?|24:00:00)"
DATE_TIME = Pattern(
    re.compile(rf"{_DATE}T{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?"),
    "a dateTime such as 2023-07-01T08:00:00",
    re.compile(rf"{_DATE}( {_TIME})?"),
)

INDUSTRIAL_CLASSIFICATION = Pattern(
    re.compile(r"[A-T]|[A-T]?[0-9]{2,4}"),
    "a code of GB/T 4754: a letter from A to T, 2 to 4 digits, or both",
    re.compile(r"[a-t]([0-9]{2,4})?"),
)
"""The field names GB/T 4754 and prints no form."""
