"""ONVIF conversation with N cameras: our probe against onvif-zeep as documented.

The same calls on both sides: device information, profiles, one stream address a profile.  The
peer's constructor also tries to create an event subscription on the camera.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from onvif import ONVIFCamera

from auditor.demo.account import Account
from auditor.demo.cast import ONVIF_PORT, SimulatedCamera
from auditor.demo.server import Community
from benchmarks.cameras import healthy, probe_all
from benchmarks.harness import compare
from probes.onvif_device import PROBE

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
            ours=lambda size: _ours(cast[:size], account),
            peer=lambda size: _peer(cast[:size], account),
            peer_name="onvif-zeep ONVIFCamera, one thread a camera",
            sizes=SIZES,
            runs=RUNS,
            packages=("onvif-zeep", "zeep", "httpx"),
        )


def _ours(cast: tuple[SimulatedCamera, ...], account: Account) -> int:
    seen = asyncio.run(probe_all(PROBE, cast, account))
    return sum(observation.failure is None for observation in seen)


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
