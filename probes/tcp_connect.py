"""Whether the first registered port accepts a TCP connection: less than "online" by itself.

An open port is no answer in the probe's protocol, so ``answered`` stays false.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from probes.failure import FailureKind, ProbeError
from probes.probe import Context, Probe
from probes.target import Target

__all__ = ["PROBE", "TcpConnect", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpConnect:
    """The port that was tried."""

    port: int


def build(
    *, deadline: timedelta = timedelta(seconds=5), name: str = "tcp_connect"
) -> Probe[TcpConnect]:
    """Return the probe with another limit than the default."""
    return Probe(name=name, version=1, payload_type=TcpConnect, deadline=deadline, run=_run)


async def _run(target: Target, context: Context[TcpConnect]) -> TcpConnect:
    result = TcpConnect(port=_first_port(target))
    context.partial = result
    context.step("connect")
    _, writer = await asyncio.open_connection(context.address, result.port)
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()
    return result


def _first_port(target: Target) -> int:
    try:
        ports = target.ports
    except ValueError:
        raise ProbeError(FailureKind.SKIPPED, "the registered URI has no usable port") from None
    if not ports:
        raise ProbeError(FailureKind.SKIPPED, "no service is registered")
    return ports[0]


PROBE = build()
