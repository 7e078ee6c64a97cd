"""TLS to a camera, and whose certificate is taken.

Cameras have self-signed certificates for names that nobody resolves; refusing them would call
working cameras bad, so by default any is taken and its facts are reported.  An operator with an
authority of his own verifies, one with known cameras pins fingerprints.
"""

import asyncio
import enum
import hashlib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from probes.failure import FailureKind, ProbeError

__all__ = ["TlsPolicy", "Trust", "peer_certificate", "start_tls"]

P = TypeVar("P", bound=asyncio.BaseProtocol)


class Trust(enum.StrEnum):
    """Which certificates are taken."""

    ANY = "any"
    SYSTEM = "system"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsPolicy:
    """``system`` asks the machine's authorities for the registered host; ``pins`` are SHA-256.

    Fingerprints are compared as hexadecimal digits, without colons or case.
    """

    trust: Trust = Trust.ANY
    pins: frozenset[str] = frozenset()

    def accepts(self, certificate: bytes) -> bool:
        """Whether the peer's certificate (DER) is one of the pinned ones, where that is asked."""
        if self.trust is not Trust.PINNED:
            return True
        known = {pin.replace(":", "").lower() for pin in self.pins}
        return hashlib.sha256(certificate).hexdigest() in known

    def context(self) -> ssl.SSLContext:
        """Return the client's side of a handshake."""
        if self.trust is Trust.SYSTEM:
            return ssl.create_default_context()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # 1024-bit keys are common in old firmware
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context


async def start_tls(
    plain: socket.socket, receiver: Callable[[], P], *, policy: TlsPolicy, host: str, limit: float
) -> P:
    """Shake hands within ``limit`` seconds; raises ProbeError(tls_failed), before any request."""
    name = host.strip("[]") if policy.trust is Trust.SYSTEM else ""
    try:
        async with asyncio.timeout(limit):
            transport, protocol = await asyncio.get_running_loop().create_connection(
                receiver, sock=plain, ssl=policy.context(), server_hostname=name
            )
    except ssl.SSLCertVerificationError as error:
        detail = f"the certificate is not trusted: {error.verify_message}"
        raise ProbeError(FailureKind.TLS_FAILED, detail) from None
    except (ssl.SSLError, TimeoutError, ConnectionError) as error:
        raise ProbeError(FailureKind.TLS_FAILED, type(error).__name__) from None
    if not policy.accepts(peer_certificate(transport)):
        transport.abort()
        raise ProbeError(FailureKind.TLS_FAILED, "the certificate is none of the pinned ones")
    return protocol


def peer_certificate(transport: asyncio.Transport) -> bytes:
    """Return the peer's certificate (DER); empty without TLS or certificate."""
    tls = transport.get_extra_info("ssl_object")
    return (tls.getpeercert(binary_form=True) or b"") if tls is not None else b""
