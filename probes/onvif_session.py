"""One device's calls during one attempt: sends them, notes what was learned, stops in time.

Which calls are made, and in which order, is left to :mod:`probes.onvif_device` and
:mod:`probes.onvif_media`.
"""

from dataclasses import dataclass, replace
from typing import Any

import zeep
from zeep.proxy import AsyncServiceProxy

from probes.failure import FailureKind, ProbeError
from probes.onvif.documents import SETTINGS, Service, load_document
from probes.onvif.envelope import EnvelopeGate
from probes.onvif.hosts import rewrite_host, same_host
from probes.onvif.payload import OnvifDevice
from probes.onvif.token import DigestToken
from probes.onvif_errors import NETWORK_ERRORS, PARSER_ERRORS, network_failure, parser_failure
from probes.onvif_transport import OnvifTransport
from probes.probe import Context
from probes.target import Target

__all__ = ["Session"]


@dataclass(slots=True, kw_only=True)
class Session:
    """The state of an attempt; ``token`` stays None for anonymous calls.

    What was learned lives in ``context.partial``, so that a cancelled attempt keeps it.
    """

    target: Target
    context: Context[OnvifDevice]
    transport: OnvifTransport
    gate: EnvelopeGate
    device_uri: str
    token: DigestToken | None = None

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

    async def call(self, service: Service, uri: str, operation: str, **arguments: object) -> object:
        """One operation, logged in when there is a token.

        `ProbeError`: authentication_rejected after a login, authentication_required without
        one.  The attempt must end there: a second wrong login may lock the account.
        """
        try:
            answer = await self.send(service, uri, operation, **arguments)
        except ProbeError as error:
            if error.kind is FailureKind.AUTHENTICATION_REQUIRED:
                raise self._refusal(error) from error
            raise
        if self.token is not None:
            self.learn(login="digest")
        return answer

    async def send(self, service: Service, uri: str, operation: str, **arguments: object) -> object:
        """One operation; every error of the network or of the answer as `ProbeError`."""
        proxy = self._proxy(service, uri)
        answers = self.transport.answers
        try:
            return await proxy[operation](**arguments)
        except NETWORK_ERRORS as error:
            raise network_failure(error, step=self.context.current_step) from error
        except PARSER_ERRORS as error:
            if self.transport.answers == answers:
                raise  # nothing was received, so it is a bug of ours
            raise parser_failure(error) from error

    def _proxy(self, service: Service, uri: str) -> AsyncServiceProxy:
        """A client shell around the shared document.

        ``AsyncClient.create_service`` would give a blocking proxy, hence the one by hand.
        """
        document = load_document(service.wsdl)
        client = zeep.AsyncClient(  # type: ignore[no-untyped-call]  # zeep
            document,
            wsse=self.token,
            transport=self.transport,
            plugins=[self.gate],
            settings=SETTINGS,
        )
        binding = document.bindings[service.binding]
        return AsyncServiceProxy(client, binding, address=uri)  # type: ignore[no-untyped-call]  # zeep

    def _refusal(self, error: ProbeError) -> ProbeError:
        """What a refused call means, given what was sent."""
        if self.token is not None:
            self.learn(login="rejected")
            return ProbeError(FailureKind.AUTHENTICATION_REJECTED, error.detail)
        self.learn(login="missing")
        reason = "no credential is registered"
        if self.target.credential_name is not None:
            reason = "the registered credential was not supplied"
        return ProbeError(error.kind, f"{error.detail}; {reason}")
