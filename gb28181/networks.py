"""Digit 14, the network (网络标识编码), in the 2016 (D.1) and 2022 (E.1) editions."""

from gb28181.editions import Edition
from gb28181.entries import Entry, Kind, expand

__all__ = ["NETWORK_TABLES"]

_ENTRIES_2016 = (
    Entry("0", "4", Kind.DEFINED, "监控报警专网", "D.1"),
    Entry("5", "5", Kind.DEFINED, "公安信息网", "D.1"),
    Entry("6", "6", Kind.DEFINED, "政务网", "D.1"),
    Entry("7", "7", Kind.DEFINED, "Internet网", "D.1"),
    Entry("8", "8", Kind.DEFINED, "社会资源接入网", "D.1"),
    Entry("9", "9", Kind.RESERVED, "预留", "D.1"),
)

_ENTRIES_2022 = (
    Entry("0", "1", Kind.DEFINED, "公安视频传输网", "E.1"),
    Entry("2", "2", Kind.DEFINED, "行业专网", "E.1"),
    Entry("3", "3", Kind.DEFINED, "政法信息网", "E.1"),
    Entry("4", "4", Kind.DEFINED, "公安移动信息网", "E.1"),
    Entry("5", "5", Kind.DEFINED, "公安信息网", "E.1"),
    Entry("6", "6", Kind.DEFINED, "电子政务外网", "E.1"),
    Entry("7", "7", Kind.DEFINED, "互联网等公共网络", "E.1"),
    Entry("8", "8", Kind.DEFINED, "专线", "E.1"),
    Entry("9", "9", Kind.RESERVED, "预留", "E.1"),
)

NETWORK_TABLES = {
    Edition.E2016: expand(_ENTRIES_2016),
    Edition.E2022: expand(_ENTRIES_2022),
}
