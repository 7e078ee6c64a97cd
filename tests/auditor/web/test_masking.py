"""What is masked, and what stays readable."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.web.masking import mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("127.0.1.3", "***"),
        ("127.0.1.3:554 无应答", "*** 无应答"),
        ("http://127.0.1.3:8080/a", "http://***/a"),
        ("fe80::1:2 与 ::1", "*** 与 ***"),
        ("00-11-22-33-44-55", "***"),
        ("电话13912345678，", "电话***，"),
        ("+86 139-1234-5678", "***"),
        ("0531-12345678", "***"),
        ("117.661000，36.209000", "117.66…，36.20…"),
        ("117°39′39.6″", "117°…"),
        ("37011600011326000001", "37011600011326000001"),
        ("2026-11-24 01:00:03 +08:00", "2026-11-24 01:00:03 +08:00"),
        ("20261123T170000Z-0a1b2c", "20261123T170000Z-0a1b2c"),
        ("95.0% 19/20 GB/T 28181-2022 附录 D.1", "95.0% 19/20 GB/T 28181-2022 附录 D.1"),
        ("01:02 3:4", "01:02 3:4"),
    ],
)
def test_each_kind(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(st.ip_addresses(v=4), st.sampled_from(["", "地址", "（", " ", "@", "="]))
def test_no_ipv4_address_is_left(address: ipaddress.IPv4Address, before: str) -> None:
    assert str(address) not in mask_text(f"{before}{address}，")


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_left(address: ipaddress.IPv6Address) -> None:
    for written in (address.compressed, address.exploded, address.compressed.upper()):
        assert written not in mask_text(f"地址 {written} 无应答")
