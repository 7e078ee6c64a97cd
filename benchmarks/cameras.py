"""The simulated cameras that a benchmark probes, and our way of probing them all at once."""

import asyncio
from datetime import UTC, datetime
from typing import TypeVar

from auditor.demo.account import Account
from auditor.demo.cast import ONVIF_PORT, RTSP_PORT, SimulatedCamera
from probes.engine import Engine
from probes.observation import Observation
from probes.picture.pool import DecodePool
from probes.places import Caps
from probes.probe import Probe
from probes.scope import Scope
from probes.target import Credential, Target

__all__ = ["healthy", "probe_all"]

NETWORK = "127.0.5"
P = TypeVar("P")


def healthy(count: int, *, onvif: bool = False) -> tuple[SimulatedCamera, ...]:
    """The first ``count`` (at most 254) cameras of the benchmark's network."""
    return tuple(
        SimulatedCamera(row=row, onvif=onvif, network=NETWORK) for row in range(1, count + 1)
    )


async def probe_all(
    probe: Probe[P], cast: tuple[SimulatedCamera, ...], account: Account
) -> list[Observation[P]]:
    """One attempt at each camera, all at once, with an engine and decoders of their own."""
    async with DecodePool() as decoder:
        scope = Scope.parse([f"{NETWORK}.0/24"])
        caps = Caps(total=64, per_subnet=64)  # they all live in one subnet
        engine = Engine(scope, decoder, lambda: datetime.now(UTC), caps=caps)
        attempts = (engine.attempt(probe, _target(c, account), attempt=1) for c in cast)
        return [observation for observation, _ in await asyncio.gather(*attempts)]


def _target(camera: SimulatedCamera, account: Account) -> Target:
    return Target(
        key=str(camera.row),
        host=camera.address,
        stream_uri=f"rtsp://{camera.address}:{RTSP_PORT}/main",
        onvif_uri=f"http://{camera.address}:{ONVIF_PORT}/onvif/device_service",
        credential=Credential("bench", account.username, account.password),
    )
