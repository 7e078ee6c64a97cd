"""The configuration of a demonstration: the ordinary one, impatient and loopback only."""

from pathlib import Path

from auditor.config import Audit, Config, Files, Probing

__all__ = ["demo_config"]


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
    )
