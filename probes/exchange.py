"""What was said in an attempt, kept for a failure: requests, status lines, headers; no secret.

Nothing is rendered for an attempt that succeeds.  Only headers of a closed list keep their
values, of a login no more than the scheme; bodies are left out.  The password itself is masked
wherever it stands, since devices repeat what they were told.
"""

import base64
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from probes.redact import redact_uri
from probes.rtsp.message import Response, encode_uri
from probes.target import Credential

__all__ = ["MAX_BYTES", "MAX_MESSAGES", "Exchange"]

MAX_MESSAGES = 20
MAX_BYTES = 8 * 1024
_MAX_LINE = 300
_MAX_LINES = 40
_MASK = "***"
_SHOWN = frozenset(
    {
        *("accept", "allow", "cache-control", "connection", "content-base", "content-length"),
        *("content-type", "cseq", "date", "location", "public", "range", "retry-after", "server"),
        *("soapaction", "transport", "unsupported", "user-agent", "warning"),
    }
)
_LOGINS = frozenset({"authorization", "proxy-authenticate", "www-authenticate"})
_SCHEMES = frozenset({"basic", "bearer", "digest"})

_Said = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Exchange:
    """The last messages of an attempt, as they were; `told` makes them fit to be kept."""

    credential: Credential | None = field(default=None, repr=False)
    _said: deque[_Said] = field(
        default_factory=lambda: deque(maxlen=MAX_MESSAGES), init=False, repr=False
    )

    def asks(self, method: str, uri: str, headers: Mapping[str, str]) -> None:
        """A request of ours."""
        self._said.append((f"> {method} {uri}", tuple(headers.items())))

    def answers(self, response: Response) -> None:
        """An answer of the device."""
        self._said.append((f"< RTSP {response.status} {response.reason}", response.headers))

    def notes(self, text: str) -> None:
        """An answer in our own words, for protocols whose answers are documents."""
        self._said.append((f"< {text}", ()))

    def told(self) -> tuple[str, ...]:
        """The messages without secrets, in order; of too much the earliest are left out."""
        secrets = _spellings(self.credential)
        kept: deque[str] = deque()
        size = 0
        for said in reversed(self._said):
            text = _rendered(said, secrets)
            size += len(text.encode("utf-8", "replace"))
            if size > MAX_BYTES:
                break
            kept.appendleft(text)
        return tuple(kept)


def _rendered(said: _Said, secrets: tuple[str, ...]) -> str:
    first, headers = said
    lines = [first, *(_header(name, value) for name, value in headers[: _MAX_LINES - 1])]
    return "\n".join(_clean(line, secrets) for line in lines)


def _header(name: str, value: str) -> str:
    lowered = name.strip().lower()
    if lowered in _SHOWN:
        return f"{lowered}: {value}"
    scheme = value.partition(" ")[0].lower()
    if lowered in _LOGINS and scheme in _SCHEMES:
        return f"{lowered}: {scheme} {_MASK}"
    return f"{lowered}: {_MASK}"


def _clean(line: str, secrets: Iterable[str]) -> str:
    """Masked before it is cut: half a password is a secret too."""
    for secret in secrets:
        line = line.replace(secret, _MASK)
    line = redact_uri(line)
    shown = "".join(one if one.isprintable() else "\ufffd" for one in line)
    return shown if len(shown) <= _MAX_LINE else f"{shown[:_MAX_LINE]}…"


def _spellings(credential: Credential | None) -> tuple[str, ...]:
    """The password as a URI, a header or a login may write it, the longest first."""
    if credential is None or not credential.password:
        return ()
    password = credential.password
    pair = f"{credential.username}:{password}".encode("utf-8", "replace")
    quoted = {quote(password, safe=safe, errors="replace") for safe in ("", "/", "/:?@")}
    lower = {_lower_escapes(one) for one in quoted}
    basic = base64.b64encode(pair).decode("ascii")
    alone = base64.b64encode(password.encode("utf-8", "replace")).decode("ascii")
    told = {password, encode_uri(password), basic, alone, *quoted, *lower}
    return tuple(sorted(told, key=len, reverse=True))


def _lower_escapes(text: str) -> str:
    head, *rest = text.split("%")
    return "%".join((head, *(part[:2].lower() + part[2:] for part in rest)))
