"""The positions of GB/T 28181-2022 Annex O (normative): 大类 with its 中类.

The names are short glosses, not the annex's wording; of the 中类 only three are named here.
小类 are left to industry rules by the annex itself.  Shandong's DB37/T 4690.1-2024 is a
seven-digit code too; its table was not at hand, do not take it for this one.
"""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MAJORS", "MIDDLES", "MIDDLE_GLOSSES", "RESERVED_MAJORS"]

_TABLE = """
001 露天广场 | 01 02 03 04 05 99
002 城乡主要路段、路口、通道 | 01 02 03 04 97 98 99
003 高速/国道/省市县际出入口、卡口 | 01 02 03 04 05 06 07 08 99
004 大型桥梁、隧道 | 01 02 99
005 商业金融聚集区 | 01 02 03 99
006 交通枢纽外广场、周边 | 01 02 03 04 05 99
007 轨道交通车站周边 | 01 99
008 水域、航道 | 01 02 03 04 05 06 07 08 09 96 97 98 99
009 边境沿线 | 01
010 铁路沿线 | 01
011 党政机关 | 01 02 99
012 机场/车站/港口/地铁/加油站 | 01 02 03 04 05 06 07 99
013 金融机构 | 01 99
014 寄递、物流、仓储 | 01 02 03 99
015 电力/电信/广电/油气/水利 | 01 02 03 04 05 99
016 商贸、会展、农贸市场 | 01 02 03 99
017 学校、幼儿园 | 01 02 03 99
018 医疗卫生、社会服务 | 01 02 03 99
019 文化娱乐场所 | 01 02 03 04 05 99
020 旅馆、洗浴 | 01 02 99
021 展览、体育、大型活动 | 01 02 03 99
022 旅游景区 | 01 99
023 其他治安保卫重点单位 | 01 99
024 社区治安保卫部位 | 01 99
025 林业、草原 | 01 02 99
026 住宅小区 | 01 99
027 公共停车场(库) | 01 99
028 危险物品场所 | 01 99
031 生态环境 | 01 02 99
032 文物、博物馆 | 01 02 03 99
998 其他重点公共区域 | 99
999 其他重点行业、领域 | 99
"""

_ROWS = tuple(
    (line[:3], line[4:].partition(" | ")[0], line.partition(" | ")[2].split())
    for line in _TABLE.strip().splitlines()
)

MAJORS: Mapping[str, str] = MappingProxyType({major: gloss for major, gloss, _ in _ROWS})
"""大类, three digits → short gloss."""

MIDDLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {major: frozenset(middles) for major, _, middles in _ROWS}
)
"""大类 → the 中类 that the annex defines below it, two digits each."""

MIDDLE_GLOSSES: Mapping[str, str] = MappingProxyType(
    {"02401": "出入口及外围", "02601": "出入口及外围", "02701": "主要出入口"}
)
"""大类 and 中类, five digits → short gloss, as far as one is known."""

RESERVED_MAJORS = frozenset({"029", "030"})
