"""One device's calls during one attempt: sends them, logs in when asked, notes what was learned.

Which calls are made, and in which order, is left to :mod:`probes.onvif_device`,
:mod:`probes.onvif_media` and :mod:`probes.onvif_extras`.
"""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from lxml.etree import _Element

from probes.classify import classify, explain
from probes.failure import FailureKind, ProbeError
from probes.onvif.envelope import RefusedError, parse_envelope, refusal_of, response_of
from probes.onvif.hosts import rewrite_host, same_host
from probes.onvif.payload import OnvifDevice
from probes.onvif.requests import Request, envelope
from probes.onvif_login import Login
from probes.onvif_transport import HttpAnswer, OnvifTransport
from probes.probe import Context
from probes.target import Target

__all__ = ["Session"]

_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_REFUSALS = frozenset({FailureKind.AUTHENTICATION_REQUIRED, FailureKind.AUTHENTICATION_REJECTED})
_STATUS_KINDS: dict[int, FailureKind] = {
    HTTPStatus.NOT_FOUND: FailureKind.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: FailureKind.NOT_SUPPORTED,
    HTTPStatus.NOT_IMPLEMENTED: FailureKind.NOT_SUPPORTED,
}


@dataclass(slots=True, kw_only=True)
class Session:
    """The state of an attempt.

    What was learned lives in ``context.partial``, so that a cancelled attempt keeps it.
    """

    target: Target
    context: Context[OnvifDevice]
    transport: OnvifTransport
    login: Login
    device_uri: str

    @property
    def device(self) -> OnvifDevice:
        """What is known so far."""
        return self.context.partial or OnvifDevice()

    def learn(self, **changes: Any) -> None:
        """Replace fields of the payload."""
        self.context.partial = replace(self.device, **changes)

    def rewrite(self, uri: str | None, schemes: frozenset[str]) -> str | None:
        """``uri`` at the registered host, remembering another host that it named.

        None for one that cannot be used: absent, malformed, of another scheme.
        """
        try:
            rewritten, advertised = rewrite_host(uri or "", self.target.host, schemes=schemes)
        except ValueError:
            return None
        # A camera registered by name that tells its own address names no other host.
        if advertised is not None and not same_host(advertised, self.context.address):
            hosts = {*self.device.advertised_hosts, advertised}
            self.learn(advertised_hosts=tuple(sorted(hosts)))
        return rewritten

    async def call(self, uri: str, request: Request) -> _Element:
        """One operation, logged in once the device has asked for it.

        `ProbeError`: authentication_rejected after a login, authentication_required without
        one.  The attempt must end there: a further wrong login may lock the account.
        """
        while True:
            try:
                answer = await self.send(uri, request)
            except RefusedError as error:
                self._climb(error)  # raises at the third refusal at the latest
            else:
                self.login.accepted()
                self._note_login()
                return answer

    async def ask(self, uri: str, request: Request) -> _Element | None:
        """One question that a device may leave open: None for whatever is no answer.

        No login is begun for it, and a refusal is no verdict on a login that was accepted
        for the rest; yet it is raised (`ProbeError`), so that the caller asks no more.
        """
        state = self.login.state
        try:
            return await (self.call if state == "digest" else self.send)(uri, request)
        except ProbeError as error:
            self.login.state = state
            self._note_login()
            if error.kind in _REFUSALS:
                raise
            return None

    async def send(self, uri: str, request: Request) -> _Element:
        """One operation as things stand; every error as `ProbeError`."""
        self.context.exchange.asks("POST", uri, {"SOAPAction": request.action})
        try:
            answer = await self.transport.post(
                uri,
                envelope(request, security=self.login.token()),
                action=request.action,
                authorization=self.login.authorization(uri),
            )
        except OSError as error:
            kind = classify(error, step=self.context.current_step)
            raise ProbeError(kind, explain(error)) from error
        try:
            return self._read(answer, f"{request.name}Response")
        except ProbeError as error:
            self.context.exchange.notes(f"HTTP {answer.status} {error.detail}")
            raise

    def _read(self, answer: HttpAnswer, expected: str) -> _Element:
        """The response element; a fault counts whatever its HTTP status."""
        if answer.status in _REFUSED:
            self._note_refusal(answer.status)
            refusal = refusal_of(answer.body, answer.challenges)
            raise RefusedError(_refusal_text(answer), refusal)
        _check_status(answer)
        root = parse_envelope(answer.body)
        self.context.answered = True
        return response_of(root, expected)

    def _note_refusal(self, status: int) -> None:
        """A 401 is an answer of the service; a 403 may come from anything in between."""
        if status == HTTPStatus.UNAUTHORIZED:
            self.context.answered = True

    def _climb(self, error: RefusedError) -> None:
        """Ready the next login; what the refusal means is told even if there is none."""
        try:
            self.login.refused(error)
        finally:
            self._note_login()

    def _note_login(self) -> None:
        rung = self.login.rung
        time = None if rung is None else rung.base.value
        told = (self.login.state, self.login.form, time)
        if told != (self.device.login, self.device.login_form, self.device.login_time):
            self.learn(login=told[0], login_form=told[1], login_time=told[2])


def _check_status(answer: HttpAnswer) -> None:
    """Refuse answers without SOAP."""
    if answer.status == HTTPStatus.OK and answer.body:
        return
    if b"Envelope" not in answer.body:
        kind = _STATUS_KINDS.get(answer.status, FailureKind.PROTOCOL_ERROR)
        raise ProbeError(kind, f"HTTP {answer.status} without a SOAP answer")


def _refusal_text(answer: HttpAnswer) -> str:
    """Status and scheme of the challenge."""
    scheme = (answer.challenges[0] if answer.challenges else "").partition(" ")[0]
    if scheme.isalpha() and scheme.isascii():
        return f"HTTP {answer.status}, challenge {scheme[:16]}"
    return f"HTTP {answer.status}"
