"""The camera's side of the WS-Security user name token (ONVIF Core 5.9.4, digest form).

A token is good once, and only while its time lies near the *camera's* clock: this is why a
client has to ask for the time first.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from auditor.demo.account import Account

__all__ = ["TOLERANCE", "TokenChecker"]

TOLERANCE = timedelta(seconds=60)

_WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
_SECEXT = f"{{{_WSS}wssecurity-secext-1.0.xsd}}"
_UTILITY = f"{{{_WSS}wssecurity-utility-1.0.xsd}}"
_DIGEST_TYPE = f"{_WSS}username-token-profile-1.0#PasswordDigest"
_REMEMBERED = 1000


@dataclass(slots=True)
class TokenChecker:
    """Checks the tokens of one camera and remembers the nonces that were used."""

    account: Account
    _used: dict[bytes, None] = field(default_factory=dict, init=False, repr=False)

    def accepts(self, header: etree._Element | None, *, now: datetime) -> bool:
        """Whether a SOAP header proves the account; ``now`` is the camera's clock, aware."""
        token = None if header is None else header.find(f"{_SECEXT}Security/{_SECEXT}UsernameToken")
        if token is None:
            return False
        password = token.find(f"{_SECEXT}Password")
        created = token.findtext(f"{_UTILITY}Created", "").strip()
        nonce = _decode(token.findtext(f"{_SECEXT}Nonce", ""))
        if password is None or password.get("Type") != _DIGEST_TYPE or not nonce:
            return False
        expected = self._digest(nonce, created)
        given = _decode(password.text or "")
        if token.findtext(f"{_SECEXT}Username", "") != self.account.username:
            return False
        genuine = hmac.compare_digest(given, expected)
        return genuine and _is_near(created, now) and self._is_new(nonce)

    def _digest(self, nonce: bytes, created: str) -> bytes:
        """SHA-1 over nonce, time and password, as the profile prescribes."""
        content = nonce + created.encode() + self.account.password.encode()
        return hashlib.sha1(content, usedforsecurity=False).digest()

    def _is_new(self, nonce: bytes) -> bool:
        """Remember a nonce; the oldest are forgotten, their time is over anyway."""
        if nonce in self._used:
            return False
        if len(self._used) >= _REMEMBERED:
            del self._used[next(iter(self._used))]
        self._used[nonce] = None
        return True


def _is_near(created: str, now: datetime) -> bool:
    """Whether the token's time is UTC and lies within the tolerance."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return False
    return moment.tzinfo is not None and abs(moment - now) <= TOLERANCE


def _decode(text: str) -> bytes:
    """Base64 to bytes; empty for anything that is not base64."""
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
