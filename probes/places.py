"""How many attempts may run at once: in all, at a device, in a subnet, and over the uplink.

Pure accounting, fair by order of asking.  A full device or subnet lets others pass, since they
wait for something else; who waits for the uplink holds it for himself, or large streams would
starve behind small ones.  Waiting itself is left to :mod:`probes.engine`.
"""

import functools
import ipaddress
from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Caps", "Claim", "Places"]

_IPV6_PREFIX = 64
_IPV4_BITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The limits; ``uplink_mbps`` None is no limit.

    ``subnet_prefix`` is the length of an IPv4 subnet's prefix; IPv6 subnets are /64.
    """

    total: int
    per_host: int = 1
    per_subnet: int = 32
    subnet_prefix: int = 24
    uplink_mbps: float | None = None


@functools.lru_cache(maxsize=1024)
def _subnet(address: str, prefix: int) -> str:
    """Remembered, since each attempt asks twice and each camera has several."""
    ip = ipaddress.ip_address(address)
    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    if isinstance(ip, ipaddress.IPv4Address):
        network = ipaddress.IPv4Network((ip.packed, min(prefix, _IPV4_BITS)), strict=False)
    else:
        network = ipaddress.IPv6Network((ip.packed, _IPV6_PREFIX), strict=False)
    return str(network)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an attempt occupies: a device, its subnet, and Mbit/s of the uplink (0 for none)."""

    host: str
    subnet: str
    mbps: float = 0.0

    @classmethod
    def of(cls, address: str, *, mbps: float, prefix: int) -> "Claim":
        """The claim of an IP literal; ValueError for anything else."""
        return cls(address, _subnet(address, prefix), mbps)


@dataclass(slots=True)
class Places:
    """Tickets in order of asking; call `due` after every change.

    ``most_streams`` may change at any time; None is no limit.
    """

    caps: Caps
    most_streams: int | None = None
    _waiting: dict[int, Claim] = field(init=False, default_factory=dict)
    _running: dict[int, Claim] = field(init=False, default_factory=dict)
    _hosts: Counter[str] = field(init=False, default_factory=Counter)
    _subnets: Counter[str] = field(init=False, default_factory=Counter)
    _streams: int = field(init=False, default=0)
    _last: int = field(init=False, default=0)

    @property
    def running(self) -> tuple[Claim, ...]:
        """What occupies something now."""
        return tuple(self._running.values())

    @property
    def waiting(self) -> tuple[Claim, ...]:
        """Who waits, in order of asking."""
        return tuple(self._waiting.values())

    def ask(self, claim: Claim) -> int:
        """Queue ``claim`` and return its ticket."""
        self._last += 1
        self._waiting[self._last] = claim
        return self._last

    def leave(self, ticket: int) -> None:
        """Give the place back, or stop waiting for it; twice is as good as once."""
        self._waiting.pop(ticket, None)
        claim = self._running.pop(ticket, None)
        if claim is not None:
            self._streams -= bool(claim.mbps)
            for counts, key in ((self._hosts, claim.host), (self._subnets, claim.subnet)):
                counts[key] -= 1
                if not counts[key]:
                    del counts[key]

    def due(self) -> tuple[int, ...]:
        """Let in everybody whose turn it is, and return their tickets in order.

        Who is let in may fill the device of one that held the uplink, which then is free for others.
        """
        granted: list[int] = []
        while fresh := self._next():
            granted += fresh
        return tuple(sorted(granted))

    def _next(self) -> list[int]:
        """Go through the queue once."""
        granted: list[int] = []
        is_held = False
        for ticket, claim in self._waiting.items():
            if len(self._running) >= self.caps.total:
                break
            if self._is_crowded(claim):
                continue
            if claim.mbps and (is_held or not self._fits(claim)):
                is_held = True
                continue
            self._admit(ticket, claim)
            granted.append(ticket)
        for ticket in granted:
            del self._waiting[ticket]
        return granted

    def _admit(self, ticket: int, claim: Claim) -> None:
        self._running[ticket] = claim
        self._streams += bool(claim.mbps)
        self._hosts[claim.host] += 1
        self._subnets[claim.subnet] += 1

    def _is_crowded(self, claim: Claim) -> bool:
        is_busy = self._hosts[claim.host] >= self.caps.per_host
        return is_busy or self._subnets[claim.subnet] >= self.caps.per_subnet

    def _fits(self, claim: Claim) -> bool:
        """Whether decoders and uplink take it; a stream above the whole limit runs alone."""
        if self.most_streams is not None and self._streams >= max(1, self.most_streams):
            return False
        if self.caps.uplink_mbps is None:
            return True
        used = sum(running.mbps for running in self._running.values())
        return not used or used + claim.mbps <= self.caps.uplink_mbps
