"""ONVIF conversation with N cameras: our probe against onvif-zeep as documented.

The same calls on both sides: device information, profiles, one stream address a profile.  The
peer's constructor also tries to create an event subscription on the camera.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from onvif import ONVIFCamera

from auditor.demo.account import Account
from auditor.demo.cast import ONVIF_PORT, SimulatedCamera
from auditor.demo.server import Community
from benchmarks.cameras import NETWORK, healthy
from benchmarks.harness import compare
from probes.engine import Engine
from probes.onvif_device import PROBE
from probes.picture.pool import DecodePool
from probes.scope import Scope
from probes.target import Credential, Target

SIZES = (1, 8, 32)
RUNS = 3


def main() -> None:
    """Start the cameras once, then measure both."""
    account = Account.generate()
    cast = healthy(max(SIZES), onvif=True)
    # Importing the peer switches logging on for everybody, us included.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with Community(account, cast=cast):
        compare(
            name="onvif_device",
            what="identity, profiles and stream addresses of N cameras by ONVIF",
            unit="cameras",
            ours=lambda size: asyncio.run(_ours(cast[:size], account)),
            peer=lambda size: _peer(cast[:size], account),
            peer_name="onvif-zeep ONVIFCamera, one thread a camera",
            sizes=SIZES,
            runs=RUNS,
            packages=("onvif-zeep", "zeep", "httpx"),
        )


async def _ours(cast: tuple[SimulatedCamera, ...], account: Account) -> int:
    async with DecodePool() as decoder:
        scope = Scope.parse([f"{NETWORK}.0/24"])
        engine = Engine(scope, decoder, lambda: datetime.now(UTC))
        attempts = (engine.attempt(PROBE, _target(c, account), attempt=1) for c in cast)
        seen = await asyncio.gather(*attempts)
    return sum(observation.failure is None for observation, _ in seen)


def _target(camera: SimulatedCamera, account: Account) -> Target:
    return Target(
        key=str(camera.row),
        host=camera.address,
        onvif_uri=f"http://{camera.address}:{ONVIF_PORT}/onvif/device_service",
        credential=Credential("bench", account.username, account.password),
    )


def _peer(cast: tuple[SimulatedCamera, ...], account: Account) -> int:
    with ThreadPoolExecutor(len(cast)) as pool:
        return sum(pool.map(lambda camera: _converse(camera, account), cast))


def _converse(camera: SimulatedCamera, account: Account) -> bool:
    device = ONVIFCamera(camera.address, ONVIF_PORT, account.username, account.password)
    device.devicemgmt.GetDeviceInformation()
    media = device.create_media_service()
    for profile in media.GetProfiles():
        request = media.create_type("GetStreamUri")
        request.ProfileToken = profile.token
        request.StreamSetup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
        media.GetStreamUri(request)
    return True


if __name__ == "__main__":
    main()
