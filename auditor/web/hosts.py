"""Which names this server answers to.  Pure.

A page elsewhere can make its own name lead to this machine (DNS rebinding): then the browser
sends that name, and it is refused.
"""

import ipaddress
from urllib.parse import urlsplit

__all__ = ["host_of", "is_expected", "is_loopback", "same_origin"]


def is_expected(header: str, hosts: frozenset[str]) -> bool:
    """Whether the Host header names one of ``hosts``, with any port.

    >>> is_expected("LOCALHOST:8460", frozenset({"localhost"}))
    True
    """
    return host_of(header) in hosts


def host_of(authority: str) -> str:
    """The host of ``host:port``, in lower case; empty when it cannot be one.

    >>> host_of("[::1]:8460"), host_of("a/b")
    ('::1', '')
    """
    try:
        parts = urlsplit(f"//{authority}")
        _ = parts.port
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.netloc == authority and "@" not in authority else ""


def same_origin(origin: str | None, own: str) -> bool:
    """Whether a form came from our own page, as the browser says.

    >>> same_origin("http://127.0.0.1:8460", "http://127.0.0.1:8460")
    True
    """
    return origin is not None and origin.lower() == own.lower()


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches the address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("a")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
