"""The media part of an ONVIF attempt: where the service is, its profiles, their streams.

Only Get operations are called; nothing is configured or subscribed to.
"""

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from probes.failure import FailureKind, ProbeError
from probes.onvif.answers import media_profiles, media_xaddr, stream_uri
from probes.onvif.documents import DEVICE, MEDIA
from probes.onvif.envelope import SoapFaultError
from probes.onvif.hosts import STREAM_SCHEMES, XADDR_SCHEMES
from probes.onvif.payload import MediaProfile
from probes.onvif_session import Session
from probes.redact import redact_uri

__all__ = ["MAX_PROFILES", "read_media"]

MAX_PROFILES = 8

_STREAM_SETUP = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
# What a missing operation or a wrongly guessed path earns; a refused login is none of them.
_TOLERATED = frozenset(
    {FailureKind.NOT_FOUND, FailureKind.NOT_SUPPORTED, FailureKind.PROTOCOL_ERROR}
)


async def read_media(session: Session) -> None:
    """Learn the profiles and their stream URIs, highest resolution first for the next probe."""
    session.context.step("capabilities")
    addresses = await _media_addresses(session)
    session.context.step("profiles")
    media_uri = await _read_profiles(session, addresses)
    session.context.step("stream_uri")
    found: list[tuple[int, str]] = []
    for profile in session.device.profiles:
        uri = await _stream_uri(session, media_uri, profile)
        if uri is not None:
            found.append((_area(profile), uri))
            _keep_uri(session, profile, uri)
            session.context.discovered_uris[:] = _largest_first(found)


async def _media_addresses(session: Session) -> tuple[str, ...]:
    """The advertised address, or else the two that are common in practice."""
    try:
        answer = await session.call(DEVICE, session.device_uri, "GetCapabilities", Category="All")
    except ProbeError as error:
        if error.kind not in _TOLERATED:
            raise
        answer = None
    advertised = session.rewrite(media_xaddr(answer), XADDR_SCHEMES)
    if advertised is not None:
        return (advertised,)
    parts = urlsplit(session.device_uri)
    sibling = parts.path.rpartition("/")[0] + "/media_service"
    return urlunsplit(parts._replace(path=sibling, query="")), session.device_uri


async def _read_profiles(session: Session, addresses: tuple[str, ...]) -> str:
    """Learn the profiles; returns the address that gave them."""
    *guesses, last = addresses
    for address in guesses:
        try:
            return await _profiles_at(session, address)
        except ProbeError as error:
            if error.kind not in _TOLERATED:
                raise
    return await _profiles_at(session, last)


async def _profiles_at(session: Session, address: str) -> str:
    """Learn the profiles of the service at ``address``."""
    answer = await session.call(MEDIA, address, "GetProfiles")
    session.learn(profiles=media_profiles(answer, limit=MAX_PROFILES))
    return address


async def _stream_uri(session: Session, media_uri: str, profile: MediaProfile) -> str | None:
    """The profile's URI at the registered host; None when it has none (audio, metadata)."""
    try:
        answer = await session.call(
            MEDIA,
            media_uri,
            "GetStreamUri",
            StreamSetup=_STREAM_SETUP,
            ProfileToken=profile.token,
        )
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


def _area(profile: MediaProfile) -> int:
    """Pixels of a picture, 0 when unknown."""
    return (profile.width_px or 0) * (profile.height_px or 0)
