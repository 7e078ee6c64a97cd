"""How a register is divided before a draw, and the name of the method."""

from collections.abc import Sequence

from auditor.records import Camera, DeviceStatus

__all__ = ["METHOD", "STRATA", "strata_of"]

STRATA = ("community", "maker", "network", "point-type")
METHOD = "stratified, SHA-256 of seed, device code and row; proportional, largest remainder"


def strata_of(
    cameras: Sequence[Camera], names: tuple[str, ...]
) -> dict[tuple[str, ...], list[Camera]]:
    """Registered cameras that are not removed (拆除), by stratum in order."""
    groups: dict[tuple[str, ...], list[Camera]] = {}
    for camera in cameras:
        if camera.status is not DeviceStatus.REMOVED:
            groups.setdefault(tuple(_value(camera, name) for name in names), []).append(camera)
    return dict(sorted(groups.items()))


def _value(camera: Camera, name: str) -> str:
    columns = {
        "community": camera.community,
        "maker": camera.maker,
        "network": camera.networking,
        "point-type": camera.point_type,
    }
    return columns[name].strip() or "未注明"
