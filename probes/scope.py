"""Which addresses may be dialled: those inside the networks that the operator allows.

The check is made on the address that will really be dialled, after name resolution, so that
a host name in a registry cannot lead a probe elsewhere.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from probes.failure import FailureKind, ProbeError

__all__ = ["Scope"]

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Scope:
    """A closed set of networks; nothing is allowed by default."""

    networks: tuple[Network, ...]

    @classmethod
    def parse(cls, networks: Iterable[str]) -> "Scope":
        """Build from CIDR texts such as ``127.0.0.0/8``; ValueError names the bad one."""
        return cls(tuple(ipaddress.ip_network(text) for text in networks))

    def allows(self, address: str) -> bool:
        """Whether ``address`` (an IP literal) lies in one of the networks."""
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(ip, "ipv4_mapped", None)
        return any((mapped or ip) in network for network in self.networks)

    def check(self, address: str) -> str:
        """Return ``address``; raise `ProbeError` (address_not_allowed) outside the networks."""
        if not self.allows(address):
            raise ProbeError(
                FailureKind.ADDRESS_NOT_ALLOWED, f"{address} is outside the allowed networks"
            )
        return address
