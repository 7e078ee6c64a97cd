"""Digits 9-10, the industry (行业编码): 2016 table D.3 and 2022 table E.2.

The column 接入主体 of the 2016 table is left out; the 2022 edition dropped it.
"""

from gb28181.editions import Edition
from gb28181.entries import Entry, Kind, expand

__all__ = ["INDUSTRY_TABLES"]

_FIRST_OWN_SECTOR = 40

# 00-11 read the same in both editions.
_COMMON = (
    "社会治安路面接入",
    "社会治安社区接入",
    "社会治安内部接入",
    "社会治安其他接入",
    "交通路面接入",
    "交通卡口接入",
    "交通内部接入",
    "交通其他接入",
    "城市管理接入",
    "卫生环保接入",
    "商检海关接入",
    "教育部门接入",
)

# From 40: the 2016 edition has its own list, the 2022 one follows sections A-T of GB/T 4754.
_SECTORS_2016 = (
    "农林牧渔业",
    "采矿企业",
    "制造企业",
    "冶金企业",
    "电力企业",
    "燃气企业",
    "建筑企业",
    "物流企业",
    "邮政企业",
    "信息企业",
    "住宿和餐饮业",
    "金融企业",
    "房地产业",
    "商务服务业",
    "水利企业",
    "娱乐企业",
)
_SECTORS_2022 = (
    "农、林、牧、渔业",
    "采矿业",
    "制造业",
    "电力、热力、燃气及水生产和供应业",
    "建筑业",
    "批发和零售业",
    "交通运输、仓储和邮政业",
    "住宿和餐饮业",
    "信息传输、软件和信息技术服务业",
    "金融业",
    "房地产业",
    "租赁和商务服务业",
    "科学研究和技术服务业",
    "水利、环境和公共设施管理业",
    "居民服务、修理和其他服务业",
    "教育",
    "卫生和社会工作",
    "文化、体育和娱乐业",
    "公共管理、社会保障和社会组织",
    "国际组织",
)


def _defined(first: int, names: tuple[str, ...], table: str) -> tuple[Entry, ...]:
    """Consecutive defined values from ``first`` on."""
    return tuple(
        Entry(f"{code:02}", f"{code:02}", Kind.DEFINED, name, table)
        for code, name in enumerate(names, start=first)
    )


_ENTRIES_2016 = (
    *_defined(0, _COMMON, "D.3"),
    Entry("12", "39", Kind.RESERVED, "预留1", "D.3"),
    *_defined(_FIRST_OWN_SECTOR, _SECTORS_2016, "D.3"),
    Entry("56", "79", Kind.RESERVED, "预留2", "D.3"),
    Entry("80", "89", Kind.DEFINED, "居民自建", "D.3", "printed as 预留3, set aside for residents"),
    Entry("90", "99", Kind.DEFINED, "其他主体", "D.3", "printed as 预留4, set aside for others"),
)

_ENTRIES_2022 = (
    *_defined(0, (*_COMMON, "民航接入", "铁路接入", "航运接入"), "E.2"),
    Entry("15", "39", Kind.RESERVED, "预留1", "E.2"),
    *_defined(_FIRST_OWN_SECTOR, _SECTORS_2022, "E.2"),
    Entry("60", "89", Kind.RESERVED, "预留2", "E.2"),
    Entry("90", "99", Kind.CUSTOM, "自定义", "E.2"),
)

INDUSTRY_TABLES = {
    Edition.E2016: expand(_ENTRIES_2016),
    Edition.E2022: expand(_ENTRIES_2022),
}
