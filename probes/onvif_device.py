"""The ONVIF probe: who the device is, what its clock says, which streams it offers.

The clock is read first and anonymously, because a login by token must carry the device's
time; a device that hides it is asked again after the login.  A password is sent only once it
is asked for, and :mod:`probes.onvif.ladder` tells when a refused one may be followed by
another.  Nothing is subscribed to and nothing is set: an audit must leave the camera as it was.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

from probes.failure import FailureKind, ProbeError
from probes.onvif.answers import identity
from probes.onvif.clock import ClockAnswer, clock_offset, is_set, read_clock
from probes.onvif.envelope import RefusedError, SoapFaultError
from probes.onvif.hosts import XADDR_SCHEMES, rewrite_host
from probes.onvif.payload import DeviceClock, MediaProfile, OnvifDevice
from probes.onvif.requests import device_request
from probes.onvif_extras import read_extras
from probes.onvif_login import Login
from probes.onvif_media import read_media
from probes.onvif_session import Session
from probes.onvif_transport import OnvifTransport, open_transport
from probes.probe import Context, Probe
from probes.target import Target

__all__ = ["PROBE", "MediaProfile", "OnvifDevice", "run"]

DEADLINE = timedelta(seconds=12)
# What must stay of the deadline for the questions that may go unanswered.
_EXTRAS_UNTIL = timedelta(seconds=10)
_EXTRAS_AT_MOST = timedelta(seconds=3)


async def run(target: Target, context: Context[OnvifDevice]) -> OnvifDevice:
    """Measure one device; `ProbeError` with what was learned in ``context.partial``."""
    uri = _registered_uri(target)
    context.partial = OnvifDevice()
    context.step("connect")
    began = asyncio.get_running_loop().time()

    def sending() -> None:
        if context.current_step == "connect":
            context.step("system_date_time")

    async with open_transport(
        registered_host=target.host, address=context.address, sending=sending
    ) as transport:
        session = _session(target, context, transport=transport, uri=uri)
        await _read_clock(session)
        await _read_identity(session)
        service = await read_media(session)
        await _read_hidden_clock(session)
        context.step("extras")
        until = began + _EXTRAS_UNTIL.total_seconds()
        await read_extras(session, service, until=until, at_most=_EXTRAS_AT_MOST)
    return session.device


def _registered_uri(target: Target) -> str:
    """The device service's address; what the registry gets wrong is no camera's fault."""
    if target.onvif_uri is None:
        raise ProbeError(FailureKind.SKIPPED, "no ONVIF address is registered")
    try:
        return rewrite_host(target.onvif_uri, target.host, schemes=XADDR_SCHEMES)[0]
    except ValueError as error:
        raise ProbeError(FailureKind.SKIPPED, f"registered ONVIF address: {error}") from None


def _session(
    target: Target, context: Context[OnvifDevice], *, transport: OnvifTransport, uri: str
) -> Session:
    """An attempt before its login."""
    login = Login(
        target=target,
        is_allowed=context.login,
        is_proved=context.login_proved,
        signs=context.signs,
        now=context.now,
    )
    return Session(target=target, context=context, transport=transport, login=login, device_uri=uri)


async def _read_clock(session: Session) -> None:
    """Learn the clock, for the report and for a login.

    The device compares with the clock that it has, even one that was never set; such an
    offset serves the login and is not reported.
    """
    sent = session.context.now()
    clock = await _clock(session)
    received = session.context.now()
    if clock != ClockAnswer():
        session.learn(clock=_kept(clock))
    if clock.utc is None:
        return
    offset = clock_offset(clock.utc, sent=sent, received=received)
    session.login.clock, session.login.offset = clock, offset
    if is_set(clock.utc):
        session.learn(clock_offset=offset)


async def _clock(session: Session) -> ClockAnswer:
    """What the device says of its time; nothing when it refuses, as some do without a login."""
    request = device_request("GetSystemDateAndTime")
    if session.login.state == "digest":
        answer = await session.ask(session.device_uri, request)
        return ClockAnswer() if answer is None else read_clock(answer)
    try:
        return read_clock(await session.send(session.device_uri, request))
    except (SoapFaultError, RefusedError):
        return ClockAnswer()


def _kept(clock: ClockAnswer) -> DeviceClock:
    """The part of the answer that is kept; the times themselves are told by the offset."""
    return DeviceClock(
        zone=clock.zone,
        local_minus_utc=clock.told_zone_offset,
        daylight_saving=clock.daylight_saving,
        source=clock.source,
    )


async def _read_hidden_clock(session: Session) -> None:
    """Ask with a login that was accepted; what was learned before counts for more."""
    if session.login.offset is None and session.device.login == "digest":
        session.context.step("hidden_clock")
        with suppress(ProbeError):
            await _read_clock(session)


async def _read_identity(session: Session) -> None:
    """Learn maker and model; a device that lacks the call may still have streams."""
    session.context.step("device_information")
    try:
        answer = await session.call(session.device_uri, device_request("GetDeviceInformation"))
    except SoapFaultError as error:
        if error.kind is not FailureKind.NOT_SUPPORTED:
            raise
        return
    session.learn(**identity(answer))


PROBE = Probe(
    name="onvif_device",
    version=2,
    payload_type=OnvifDevice,
    deadline=DEADLINE,
    run=run,
)
