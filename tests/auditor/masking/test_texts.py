"""What is hidden of one text."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.discovery import all_rules
from auditor.masking.reports import mask_words, masked_finding
from auditor.masking.texts import (
    mask_address_cell,
    mask_addresses,
    mask_phones,
    mask_position_cell,
    mask_positions,
    mask_text,
)
from tests.auditor.render import builders

_before = st.sampled_from(["", " ", "，", "rtsp://", "（", "地址", "["])
_after = st.sampled_from(["", " ", "，", "/main", "）", "的", "]"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1.2.3", "10.1.*.*"),
        ("rtsp://10.1.2.3:554/a", "rtsp://10.1.*.*:554/a"),
        ("地址 10.1.2.3、10.1.2.4 不一致", "地址 10.1.*.*、10.1.*.* 不一致"),
        ("10.1.2.256", "10.1.*.*"),
        ("fe80::1", "fe80::*"),
        ("::1", "::*"),
        ("http://[2001:db8::7]:80/", "http://[2001:db8:*]:80/"),
        ("2001:db8:0:0:0:0:0:1", "2001:db8:*"),
        ("12:34:56", "12:34:56"),
        ("::ffff:10.1.2.3", "::ffff:*"),
        ("http://[64:ff9b::10.1.2.3]:80/", "http://[64:ff9b::*]:80/"),
        ("地址:10.1.2.3:554", "地址:10.1.*.*:554"),
        ("00:11:22:33:44:55", "00:11:22:**:**:**"),
        ("00-1a-2B-33-44-55", "00-1a-2B-**-**-**"),
        ("00-11-22-33-44-55-66-77", "00-11-22-**-**-**-**-**"),
        ("2026-11-24-01-00-03", "2026-11-24-01-00-03"),
        ("2026-01-05T08:00:00+08:00", "2026-01-05T08:00:00+08:00"),
        ("GB/T 28181-2022 A.2.1.9", "GB/T 28181-2022 A.2.1.9"),
        ("37090216001320000001", "37090216001320000001"),
    ],
)
def test_addresses(text: str, expected: str) -> None:
    assert mask_addresses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1.2", "10.*.*"),
        ("10123", "10***"),
        ("无", "无"),
        ("camera7.example", "camera7.example"),
        ("2001:db8:::1", "20**:***:::*"),
        ("", ""),
    ],
)
def test_a_cell_for_addresses(text: str, expected: str) -> None:
    assert mask_address_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13812345678", "138****5678"),
        ("王工138-1234-5678", "王工138****5678"),
        ("+86 13812345678", "+86 138****5678"),
        ("8613812345678", "86138****5678"),
        ("0531-12345678", "0531-****5678"),
        ("（0531）1234567", "（0531）****4567"),
        ("37090216001320000001", "37090216001320000001"),
        ("2026-01-05", "2026-01-05"),
    ],
)
def test_phones(text: str, expected: str) -> None:
    assert mask_phones(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("117.661234", "117.66"),
        ("117.66", "117.66"),
        ("117.660000", "117.660000"),
        ("-36.209", "-36.21"),
        (" 117.661 ", "117.66"),
        ("117661000", "117******"),
        ("117°39'39.6\"", "117°**'**.*\""),
        ("36.209N", "36.***N"),
        ("4006123.5", "400****.*"),
        ("NaN", "NaN"),
        ("", ""),
        ("东门", "东门"),
    ],
)
def test_a_cell_for_a_position(text: str, expected: str) -> None:
    assert mask_position_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应为 117.655123，36.208456", "应为 117.66，36.21"),
        ("距本社区 3.2 公里，约 1200 米", "距本社区 3.2 公里，约 1200 米"),
        ("117°39'39.6\"，东门", "117°**'**.*\"，东门"),
        ("117度39分39秒", "117度**分**秒"),
        ("写作 117661000", "写作 117******"),
    ],
)
def test_positions_in_a_sentence(text: str, expected: str) -> None:
    assert mask_positions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.1.3:554 无应答", "127.0.*.*:554 无应答"),
        ("fe80::1:2 与 ::1", "fe80::* 与 ::*"),
        ("电话13912345678，", "电话139****5678，"),
        ("117.661000，36.209000", "117.66，36.21"),
        ("117°39′39.6″", "117°**′**.*″"),
        ("37011600011326000001", "37011600011326000001"),
        ("2026-11-24 01:00:03 +08:00", "2026-11-24 01:00:03 +08:00"),
        ("20261123T170000Z-0a1b2c", "20261123T170000Z-0a1b2c"),
        ("95.0% 19/20 GB/T 28181-2022 附录 D.1", "95.0% 19/20 GB/T 28181-2022 附录 D.1"),
        ("01:02 3:4", "01:02 3:4"),
    ],
)
def test_a_text_that_may_hold_anything(text: str, expected: str) -> None:
    assert mask_text(text) == expected


@given(st.ip_addresses(v=6).filter(lambda one: int(one) > 0))
def test_no_way_of_writing_an_address_is_left(address: ipaddress.IPv6Address) -> None:
    for written in (address.compressed, address.exploded, address.compressed.upper()):
        assert written not in mask_text(f"地址 {written} 无应答")


@given(st.ip_addresses().filter(lambda one: int(one) % 256 > 0), _before, _after)
def test_no_address_is_left(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, before: str, after: str
) -> None:
    masked = mask_words(f"{before}{address}{after}")

    assert str(address) not in masked
    assert "*" in masked
    assert mask_words(masked) == masked


@given(st.from_regex(r"1[3-9][0-9]{9}|0[0-9]{2}-[0-9]{8}", fullmatch=True), _before, _after)
def test_no_phone_is_left(phone: str, before: str, after: str) -> None:
    masked = mask_words(f"{before}{phone}{after}")

    assert phone not in masked
    assert masked.replace(before, "", 1).startswith(phone[:3])
    assert mask_words(masked) == masked


@given(st.text())
def test_masking_again_changes_nothing(text: str) -> None:
    for mask in (mask_addresses, mask_phones, mask_position_cell, mask_positions, mask_text):
        assert mask(mask(text)) == mask(text)


def test_what_the_rules_say_of_themselves_is_not_touched() -> None:
    for rule in all_rules():
        for text in (rule.meta.title, rule.meta.remediation):
            finding = builders.finding(rule=rule.meta.id, field=rule.meta.field, message=text)

            assert masked_finding(finding).message == text
