"""The media part of an ONVIF attempt: where the services are, their profiles, their streams.

Media (ver10) is asked first, which every device has; Media2 (ver20) beside it where it is
offered, for it alone can tell H.265.  Only Get operations are called.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from probes.failure import FailureKind, ProbeError
from probes.onvif.answers import media_xaddr, services
from probes.onvif.envelope import RefusedError, SoapFaultError
from probes.onvif.hosts import STREAM_SCHEMES, XADDR_SCHEMES
from probes.onvif.media_answers import media2_profiles, media_profiles, merged, stream_uri
from probes.onvif.payload import MediaProfile
from probes.onvif.requests import (
    MEDIA2_NAMESPACE,
    MEDIA_NAMESPACE,
    device_request,
    media2_request,
    media_request,
)
from probes.onvif_session import Session
from probes.redact import redact_uri

__all__ = ["MAX_PROFILES", "MediaServices", "area", "read_media"]

MAX_PROFILES = 8

# What a missing operation or a wrongly guessed path earns; a refused login is none of them.
_TOLERATED = frozenset(
    {FailureKind.NOT_FOUND, FailureKind.NOT_SUPPORTED, FailureKind.PROTOCOL_ERROR}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaServices:
    """Addresses at the registered host; ``media`` are to be tried in turn."""

    media: tuple[str, ...] = ()
    media2: str | None = None


async def read_media(session: Session) -> MediaServices:
    """Learn the profiles and their stream URIs, highest resolution first for the next probe.

    Returns the addresses that answered.
    """
    session.context.step("capabilities")
    offered = await _services(session)
    session.context.step("profiles")
    answering = await _read_profiles(session, offered)
    session.context.step("stream_uri")
    found: list[tuple[int, str]] = []
    for profile in session.device.profiles:
        uri = await _stream_uri(session, answering, profile)
        if uri is not None:
            found.append((area(profile), uri))
            _keep_uri(session, profile, uri)
            session.context.discovered_uris[:] = _largest_first(found)
    return answering


def area(profile: MediaProfile) -> int:
    """Pixels of a picture, 0 when unknown."""
    return (profile.width_px or 0) * (profile.height_px or 0)


async def _services(session: Session) -> MediaServices:
    """The advertised addresses, or else the common ones."""
    told = await _told_services(session)
    media2 = _addresses(session, told.get(MEDIA2_NAMESPACE))[:1]
    media = _addresses(session, told.get(MEDIA_NAMESPACE))
    media = media or _addresses(session, await _capability(session)) or _common(session)
    return MediaServices(media=media, media2=media2[0] if media2 else None)


def _addresses(session: Session, advertised: str | None) -> tuple[str, ...]:
    """Where an advertised service may be; nothing for an address that cannot be used.

    Behind address translation the port of another host is seldom ours: there the registered
    port comes first.
    """
    rewritten = session.rewrite(advertised, XADDR_SCHEMES)
    if advertised is None or rewritten is None:
        return ()
    if urlsplit(advertised.strip()).hostname not in session.device.advertised_hosts:
        return (rewritten,)
    own = urlsplit(session.device_uri)
    registered = urlsplit(rewritten)._replace(scheme=own.scheme, netloc=own.netloc)
    return tuple(dict.fromkeys((urlunsplit(registered), rewritten)))


def _common(session: Session) -> tuple[str, str]:
    """The two addresses of the media service that are common in practice."""
    parts = urlsplit(session.device_uri)
    sibling = parts.path.rpartition("/")[0] + "/media_service"
    return urlunsplit(parts._replace(path=sibling, query="")), session.device_uri


async def _told_services(session: Session) -> dict[str, str]:
    """Namespace to address; empty for the older devices, which lack the call."""
    try:
        answer = await session.call(session.device_uri, device_request("GetServices"))
    except ProbeError as error:
        if error.kind not in _TOLERATED:
            raise
        return {}
    told = services(answer)
    session.learn(services=tuple(sorted(told)))
    return told


async def _capability(session: Session) -> str | None:
    """The older way to ask for the media service's address."""
    try:
        answer = await session.call(session.device_uri, device_request("GetCapabilities"))
    except ProbeError as error:
        if error.kind not in _TOLERATED:
            raise
        return None
    return media_xaddr(answer)


async def _read_profiles(session: Session, offered: MediaServices) -> MediaServices:
    """Learn the profiles of both services; one of them must answer."""
    media2 = await _media2_profiles(session, offered.media2)
    try:
        address, media = await _media_profiles(session, offered.media)
    except ProbeError as error:
        if error.kind not in _TOLERATED or not media2:
            raise
        address, media = None, ()
    session.learn(profiles=merged(media, media2, limit=MAX_PROFILES))
    return MediaServices(
        media=() if address is None else (address,), media2=offered.media2 if media2 else None
    )


async def _media_profiles(
    session: Session, addresses: tuple[str, ...]
) -> tuple[str, tuple[MediaProfile, ...]]:
    """The profiles of the first address that answers, with that address."""
    *guesses, last = addresses
    for address in guesses:
        try:
            return address, await _profiles_at(session, address)
        except ProbeError as error:
            if error.kind not in _TOLERATED:
                raise
    return last, await _profiles_at(session, last)


async def _profiles_at(session: Session, address: str) -> tuple[MediaProfile, ...]:
    """The profiles of the service at ``address``.

    Some devices answer strangers with an empty list, where others refuse: then a login that
    was not asked for is begun.
    """
    answer = await session.call(address, media_request("GetProfiles"))
    found = media_profiles(answer, limit=MAX_PROFILES)
    if not found and session.login.can_begin:
        session.login.begin(RefusedError("no profiles are shown without a login"))
        answer = await session.call(address, media_request("GetProfiles"))
        found = media_profiles(answer, limit=MAX_PROFILES)
    return found


async def _media2_profiles(session: Session, address: str | None) -> tuple[MediaProfile, ...]:
    """The profiles of Media2; none where it is not offered or does not work."""
    if address is None:
        return ()
    try:
        answer = await session.call(address, media2_request("GetProfiles"))
    except ProbeError as error:
        if error.kind not in _TOLERATED:
            raise
        return ()
    return media2_profiles(answer, limit=MAX_PROFILES)


async def _stream_uri(
    session: Session, answering: MediaServices, profile: MediaProfile
) -> str | None:
    """The profile's URI at the registered host; None when it has none (audio, metadata)."""
    if answering.media2 is not None and profile.service == "media2":
        address, request = answering.media2, media2_request
    else:
        address, request = answering.media[0], media_request
    try:
        answer = await session.call(address, request("GetStreamUri", profile=profile.token))
    except SoapFaultError:
        return None
    return session.rewrite(stream_uri(answer), STREAM_SCHEMES)


def _keep_uri(session: Session, profile: MediaProfile, uri: str) -> None:
    """Put the redacted URI into the payload."""
    told = replace(profile, stream_uri=redact_uri(uri))
    profiles = tuple(told if known is profile else known for known in session.device.profiles)
    session.learn(profiles=profiles)


def _largest_first(found: list[tuple[int, str]]) -> list[str]:
    """URIs by falling size, each once; equal sizes keep the device's order."""
    ordered = sorted(found, key=lambda entry: entry[0], reverse=True)
    return list(dict.fromkeys(uri for _, uri in ordered))
