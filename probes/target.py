"""What a probe is pointed at: one address, its services and the name of a credential.

Where the address comes from, and whether it may be dialled, is left to the registry and to
:mod:`probes.scope`.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["Credential", "Target"]


@dataclass(frozen=True, slots=True)
class Credential:
    """A user name and password known by ``name``; the secret parts never appear in a repr."""

    name: str
    username: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One camera's services as registered.

    ``key`` is opaque to probes (it returns in every observation).  ``host`` is the registered
    host, the only one that is ever dialled; URIs that name another host are rewritten or
    refused.  ``prefers_sub`` asks for the picture of the sub-stream first, of ``sub_stream_uri`` or
    of what ONVIF tells; ``is_watched`` that its picture be watched for trembling.  ``credential_name`` without ``credential`` means that the registry names a
    credential which the operator has not supplied.
    """

    key: str
    host: str
    stream_uri: str | None = None
    sub_stream_uri: str | None = None
    prefers_sub: bool = False
    is_watched: bool = False
    onvif_uri: str | None = None
    credential_name: str | None = None
    credential: Credential | None = None

    @property
    def ports(self) -> tuple[int, ...]:
        """The TCP ports of the registered services, stream first, without repeats."""
        uris = (("rtsp", 554, self.stream_uri), ("http", 80, self.onvif_uri))
        found = [_port(uri, default) for _, default, uri in uris if uri is not None]
        return tuple(dict.fromkeys(found))


def _port(uri: str, default: int) -> int:
    """Port of ``uri``; 322 for rtsps and 443 for https when none is written."""
    parts = urlsplit(uri)
    defaults = {"rtsps": 322, "https": 443}
    return parts.port or defaults.get(parts.scheme.lower(), default)
