"""The ONVIF probe: who the device is, what its clock says, which streams it offers.

The clock is read first and anonymously, because the login's digest must carry the device's
time; a device that hides it is asked again after the login.  A password is tried once and in
one form only.  Nothing is subscribed to and nothing is set: an audit must leave the camera as
it was.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from probes.failure import FailureKind, ProbeError
from probes.onvif.answers import identity
from probes.onvif.clock import clock_offset, device_time, is_set
from probes.onvif.documents import DEVICE
from probes.onvif.envelope import EnvelopeGate, SoapFaultError
from probes.onvif.hosts import XADDR_SCHEMES, rewrite_host
from probes.onvif.payload import MediaProfile, OnvifDevice
from probes.onvif.token import DigestToken
from probes.onvif_media import read_media
from probes.onvif_session import Session
from probes.onvif_transport import OnvifTransport, open_transport
from probes.probe import Context, Probe
from probes.target import Target

__all__ = ["PROBE", "MediaProfile", "OnvifDevice", "run"]


async def run(target: Target, context: Context[OnvifDevice]) -> OnvifDevice:
    """Measure one device; `ProbeError` with what was learned in ``context.partial``."""
    uri = _registered_uri(target)
    context.partial = OnvifDevice()
    context.step("connect")

    def sending() -> None:
        if context.current_step == "connect":
            context.step("system_date_time")

    def heard() -> None:
        context.answered = True

    async with open_transport(
        registered_host=target.host, address=context.address, sending=sending, heard=heard
    ) as transport:
        session = _session(target, context, transport=transport, uri=uri)
        offset = await _read_clock(session)
        _log_in(session, offset or timedelta(0))
        await _read_identity(session)
        await read_media(session)
        if offset is None:
            await _read_hidden_clock(session)
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
    return Session(
        target=target,
        context=context,
        transport=transport,
        gate=EnvelopeGate(transport.heard),
        device_uri=uri,
    )


async def _read_clock(session: Session) -> timedelta | None:
    """Learn the clock's offset; returns what a login must add to our time, None when unknown.

    The device compares with the clock that it has, even one that was never set; such an
    offset serves the login and is not reported.
    """
    sent = session.context.now()
    device = await _device_time(session)
    received = session.context.now()
    if device is None:
        return None
    offset = clock_offset(device, sent=sent, received=received)
    if is_set(device):
        session.learn(clock_offset=offset)
    return offset


async def _read_hidden_clock(session: Session) -> None:
    """Ask with a login that was accepted; what was learned before counts for more."""
    if session.device.login == "digest":
        session.context.step("hidden_clock")
        with suppress(ProbeError):
            await _read_clock(session)


async def _device_time(session: Session) -> datetime | None:
    """The device's time; None when it refuses the call, as some do without a login."""
    try:
        answer = await session.send(DEVICE, session.device_uri, "GetSystemDateAndTime")
    except SoapFaultError:
        return None
    except ProbeError as error:
        if error.kind is FailureKind.AUTHENTICATION_REQUIRED:
            return None
        raise
    return device_time(answer)


def _log_in(session: Session, offset: timedelta) -> None:
    """Prepare the one login of this attempt, or refuse to send it."""
    context, credential = session.context, session.target.credential
    if credential is None:
        return
    if not context.login:
        session.learn(login="withheld")
        raise ProbeError(FailureKind.LOGIN_WITHHELD, "the credential was rejected before")
    session.token = DigestToken(credential, context.now, offset)


async def _read_identity(session: Session) -> None:
    """Learn maker and model; a device that lacks the call may still have streams."""
    session.context.step("device_information")
    try:
        answer = await session.call(DEVICE, session.device_uri, "GetDeviceInformation")
    except SoapFaultError as error:
        if error.kind is not FailureKind.NOT_SUPPORTED:
            raise
        return
    session.learn(**identity(answer))


PROBE = Probe(
    name="onvif_device",
    version=1,
    payload_type=OnvifDevice,
    deadline=timedelta(seconds=12),
    run=run,
)
