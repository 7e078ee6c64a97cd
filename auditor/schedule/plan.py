"""Planning: which cameras can be probed, and where.  Pure.

A camera without a usable registered service address is not guessed at: a default port that
refuses would call a good camera bad.  It stays unprobed, and the report says why.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from auditor.receiver import control_key
from auditor.records import Camera, DeviceStatus
from probes.onvif.hosts import STREAM_SCHEMES, XADDR_SCHEMES
from probes.target import Credential, Target

__all__ = ["by_host", "controls", "credential_names", "is_probeable", "plan", "unusable_rows"]


def credential_names(cameras: Iterable[Camera]) -> frozenset[str]:
    """The credentials that the registry refers to."""
    return frozenset(camera.credential for camera in cameras if camera.credential)


def plan(
    cameras: Iterable[Camera],
    credentials: Mapping[str, Credential],
    *,
    by_sub: frozenset[int] = frozenset(),
    watched: frozenset[int] = frozenset(),
) -> tuple[Target, ...]:
    """One target for each registered camera with an address, in the registry's order.

    ``by_sub`` are the rows whose sub-stream is preferred, ``watched`` those that are watched for
    trembling.
    """
    return tuple(
        replace(
            _target(camera, credentials),
            prefers_sub=camera.row in by_sub,
            is_watched=camera.row in watched,
        )
        for camera in _registered(cameras)
        if is_probeable(camera)
    )


def controls(
    uris: Iterable[tuple[str, str]], credentials: Mapping[str, Credential]
) -> tuple[Target, ...]:
    """The control targets of stream URIs and names of credentials, in their order."""
    return tuple(
        Target(
            key=control_key(number),
            host=urlsplit(uri).hostname or "",
            stream_uri=uri,
            credential_name=name or None,
            credential=credentials.get(name),
        )
        for number, (uri, name) in enumerate(uris, start=1)
    )


def by_host(targets: Iterable[Target]) -> list[list[Target]]:
    """Neighbours of one host take turns, so that a recorder's channels occupy one worker.

    Subnets take turns as well: a registry is sorted by site, and the places of one subnet would
    keep all workers waiting.
    """
    found: dict[str, list[Target]] = {}
    for target in targets:
        found.setdefault(target.host.lower(), []).append(target)
    sites: dict[str, list[list[Target]]] = {}
    for host, neighbours in found.items():
        sites.setdefault(host.rpartition(".")[0], []).append(neighbours)
    rounds = itertools.zip_longest(*sites.values())
    return [neighbours for turn in rounds for neighbours in turn if neighbours is not None]


def is_probeable(camera: Camera) -> bool:
    """Whether the registry names an address that a probe can use."""
    stream = _usable(camera.stream_uri, STREAM_SCHEMES)
    return bool(stream or _usable(camera.onvif_uri, XADDR_SCHEMES))


def unusable_rows(cameras: Iterable[Camera]) -> tuple[int, ...]:
    """The rows with an address that no probe can use: no rtsp(s) or http(s) URI with a host."""
    return tuple(
        camera.row
        for camera in _registered(cameras)
        if _usable(camera.stream_uri, STREAM_SCHEMES) != camera.stream_uri
        or _usable(camera.onvif_uri, XADDR_SCHEMES) != camera.onvif_uri
    )


def _registered(cameras: Iterable[Camera]) -> Iterable[Camera]:
    return (camera for camera in cameras if camera.status is not DeviceStatus.REMOVED)


def _target(camera: Camera, credentials: Mapping[str, Credential]) -> Target:
    return Target(
        key=str(camera.row),
        host=camera.host,
        stream_uri=_usable(camera.stream_uri, STREAM_SCHEMES),
        sub_stream_uri=_usable(camera.sub_stream_uri, STREAM_SCHEMES),
        onvif_uri=_usable(camera.onvif_uri, XADDR_SCHEMES),
        credential_name=camera.credential or None,
        credential=credentials.get(camera.credential),
    )


def _usable(uri: str | None, schemes: frozenset[str]) -> str | None:
    """``uri`` when it names a service, a host and a possible port, else None."""
    try:
        parts = urlsplit(uri or "")
        is_usable = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return uri if is_usable else None
