"""Questions that a device may leave open: texts in the picture, time server, scopes, snapshot.

Asked last and within a time of their own: what is not answered stays unknown, and no device
is called bad for it.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from lxml.etree import _Element

from probes.failure import ProbeError
from probes.onvif.answers import hostname, ntp_setting, scopes
from probes.onvif.hosts import XADDR_SCHEMES
from probes.onvif.media_answers import on_screen_texts, stream_uri
from probes.onvif.requests import Request, device_request, media_request
from probes.onvif_media import MediaServices, area
from probes.onvif_session import Session
from probes.redact import redact_uri

__all__ = ["read_extras"]


async def read_extras(
    session: Session, services: MediaServices, *, until: float, at_most: timedelta
) -> None:
    """Learn what the device tells before the loop's time ``until``, in ``at_most``.

    A refusal ends the questions: what one account may not read, it may not read twice.
    """
    now = asyncio.get_running_loop().time()
    with suppress(TimeoutError, ProbeError):
        async with asyncio.timeout_at(min(until, now + at_most.total_seconds())):
            for media in services.media:
                await _learn(session, media, media_request("GetOSDs"), on_screen=on_screen_texts)
            await _read_device(session)
            for media in services.media:
                await _read_snapshot(session, media)


async def _read_device(session: Session) -> None:
    """The questions to the device service."""
    uri = session.device_uri
    await _learn(session, uri, device_request("GetNTP"), ntp=ntp_setting)
    await _learn(session, uri, device_request("GetScopes"), scopes=scopes)
    await _learn(session, uri, device_request("GetHostname"), hostname=hostname)


async def _learn(
    session: Session, uri: str, request: Request, **readers: Callable[[_Element], object]
) -> None:
    """One question; ``readers`` are the payload's fields with what reads them."""
    answer = await session.ask(uri, request)
    if answer is not None:
        session.learn(**{field: read(answer) for field, read in readers.items()})


async def _read_snapshot(session: Session, media: str) -> None:
    """The address of a still picture, for the largest profile of the media service."""
    candidates = [profile for profile in session.device.profiles if profile.service == "media"]
    if not candidates:
        return
    largest = max(candidates, key=area)
    answer = await session.ask(media, media_request("GetSnapshotUri", profile=largest.token))
    uri = None if answer is None else session.rewrite(stream_uri(answer), XADDR_SCHEMES)
    if uri is not None:
        told = replace(largest, snapshot_uri=redact_uri(uri))
        profiles = (told if known is largest else known for known in session.device.profiles)
        session.learn(profiles=tuple(profiles))
