"""The configuration of a demonstration: the ordinary one, impatient and loopback only."""

from pathlib import Path

from auditor.config import Audit, Config, Control, ControlTarget, Files, Probing
from auditor.demo.cast import CAST, RTSP_PORT
from auditor.demo.community import GOOD_CREDENTIAL

__all__ = ["demo_config"]

_CONTROL_ROW = 3


def demo_config(*, folder: Path, credentials: Path) -> Config:
    """Files in ``folder``; tries follow each other at once, since nobody repairs meanwhile."""
    return Config(
        audit=Audit(profile="shandong-growth"),
        files=Files(
            registry=str(folder / "registry.csv"),
            key_locations=str(folder / "key_locations.csv"),
            reports=str(folder / "reports"),
            store=str(folder / "auditor.sqlite"),
            credentials=str(credentials),
        ),
        probing=Probing(
            allowed_networks=("127.0.0.0/8",),
            tries=3,
            retry_spacing_s=1.0,
            first_frame_s=9.5,
            concurrency=64,
            per_subnet=64,
            second_clients=2,
        ),
        control=Control(targets=(_control(),)),
    )


def _control() -> ControlTarget:
    """A camera that plays a good one: as in earnest, one that the operator knows to be good."""
    good = next(camera for camera in CAST if camera.row == _CONTROL_ROW)
    uri = f"rtsp://{good.address}:{RTSP_PORT}/main"
    return ControlTarget(uri=uri, credential=GOOD_CREDENTIAL)
