"""Nothing is allowed by default, and an address cannot be disguised."""

import ipaddress
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probes.failure import FailureKind, ProbeError
from probes.scope import Scope

LOCAL = Scope.parse(["127.0.78.0/24", "::1/128"])


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("127.0.78.0", True),
        ("127.0.78.255", True),
        ("127.0.79.1", False),
        ("127.0.77.255", False),
        ("::1", True),
        ("::2", False),
        ("::ffff:127.0.78.1", True),
        ("::ffff:127.0.79.1", False),
        ("::127.0.78.1", False),
        ("", False),
        ("camera.local", False),
        ("127.0.78.1:554", False),
        ("127.0.78", False),
        ("0127.0.78.1", False),
    ],
)
def test_only_addresses_inside_the_networks_are_allowed(address: str, *, allowed: bool) -> None:
    assert LOCAL.allows(address) is allowed


def test_check_returns_the_address_or_names_it_in_a_failure_of_ours() -> None:
    assert LOCAL.check("127.0.78.9") == "127.0.78.9"
    with pytest.raises(ProbeError) as caught:
        LOCAL.check("127.0.79.1")
    assert caught.value.kind is FailureKind.ADDRESS_NOT_ALLOWED
    assert caught.value.kind.is_ours
    assert caught.value.detail == "127.0.79.1 is outside the allowed networks"


@settings(deadline=None)
@given(st.ip_addresses())
def test_an_empty_scope_allows_nothing(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    assert not Scope(()).allows(str(address))


@settings(deadline=None)
@given(st.ip_addresses(v=4), st.integers(0, 32), st.ip_addresses(v=4))
def test_a_network_holds_what_shares_its_prefix(
    base: ipaddress.IPv4Address, length: int, address: ipaddress.IPv4Address
) -> None:
    mask = (0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF
    scope = Scope.parse([f"{ipaddress.IPv4Address(int(base) & mask)}/{length}"])
    shares = int(base) & mask == int(address) & mask
    assert scope.allows(str(address)) is shares
    assert scope.allows(f"::ffff:{address}") is shares


@pytest.mark.parametrize("text", ["127.0.78.1/24", "127.0.78.0/33", "all", "", "127.0.0.0/8 "])
def test_a_network_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text or "''")):
        Scope.parse(["127.0.0.0/8", text])
