"""Planning: which cameras can be probed, and where.  Pure.

A camera without a registered service address is not guessed at: a default port that refuses
would call a good camera bad.  It stays unprobed, and the report says why.
"""

from collections.abc import Iterable, Mapping

from auditor.records import Camera, DeviceStatus
from probes.target import Credential, Target

__all__ = ["credential_names", "plan"]


def credential_names(cameras: Iterable[Camera]) -> frozenset[str]:
    """The credentials that the registry refers to."""
    return frozenset(camera.credential for camera in cameras if camera.credential)


def plan(cameras: Iterable[Camera], credentials: Mapping[str, Credential]) -> tuple[Target, ...]:
    """One target for each registered camera with an address, in the registry's order."""
    return tuple(_target(camera, credentials) for camera in cameras if _can_be_probed(camera))


def _can_be_probed(camera: Camera) -> bool:
    has_address = camera.stream_uri is not None or camera.onvif_uri is not None
    return camera.status is not DeviceStatus.REMOVED and has_address


def _target(camera: Camera, credentials: Mapping[str, Credential]) -> Target:
    return Target(
        key=str(camera.row),
        host=camera.host,
        stream_uri=camera.stream_uri,
        onvif_uri=camera.onvif_uri,
        credential_name=camera.credential or None,
        credential=credentials.get(camera.credential),
    )
