"""Authentication challenges and their answers: Basic (RFC 7617), Digest (RFC 2617, 7616).

Pure: the client nonce is an argument.  How often to try is left to :mod:`probes.rtsp_login`.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from probes.target import Credential

__all__ = ["Challenge", "authorization", "choose", "parse_challenges"]

MAX_HEADERS = 8
MAX_HEADER_CHARS = 2048  # bounds the work of the regular expression below
_PARAMETER = re.compile(
    r"(?:(?P<scheme>[A-Za-z]\w*)\s+)?(?P<name>[A-Za-z][\w-]*)\s*=\s*"
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]*))'
)
_HASHES = {
    "MD5": hashlib.md5,
    "SHA-256": hashlib.sha256,
    "MD5-SESS": hashlib.md5,
    "SHA-256-SESS": hashlib.sha256,
}
_PREFERENCE = ("SHA-256", "SHA-256-SESS", "MD5", "MD5-SESS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One challenge; ``scheme`` is lower case, ``algorithm`` upper case."""

    scheme: str
    realm: str = ""
    nonce: str = field(default="", repr=False)
    opaque: str | None = field(default=None, repr=False)
    algorithm: str = "MD5"
    qop: tuple[str, ...] = ()
    stale: bool = False

    @property
    def label(self) -> str:
        """How a report names it: ``basic``, ``digest-md5``, ``digest-sha-256``."""
        return self.scheme if self.scheme == "basic" else f"digest-{self.algorithm.lower()}"


def parse_challenges(headers: Iterable[str]) -> tuple[Challenge, ...]:
    """Read WWW-Authenticate values; one value may hold several challenges (RFC 7235 4.1)."""
    found: list[tuple[str, dict[str, str]]] = []
    for header in tuple(headers)[:MAX_HEADERS]:
        text = header[:MAX_HEADER_CHARS]
        if re.fullmatch(r"\s*basic\s*", text, re.IGNORECASE):
            found.append(("basic", {}))
        for match in _PARAMETER.finditer(text):
            if match["scheme"]:
                found.append((match["scheme"].lower(), {}))
            if found:
                found[-1][1].setdefault(match["name"].lower(), _value(match))
    return tuple(_challenge(scheme, parameters) for scheme, parameters in found)


def choose(challenges: Iterable[Challenge]) -> Challenge | None:
    """Return the strongest challenge that can be answered: SHA-256, MD5, then Basic."""
    usable = tuple(challenge for challenge in challenges if _is_usable(challenge))
    for algorithm in _PREFERENCE:
        for challenge in usable:
            if challenge.scheme == "digest" and challenge.algorithm == algorithm:
                return challenge
    return next((challenge for challenge in usable if challenge.scheme == "basic"), None)


def authorization(
    challenge: Challenge, credential: Credential, *, method: str, uri: str, cnonce: str, count: int
) -> str:
    """Return the value of the Authorization header.

    ``count`` is the number of requests sent with this nonce, from 1 (RFC 7616 3.4, ``nc``).
    """
    if challenge.scheme == "basic":
        pair = f"{credential.username}:{credential.password}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"
    secret = _hash(challenge, credential.username, challenge.realm, credential.password)
    is_session = challenge.algorithm.endswith("-SESS")
    if is_session:
        secret = _hash(challenge, secret, challenge.nonce, cnonce)  # RFC 7616 3.4.2
    request = _hash(challenge, method, uri)
    fields = {"username": credential.username, "realm": challenge.realm}
    fields |= {"nonce": challenge.nonce, "uri": uri}
    if "auth" not in challenge.qop:
        # RFC 2069: no qop, what most cameras still send.
        fields["response"] = _hash(challenge, secret, challenge.nonce, request)
        return _digest_header(challenge, fields, f', cnonce="{cnonce}"' if is_session else "")
    nc = f"{count:08x}"
    fields["response"] = _hash(challenge, secret, challenge.nonce, nc, cnonce, "auth", request)
    return _digest_header(challenge, fields, f', qop=auth, nc={nc}, cnonce="{cnonce}"')


def _digest_header(challenge: Challenge, fields: dict[str, str], tail: str) -> str:
    if challenge.opaque is not None:
        fields = fields | {"opaque": challenge.opaque}
    quoted = ", ".join(f'{name}="{_escape(value)}"' for name, value in fields.items())
    # MD5 is the default; some firmwares reject an algorithm that they did not name.
    name = challenge.algorithm.replace("-SESS", "-sess")
    algorithm = "" if name == "MD5" else f", algorithm={name}"
    return f"Digest {quoted}{algorithm}{tail}"


def _hash(challenge: Challenge, *parts: str) -> str:
    digest = _HASHES[challenge.algorithm]
    return digest(":".join(parts).encode(), usedforsecurity=False).hexdigest()


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _value(match: re.Match[str]) -> str:
    if match["quoted"] is None:
        return match["plain"] or ""
    return re.sub(r"\\(.)", r"\1", match["quoted"])


def _challenge(scheme: str, parameters: dict[str, str]) -> Challenge:
    qop = parameters.get("qop", "").lower().replace(",", " ").split()
    return Challenge(
        scheme=scheme,
        realm=parameters.get("realm", ""),
        nonce=parameters.get("nonce", ""),
        opaque=parameters.get("opaque"),
        algorithm=parameters.get("algorithm", "MD5").upper(),
        qop=tuple(qop),
        stale=parameters.get("stale", "").lower() == "true",
    )


def _is_usable(challenge: Challenge) -> bool:
    if challenge.scheme == "basic":
        return True
    known = challenge.scheme == "digest" and challenge.algorithm in _HASHES
    # A realm in another encoding cannot be hashed rightly: that would be a wrong login.
    known = known and "\ufffd" not in challenge.realm + challenge.nonce
    return known and bool(challenge.nonce) and (not challenge.qop or "auth" in challenge.qop)
