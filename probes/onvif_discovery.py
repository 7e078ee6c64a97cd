"""WS-Discovery on the network: asks where the operator says, listens for a while, dials nobody.

Messages are left to :mod:`probes.onvif.discovery`.  An answer never leads to a further
packet: what a device names is told and not visited.
"""

import asyncio
import socket
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from probes.onvif.discovery import DEVICE_TYPES, FoundDevice, probe_message, read_matches

__all__ = ["Discovered", "Question", "ask_all"]

GROUP = "239.255.255.250"
PORT = 3702
MAX_DEVICES = 5000
MAX_DATAGRAMS = 20_000
MAX_PER_SOURCE = 32

# WS-Discovery 1.0, appendix I: a message is repeated, since datagrams get lost.
_REPEAT_AFTER_S = 0.5
# Matches of a whole segment come within half a second: the system's buffer must hold them.
_RECEIVE_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Where a probe goes: from ``local`` to ``address``, both IPv4 literals.

    Without an ``address`` it goes to the multicast group of the segment that ``local`` is an
    address of, and no farther (TTL 1).
    """

    local: str = "0.0.0.0"  # noqa: S104  # the system chooses; nothing is served
    address: str | None = None
    port: int = PORT

    @property
    def destination(self) -> tuple[str, int]:
        """Address and port of the datagram."""
        return self.address or GROUP, self.port


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """Who answered, by source address; ``refused`` counts answers that were none, by reason.

    ``truncated`` is true when a limit of ours was reached: there may be more.
    """

    devices: tuple[FoundDevice, ...] = ()
    datagrams: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    truncated: bool = False


async def ask_all(
    questions: Iterable[Question], *, wait: timedelta, repeat_after: float = _REPEAT_AFTER_S
) -> Discovered:
    """Ask everywhere at once and listen for ``wait``; OSError when nothing can be sent."""
    listener = _Listener()
    loop = asyncio.get_running_loop()
    transports: list[asyncio.DatagramTransport] = []
    try:
        for question in questions:
            transport, _ = await loop.create_datagram_endpoint(
                lambda: listener, sock=_socket(question)
            )
            transports.append(transport)
            _send(transport, question, listener.asked)
            loop.call_later(repeat_after, _send, transport, question, listener.asked)
        await asyncio.sleep(wait.total_seconds())
    finally:
        for transport in transports:
            transport.abort()
    return listener.result()


@dataclass(slots=True)
class _Listener(asyncio.DatagramProtocol):
    """Collects answers within limits; ``asked`` are the ids of our two questions."""

    asked: tuple[str, ...] = field(
        default_factory=lambda: tuple(str(uuid.uuid4()) for _ in DEVICE_TYPES)
    )
    found: dict[tuple[str, str], FoundDevice] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    per_source: Counter[str] = field(default_factory=Counter)
    datagrams: int = 0
    truncated: bool = False

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Keep what a datagram tells; called by the loop."""
        source = addr[0]
        if self.datagrams >= MAX_DATAGRAMS or self.per_source[source] >= MAX_PER_SOURCE:
            self.truncated = True
            return
        self.datagrams += 1
        self.per_source[source] += 1
        answers = read_matches(data, source=source, asked=self.asked)
        if answers.refused:
            self.refused[answers.refused] += 1
        for device in answers.found:
            self._keep(device)

    def error_received(self, exc: Exception) -> None:
        """Count what the system says, such as a network without a route; called by the loop."""
        reason = exc.strerror if isinstance(exc, OSError) else None
        self.refused[f"system: {reason or type(exc).__name__}"] += 1

    def result(self) -> Discovered:
        """All of it, in the order of addresses."""
        devices = sorted(self.found.values(), key=lambda d: (_numbers(d.source), d.endpoint or ""))
        return Discovered(
            devices=tuple(devices),
            datagrams=self.datagrams,
            refused=tuple(sorted(self.refused.items())),
            truncated=self.truncated,
        )

    def _keep(self, device: FoundDevice) -> None:
        """One entry a device, however often and in however many forms it answers."""
        key = (device.source, device.endpoint or "")
        known = self.found.get(key)
        if known is None and len(self.found) >= MAX_DEVICES:
            self.truncated = True
            return
        self.found[key] = device if known is None else _joined(known, device)


def _socket(question: Question) -> socket.socket:
    """A socket for one question, which multicast leaves by the named interface alone."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        if question.address is None:
            local = socket.inet_aton(question.local)
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, local)
        made.bind((question.local, 0))
    except OSError:
        made.close()
        raise
    return made


def _send(transport: asyncio.DatagramTransport, question: Question, asked: tuple[str, ...]) -> None:
    if transport.is_closing():
        return
    for message_id, device_type in zip(asked, DEVICE_TYPES, strict=True):
        transport.sendto(probe_message(message_id, device_type), question.destination)


def _joined(first: FoundDevice, second: FoundDevice) -> FoundDevice:
    """What both answers of one device tell, in order, each once."""
    return replace(
        first,
        types=tuple(dict.fromkeys(first.types + second.types)),
        scopes=tuple(dict.fromkeys(first.scopes + second.scopes)),
        xaddrs=tuple(dict.fromkeys(first.xaddrs + second.xaddrs)),
    )


def _numbers(address: str) -> tuple[int, ...]:
    return tuple(int(part) for part in address.split(".") if part.isdecimal())
