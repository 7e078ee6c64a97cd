"""The camera's side of digest authentication (RFC 2617 without qop, as cameras use it).

One challenge belongs to one connection.  Where it is asked for is left to the server.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

from auditor.demo.account import Account

__all__ = ["Challenge"]

_REALM = "simulated camera"
_PARAMETER = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,"]+))')


@dataclass(frozen=True, slots=True)
class Challenge:
    """A realm and a nonce that answers must be made for."""

    nonce: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def header(self) -> str:
        """The value of ``WWW-Authenticate``."""
        return f'Digest realm="{_REALM}", nonce="{self.nonce}", algorithm=MD5'

    def accepts(self, authorization: str, *, method: str, uri: str, account: Account) -> bool:
        """Whether the ``Authorization`` value proves the account for this very request."""
        scheme, _, rest = authorization.partition(" ")
        if scheme.lower() != "digest":
            return False
        given = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)}
        expected = {
            "username": account.username,
            "realm": _REALM,
            "nonce": self.nonce,
            "uri": uri,
            "response": self._response(method, uri, account),
        }
        return all(_same(given.get(name, ""), value) for name, value in expected.items())

    def _response(self, method: str, uri: str, account: Account) -> str:
        secret = _md5(f"{account.username}:{_REALM}:{account.password}")
        return _md5(f"{secret}:{self.nonce}:{_md5(f'{method}:{uri}')}")


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _md5(text: str) -> str:
    """The digest that RFC 2617 prescribes; it protects nothing here."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
