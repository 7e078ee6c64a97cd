"""The login by message: a WS-Security UsernameToken with a password digest.

UsernameToken profile 1.0, clause 3.1: the digest is made of a nonce, a time and the password.
A nonce serves once, so each request gets its own.  Which time is right for a device is left
to :mod:`probes.onvif.ladder`.
"""

import base64
import hashlib
import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from probes.failure import FailureKind, ProbeError
from probes.target import Credential

__all__ = ["security_header"]

_WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
_SECEXT = f"{_WSS}-wssecurity-secext-1.0.xsd"
_UTILITY = f"{_WSS}-wssecurity-utility-1.0.xsd"
_DIGEST = f"{_WSS}-username-token-profile-1.0#PasswordDigest"
_BASE64 = f"{_WSS}-soap-message-security-1.0#Base64Binary"
# What XML 1.0 (clause 2.2) cannot carry, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def security_header(credential: Credential, *, nonce: bytes, created: datetime) -> str:
    """The XML of the header; ``created`` is aware.

    `ProbeError` (skipped) for a user name that no XML can carry: the operator's to correct.
    """
    if _FORBIDDEN.search(credential.username):
        raise ProbeError(FailureKind.SKIPPED, "XML cannot carry the registered user name")
    # Some firmwares refuse "+00:00", hence "Z".
    time = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    secret = nonce + time.encode() + credential.password.encode()
    digest = hashlib.sha1(secret, usedforsecurity=False).digest()  # the profile's hash
    return (
        f'<wsse:Security xmlns:wsse="{_SECEXT}" xmlns:wsu="{_UTILITY}"><wsse:UsernameToken>'
        f"<wsse:Username>{escape(credential.username)}</wsse:Username>"
        f'<wsse:Password Type="{_DIGEST}">{_text(digest)}</wsse:Password>'
        f'<wsse:Nonce EncodingType="{_BASE64}">{_text(nonce)}</wsse:Nonce>'
        f"<wsu:Created>{time}</wsu:Created></wsse:UsernameToken></wsse:Security>"
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
