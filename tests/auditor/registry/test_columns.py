"""Headers as people write them find their column, and no column is found twice."""

import pytest

from auditor.registry.claims import claim
from auditor.registry.columns import (
    KEY_LOCATION_COLUMNS,
    REGISTRY_COLUMNS,
    WRITTEN_COLUMNS,
    Column,
    location_id,
    normalise,
)

ARCHIVE = (
    "设备编码", "设备名称", "设备厂商", "行政区域", "监控点位类型", "设备型号", "点位俗称", "IPv4地址", "IPv6地址",
    "MAC地址", "摄像机类型", "摄像机功能类型", "补光属性", "摄像机编码格式", "安装地址", "经度", "纬度",
    "摄像机位置类型", "监视方位", "联网属性", "所属辖区公安机关", "安装时间", "管理单位", "管理单位联系方式",
    "录像保存天数", "设备状态", "所属部门/行业",
)  # fmt: skip
AUDIT = ("社区", "关键位置编号", "公共视频资源", "ONVIF地址", "取流地址", "凭据")
INITIALS = (
    "SBBM", "SBMC", "SBCS", "XZQY", "JKDWLX", "SBXH", "DWSC", "IPV4", "IPV6", "MACDZ", "SXJLX", "SXJGNLX", "BGSX",
    "SXJBMGS", "AZDZ", "JD", "WD", "SXJWZLX", "JSFW", "LWSX", "SSXQGAJG", "AZSJ", "GLDW", "GLDWLXFS", "LXBCTS",
    "SBZT", "SSBMHY",
)  # fmt: skip
EVERY_PLACE = {column.name: place for place, column in enumerate(WRITTEN_COLUMNS)}
TABLES = (REGISTRY_COLUMNS, KEY_LOCATION_COLUMNS)


def matched(headers: list[str]) -> tuple[dict[str, int], list[str]]:
    """Positions by column name, and the headers that mean nothing."""
    claims = claim(headers, WRITTEN_COLUMNS)
    found = {each.column.name: each.position for each in claims.found}
    return found, [headers[position] for position in claims.unclaimed]


def test_the_27_columns_of_the_archive_come_first_then_the_6_of_the_audit() -> None:
    assert len(ARCHIVE) == 27
    assert tuple(column.header for column in WRITTEN_COLUMNS) == ARCHIVE + AUDIT


@pytest.mark.parametrize(
    "headers",
    [
        list(ARCHIVE + AUDIT),
        list(INITIALS + AUDIT),
        [text.lower() for text in INITIALS + AUDIT],
        [column.name for column in WRITTEN_COLUMNS],
        [f" {text}\u3000" for text in ARCHIVE + AUDIT],
        ["\ufeff" + text for text in ARCHIVE + AUDIT],
    ],
)
def test_every_way_of_writing_the_headers_finds_every_column(headers: list[str]) -> None:
    assert matched(headers) == (EVERY_PLACE, [])


@pytest.mark.parametrize("columns", TABLES)
def test_no_text_means_two_columns(columns: tuple[Column, ...]) -> None:
    texts = [
        normalise(text)
        for column in columns
        for text in {normalise(t) for t in (column.name, column.header, *column.aliases)}
    ]
    assert sorted(set(texts)) == sorted(texts)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("ＯＮＶＩＦ 地址", "onvif_uri"),
        ("ＩＰＶ４", "ipv4"),
        ("所属部门／行业", "industry"),
        ("设备\n编码", "device_code"),
        ("国标编码", "device_code"),
        ("RTSP地址", "stream_uri"),
        ("设备\u200b编码", "device_code"),
    ],
)
def test_width_case_blanks_and_unseen_marks_do_not_matter(header: str, name: str) -> None:
    assert matched([header]) == ({name: 0}, [])


def test_an_unknown_header_means_nothing() -> None:
    assert matched(["备注", ""]) == ({}, ["备注"])


def test_of_two_columns_under_one_header_the_first_counts() -> None:
    headers = ["经度", "备注", "JD", "", "longitude"]
    assert matched(headers) == ({"longitude": 0}, ["备注", "JD", "longitude"])


@pytest.mark.parametrize(
    "text", ["KL-01", " kl-01 ", "ＫＬ－０１", "Kl - 01", "KL-01\u200b", "kl－01\t"]
)
def test_an_id_is_the_same_in_any_width_case_and_spacing(text: str) -> None:
    assert location_id(text) == "KL-01"


@pytest.mark.parametrize("text", ["KL-1", "KL-010", "KL01", "KL_01"])
def test_an_id_with_other_signs_is_another_id(text: str) -> None:
    assert location_id(text) != "KL-01"
